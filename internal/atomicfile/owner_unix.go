//go:build unix

package atomicfile

import (
	"errors"
	"os"
	"syscall"
)

// keepOwner gives the file the owner of another. Only root can do that where
// they differ; for anyone else the file then belongs to who writes it.
func keepOwner(f *os.File, like os.FileInfo) error {
	want, ok := like.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	err := f.Chown(int(want.Uid), int(want.Gid))
	if errors.Is(err, os.ErrPermission) {
		return nil
	}
	return err
}
