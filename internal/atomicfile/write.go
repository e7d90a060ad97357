// Package atomicfile replaces the content of files so that, whatever happens,
// either the old content or the new one is there.
package atomicfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Write replaces the content of an existing file. It writes to a new file in
// the same folder, syncs it, gives it the mode and, where the system has one
// and allows it, the owner of the old one, and renames it. A link is followed,
// and stays a link. Other hard links to the file keep the old content.
func Write(path string, data []byte) (err error) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fmt.Errorf("cannot find the file to write: %w", err)
	}
	info, err := os.Stat(target)
	if err != nil {
		return fmt.Errorf("cannot find the file to write: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("cannot write %s: it is not a regular file", path)
	}
	// A file that its owner protected is left alone, although a rename could
	// replace it.
	if info.Mode().Perm()&0o222 == 0 {
		return fmt.Errorf("cannot write %s: %w", path, os.ErrPermission)
	}
	temporary, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*")
	if err != nil {
		return fmt.Errorf("cannot write beside %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("cannot write %s: %w", path, err), os.Remove(temporary.Name()))
		}
	}()
	if err := fill(temporary, data, info); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), target)
}

// fill writes, syncs and closes the temporary file.
func fill(f *os.File, data []byte, like os.FileInfo) error {
	_, err := f.Write(data)
	if err == nil {
		err = f.Chmod(like.Mode().Perm())
	}
	if err == nil {
		err = keepOwner(f, like)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
