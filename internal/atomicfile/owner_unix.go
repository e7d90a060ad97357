//go:build unix

package atomicfile

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// links is the number of names that a file has.
func links(info fs.FileInfo) uint64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Nlink)
	}
	return 1
}

// keepOwner gives a new file the owner and group of the one that it replaces.
func keepOwner(file *os.File, info fs.FileInfo) error {
	old, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	created, err := file.Stat()
	if err != nil {
		return err
	}
	if stat, ok := created.Sys().(*syscall.Stat_t); ok && stat.Uid == old.Uid && stat.Gid == old.Gid {
		return nil
	}
	return file.Chown(int(old.Uid), int(old.Gid))
}

// syncFolder makes a rename last through a crash. The file is whole without it.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return nil // a folder that may be written but not read
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return fmt.Errorf("cannot make the new content of its folder last: %w", err)
	}
	return nil
}
