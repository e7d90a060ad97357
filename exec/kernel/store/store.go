// Package store keeps the kernels that were built to run scripts: one folder for
// each, in the user's cache.
package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Store is a folder with kernels.
type Store struct{ Folder string }

// Default is the store of this user: below XDG_CACHE_HOME, or what the system
// has for that.
func Default() (Store, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return Store{}, fmt.Errorf("finding the folder for kernels: %w", err)
	}
	return Store{filepath.Join(cache, "pkt", "kernels")}, nil
}

// Info is what is known of a kernel.
type Info struct {
	Name    string `json:"name"`
	Version string `json:"version"` // such as 7.2.13
	// Commit is the one that was built; Dirty says that files differed from it.
	Commit string `json:"commit,omitempty"`
	Dirty  bool   `json:"dirty,omitempty"`
	// Source is the tree that it was built from, or the archive.
	Source    string    `json:"source"`
	Built     time.Time `json:"built"`
	HZ        int       `json:"hz"` // ticks a second
	Debug     bool      `json:"debug,omitempty"`
	Fragments []string  `json:"fragments,omitempty"` // files of the user's with options
	Features  []string  `json:"features"`
}

// Kernel is one of the store.
type Kernel struct {
	Info
	Folder string
}

// Files of a kernel's folder. BuildFolder holds what the next build of the same
// tree goes on with.
const (
	programName = "linux"
	infoName    = "info.json"
	configName  = "config"
	BuildFolder = "build"
)

// Program is the path of the kernel itself.
func (k *Kernel) Program() string { return filepath.Join(k.Folder, programName) }

// Config is the path of the configuration that it was built with.
func (k *Kernel) Config() string { return filepath.Join(k.Folder, configName) }

// validName is what a kernel may be called: a word that is no path.
var validName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+-]*$`)

// Place is the folder of a kernel that is there or is to be.
func (s Store) Place(name string) (string, error) {
	if !validName.MatchString(name) {
		return "", fmt.Errorf("%q is no name for a kernel: use letters, digits, dots, hyphens and underscores", name)
	}
	return filepath.Join(s.Folder, name), nil
}

// List are all kernels, by name.
func (s Store) List() ([]*Kernel, error) {
	entries, err := os.ReadDir(s.Folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("listing the kernels: %w", err)
	}
	var out []*Kernel
	for _, e := range entries {
		k, err := s.read(e.Name())
		if errors.Is(err, fs.ErrNotExist) {
			continue // never built to its end
		}
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b *Kernel) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func (s Store) read(name string) (*Kernel, error) {
	k := &Kernel{Folder: filepath.Join(s.Folder, name)}
	text, err := os.ReadFile(filepath.Join(k.Folder, infoName))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &k.Info); err != nil {
		return nil, fmt.Errorf("reading what is known of the kernel %s: %w", name, err)
	}
	if _, err := os.Stat(k.Program()); err != nil {
		return nil, err
	}
	return k, nil
}

// Find is the kernel of a name, or the only one whose version the name is or
// begins: 7.2 finds 7.2.13.
func (s Store) Find(name string) (*Kernel, error) {
	all, err := s.List()
	if err != nil {
		return nil, err
	}
	var names, fitting []string
	var found *Kernel
	for _, k := range all {
		if k.Name == name {
			return k, nil
		}
		names = append(names, k.Name)
		if k.Version == name || strings.HasPrefix(k.Version, name+".") || strings.HasPrefix(k.Version, name+"-") {
			fitting, found = append(fitting, k.Name), k
		}
	}
	switch {
	case len(fitting) == 1:
		return found, nil
	case len(fitting) > 1:
		return nil, fmt.Errorf("%s may be any of %s: give one of these", name, strings.Join(fitting, ", "))
	case len(names) == 0:
		return nil, fmt.Errorf("there is no kernel %s, nor any other: build one with `pkt kernel build`", name)
	}
	return nil, fmt.Errorf("there is no kernel %s, only %s: build it with `pkt kernel build`",
		name, strings.Join(names, ", "))
}

// Keep puts a kernel into the store, over one of the same name. program and
// config are files that it is copied from.
func (s Store) Keep(info Info, program, config string) (*Kernel, error) {
	folder, err := s.Place(info.Name)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("making the folder of the kernel %s: %w", info.Name, err)
	}
	text, err := json.MarshalIndent(info, "", "\t")
	if err != nil {
		return nil, fmt.Errorf("writing what is known of the kernel %s: %w", info.Name, err)
	}
	k := &Kernel{Info: info, Folder: folder}
	err = errors.Join(
		replace(k.Program(), 0o755, func() ([]byte, error) { return os.ReadFile(program) }),
		replace(k.Config(), 0o644, func() ([]byte, error) { return os.ReadFile(config) }),
		// Last, since a kernel without it is not one yet.
		replace(filepath.Join(folder, infoName), 0o644, func() ([]byte, error) { return append(text, '\n'), nil }),
	)
	if err != nil {
		return nil, fmt.Errorf("keeping the kernel %s: %w", info.Name, err)
	}
	return k, nil
}

// replace writes a file over another that may be in use, such as a kernel that
// runs.
func replace(path string, mode os.FileMode, read func() ([]byte, error)) error {
	text, err := read()
	if err != nil {
		return err
	}
	fresh := path + ".new"
	if err := os.WriteFile(fresh, text, mode); err != nil {
		return err
	}
	return os.Rename(fresh, path)
}

// Remove takes a kernel away, with what it was built in.
func (s Store) Remove(name string) error {
	folder, err := s.Place(name)
	if err != nil {
		return err
	}
	if _, err := os.Stat(folder); err != nil {
		return fmt.Errorf("there is no kernel %s", name)
	}
	if err := os.RemoveAll(folder); err != nil {
		return fmt.Errorf("removing the kernel %s: %w", name, err)
	}
	return nil
}

// Size is how many bytes a kernel's folder takes.
func (k *Kernel) Size() int64 {
	var total int64
	_ = filepath.WalkDir(k.Folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil // what cannot be looked at is not counted
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			total += info.Size()
		}
		return nil
	})
	return total
}
