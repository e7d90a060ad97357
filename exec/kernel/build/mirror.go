package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// mirror makes a folder of links to the files of a tree that somebody has built
// in: kbuild refuses to build such a tree elsewhere, since it would find what was
// generated there first. The links leave that out. Make looks at the files
// behind links, so the next build goes on as it does with a tree of its own.
func mirror(ctx context.Context, t *Tree, folder string) (*Tree, error) {
	present := map[string]bool{}
	err := filepath.WalkDir(t.Folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		name, err := filepath.Rel(t.Folder, path)
		if err != nil {
			return err
		}
		if generated(name, entry.IsDir()) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		to := filepath.Join(folder, name)
		present[to] = true
		if entry.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		if target, err := os.Readlink(to); err == nil && target == path {
			return nil
		}
		_ = os.Remove(to)
		return os.Symlink(path, to)
	})
	if err == nil {
		err = prune(folder, present)
	}
	if err != nil {
		return nil, fmt.Errorf("linking to the files of %s, in which somebody has built: %w", t.Folder, err)
	}
	linked := *t
	linked.Folder = folder
	return &linked, nil
}

// generated reports whether a file of a tree was made by a build in it.
func generated(name string, folder bool) bool {
	base := filepath.Base(name)
	if folder {
		return base == ".git" || base == ".tmp_versions" || name == "include/config" || name == "include/generated" ||
			strings.HasPrefix(name, "arch/") && strings.HasSuffix(name, "/include/generated")
	}
	switch filepath.Ext(base) {
	case ".o", ".a", ".ko", ".cmd", ".order", ".symvers", ".gcno", ".gcda":
		return true
	}
	switch base {
	case ".config", ".config.old", "vmlinux", "System.map", "Module.symvers":
		return true
	}
	return false
}

// prune takes away the links to files that are no longer there.
func prune(folder string, present map[string]bool) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case present[path] || path == folder:
			return nil
		}
		if err := os.RemoveAll(path); err != nil {
			return err
		}
		if entry.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
}
