// Package tail keeps the end of what a program prints.
package tail

import (
	"strings"
	"sync"
)

// Buffer keeps the last bytes that were written to it, at most Size. It is safe
// for concurrent use, and what is written is never refused.
type Buffer struct {
	Size int

	mutex sync.Mutex
	kept  []byte
	cut   bool
}

// Write implements io.Writer.
func (b *Buffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	n := len(p)
	if over := len(p) - b.Size; over > 0 {
		p = p[over:]
		b.cut = true
	}
	if over := len(b.kept) + len(p) - b.Size; over > 0 {
		b.kept = append(b.kept[:0], b.kept[over:]...)
		b.cut = true
	}
	b.kept = append(b.kept, p...)
	return n, nil
}

// String is what was kept. Where something was cut off, it begins with the
// first whole line.
func (b *Buffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	text := string(b.kept)
	if b.cut {
		if _, rest, ok := strings.Cut(text, "\n"); ok {
			return rest
		}
	}
	return text
}

// Lines are the last n lines of what was kept, without their ends.
func (b *Buffer) Lines(n int) []string {
	text := strings.TrimRight(b.String(), "\n")
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	return lines[max(len(lines)-n, 0):]
}
