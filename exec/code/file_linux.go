package code

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// namelessFile returns a file in memory (memfd_create(2)).
func namelessFile(name, text string) (*os.File, error) {
	fd, err := unix.MemfdCreate(name, unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("making a file in memory: %w", err)
	}
	return filled(os.NewFile(uintptr(fd), name), text)
}
