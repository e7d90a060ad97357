package build

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Tree is the source of a kernel: a git work tree or what a package or an
// archive was unpacked to.
type Tree struct {
	Folder  string // absolute
	Version string // such as 7.2.13 or 6.19.0-rc3
	// Commit is the one that is checked out; empty where there is no git. Dirty
	// says that files differ from it.
	Commit string
	Dirty  bool
}

// OpenTree looks at a kernel's source. The error says what is missing.
func OpenTree(ctx context.Context, folder string) (*Tree, error) {
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return nil, fmt.Errorf("finding %s: %w", folder, err)
	}
	t := &Tree{Folder: absolute}
	if t.Version, err = version(absolute); err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(absolute, "arch", "um", "Kconfig")); err != nil {
		return nil, fmt.Errorf("%s has no user-mode Linux (arch/um): it cannot be built to run as a program", folder)
	}
	t.Commit, t.Dirty = commit(ctx, absolute)
	return t, nil
}

// IsTree reports whether a folder looks like a kernel's source.
func IsTree(folder string) bool {
	_, err := version(folder)
	return err == nil
}

// version reads the version off the first lines of the tree's Makefile.
func version(folder string) (string, error) {
	file, err := os.Open(filepath.Join(folder, "Makefile"))
	if err != nil {
		return "", fmt.Errorf("%s is no kernel tree: %w", folder, err)
	}
	defer file.Close()
	found := map[string]string{}
	lines := bufio.NewScanner(file)
	for n := 0; lines.Scan() && n < 20; n++ {
		if name, value, ok := strings.Cut(lines.Text(), "="); ok {
			found[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	if err := lines.Err(); err != nil {
		return "", fmt.Errorf("cannot read the Makefile of %s: %w", folder, err)
	}
	if found["VERSION"] == "" || found["PATCHLEVEL"] == "" {
		return "", fmt.Errorf("%s is no kernel tree: its Makefile has no VERSION and PATCHLEVEL", folder)
	}
	v := found["VERSION"] + "." + found["PATCHLEVEL"]
	if s := found["SUBLEVEL"]; s != "" {
		v += "." + s
	}
	return v + found["EXTRAVERSION"], nil
}

// commit is what git says of a tree, without git writing anything there.
func commit(ctx context.Context, folder string) (hash string, dirty bool) {
	git := func(arguments ...string) (string, error) {
		arguments = append([]string{"--no-optional-locks", "-C", folder}, arguments...)
		out, err := exec.CommandContext(ctx, "git", arguments...).Output()
		return strings.TrimSpace(string(out)), err
	}
	// A tree that lies somewhere inside of another repository is none of it.
	if top, err := git("rev-parse", "--show-toplevel"); err != nil || !sameFolder(top, folder) {
		return "", false
	}
	hash, err := git("rev-parse", "HEAD")
	if err != nil {
		return "", false
	}
	_, err = git("diff-index", "--quiet", "HEAD", "--")
	var exit *exec.ExitError
	return hash, errors.As(err, &exit) && exit.ExitCode() == 1
}

func sameFolder(a, b string) bool {
	one, errA := os.Stat(a)
	other, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(one, other)
}

// built reports whether somebody has built inside the tree, in which case its
// Makefile refuses to build elsewhere.
func (t *Tree) built() bool {
	for _, made := range []string{".config", "include/config", "arch/um/include/generated"} {
		if _, err := os.Stat(filepath.Join(t.Folder, made)); err == nil {
			return true
		}
	}
	return false
}
