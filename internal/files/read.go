package files

import (
	"fmt"
	"io"
	"os"

	"github.com/pktlang/pkt/lang/source"
)

// MaxSize is the size in bytes beyond which a script is refused: offsets in a
// text are kept in 32 bits.
const MaxSize = 1 << 30

// StdinName is what messages call a script that came from standard input.
const StdinName = "<stdin>"

// Read reads the script at path, or the one on stdin when path is Stdin.
func Read(path string, stdin io.Reader) (*source.File, error) {
	if path == Stdin {
		text, err := readAll(stdin, 0, MaxSize)
		if err != nil {
			return nil, fmt.Errorf("cannot read standard input: %w", err)
		}
		return source.NewFile(StdinName, text), nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the script: %w", err)
	}
	defer file.Close()
	var size int64
	if info, err := file.Stat(); err == nil {
		size = info.Size()
	}
	text, err := readAll(file, size, MaxSize)
	if err != nil {
		return nil, fmt.Errorf("cannot read the script %s: %w", path, err)
	}
	return source.NewFile(path, text), nil
}

// readAll reads at most limit bytes; size is a guess that saves copying. A
// device can go on for ever, so the limit holds whatever the size said.
func readAll(r io.Reader, size, limit int64) (string, error) {
	if size > limit {
		return "", tooLarge(limit)
	}
	buffer := make([]byte, 0, max(size+1, 512))
	limited := io.LimitReader(r, limit+1)
	for {
		n, err := limited.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		if int64(len(buffer)) > limit {
			return "", tooLarge(limit)
		}
		if err == io.EOF {
			return string(buffer), nil
		}
		if err != nil {
			return "", err
		}
		if len(buffer) == cap(buffer) {
			buffer = append(buffer, 0)[:len(buffer)]
		}
	}
}

func tooLarge(limit int64) error {
	return fmt.Errorf("it is larger than %d MiB, the most that a script may have", limit>>20)
}
