package kernel

import (
	"bufio"
	"bytes"
	"io"
)

// lineReader reads lines of any length. Each is the reader's to keep.
type lineReader struct{ buffered *bufio.Reader }

func newLineReader(r io.Reader) *lineReader { return &lineReader{bufio.NewReaderSize(r, 64<<10)} }

// next is the next line, with its end. A last line without one was cut off, and
// is left out.
func (l *lineReader) next() ([]byte, error) {
	line, err := l.buffered.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	return bytes.TrimRight(line, "\r\n"), nil
}
