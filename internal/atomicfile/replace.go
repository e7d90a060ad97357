// Package atomicfile replaces files so that whoever looks at them, whenever the
// program ends, finds the old content or the new one and never a mixture.
package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrChanged says that a file no longer has the content that was read.
var ErrChanged = errors.New("it was changed by someone else meanwhile")

// Replace gives the file at path the content after, provided that it still has
// the content before. A link is followed to its file, which keeps its mode and
// its owner.
//
// The new content is written to a temporary file in the same folder, synced to
// the disk, and renamed over the old file (rename(2)). Where any step fails,
// the old file is as it was and the temporary file is gone. A file that is
// marked read-only, that has further hard links, which a rename would leave
// behind, or that is not a regular file is refused.
func Replace(path string, before, after []byte) error {
	return replace(path, after, func(target string) error {
		now, err := readAtMost(target, int64(len(before)))
		if err != nil {
			return err
		}
		if !bytes.Equal(now, before) {
			return ErrChanged
		}
		return nil
	})
}

// Write gives the file at path the content data, whatever it has now; all else
// is as Replace does it.
func Write(path string, data []byte) error {
	return replace(path, data, func(string) error { return nil })
}

func replace(path string, content []byte, check func(target string) error) error {
	if err := replaceTarget(path, content, check); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return nil
}

func replaceTarget(path string, content []byte, check func(target string) error) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(target)
	if err != nil {
		return err
	}
	if err := replaceable(info); err != nil {
		return err
	}
	temporary, err := write(target, info, content)
	if err != nil {
		return err
	}
	err = check(target)
	if err == nil {
		err = os.Rename(temporary, target)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return syncFolder(filepath.Dir(target))
}

func replaceable(info fs.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		return errors.New("it is not a regular file")
	case info.Mode().Perm()&0o222 == 0:
		return errors.New("it is read-only")
	case links(info) > 1:
		return fmt.Errorf("it has %d names (hard links), and the others would keep the old content", links(info))
	}
	return nil
}

// write writes a temporary file beside the target, with its mode and owner.
func write(target string, info fs.FileInfo, content []byte) (name string, err error) {
	folder, base := filepath.Split(target)
	// The name begins with a dot and does not end like the target's, so that
	// nobody takes what an interrupted run leaves for a script.
	file, err := os.CreateTemp(folder, "."+base+".*.tmp")
	if err != nil {
		return "", err
	}
	name = file.Name()
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(name))
		}
	}()
	err = errors.Join(fill(file, info, content), file.Close())
	return name, err
}

func fill(file *os.File, info fs.FileInfo, content []byte) error {
	if _, err := file.Write(content); err != nil {
		return err
	}
	// The owner first: changing it clears the bits for set-user-ID.
	if err := keepOwner(file, info); err != nil {
		return fmt.Errorf("cannot keep its owner: %w", err)
	}
	if err := file.Chmod(info.Mode().Perm() | info.Mode()&(fs.ModeSetuid|fs.ModeSetgid|fs.ModeSticky)); err != nil {
		return fmt.Errorf("cannot keep its mode: %w", err)
	}
	return file.Sync()
}

// readAtMost reads a file up to one byte more than a limit.
func readAtMost(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit+1))
}
