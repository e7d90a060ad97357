package kernel

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// workFolder is where guests have their memory and find their jobs.
type workFolder struct {
	path    string
	janitor *exec.Cmd
	alive   io.Closer // what tells the janitor that this process is there
}

// newWorkFolder makes a folder on a file system from which programs may be run,
// as a guest maps its memory from there, and in memory, if there is one. A
// program that outlives this one takes it away, however this one ends.
func newWorkFolder() (*workFolder, error) {
	parent, err := findParent(candidates())
	if err != nil {
		return nil, err
	}
	path, err := os.MkdirTemp(parent, "pkt-guests-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for guests: %w", err)
	}
	f := &workFolder{path: path}
	f.janitor = exec.Command("/bin/sh", "-c", `read -r _; rm -rf -- "$0"`, path)
	f.janitor.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	f.janitor.Dir = "/"
	if f.alive, err = f.janitor.StdinPipe(); err == nil {
		err = f.janitor.Start()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting what cleans up: %w", err), os.RemoveAll(path))
	}
	return f, nil
}

// remove takes the folder away.
func (f *workFolder) remove() error {
	if err := errors.Join(f.alive.Close(), f.janitor.Wait()); err != nil {
		return fmt.Errorf("removing the folder of the guests: %w", err)
	}
	return nil
}

// candidates are folders that may do, the best first.
func candidates() []string {
	var out []string
	for _, path := range []string{os.Getenv("TMPDIR"), os.Getenv("XDG_RUNTIME_DIR"), "/dev/shm", "/tmp", "/var/tmp"} {
		if path != "" {
			out = append(out, path)
		}
	}
	if cache, err := os.UserCacheDir(); err == nil {
		out = append(out, cache)
	}
	return out
}

// findParent is the first folder that may be written to and allows programs, one
// in memory rather than one on a disk.
func findParent(candidates []string) (string, error) {
	var fit string
	var refused []string
	for _, path := range candidates {
		var system unix.Statfs_t
		if err := unix.Statfs(path, &system); err != nil {
			refused = append(refused, path+" (is not there)")
			continue
		}
		reason := unfit(system.Flags, unix.Access(path, unix.W_OK|unix.X_OK) == nil)
		switch {
		case reason != "":
			refused = append(refused, fmt.Sprintf("%s (%s)", path, reason))
		case system.Type == unix.TMPFS_MAGIC:
			return path, nil
		case fit == "":
			fit = path
		}
	}
	if fit == "" {
		return "", fmt.Errorf("a guest needs a folder from which programs may be run, and none was found: %s; "+
			"name another one with TMPDIR", strings.Join(refused, ", "))
	}
	return fit, nil
}

// unfit is why a folder on a file system with these flags (statfs(2)) does not
// do; empty where it does.
func unfit(flags int64, writable bool) string {
	switch {
	case flags&unix.ST_NOEXEC != 0:
		return "mounted noexec"
	case flags&unix.ST_RDONLY != 0 || !writable:
		return "may not be written to"
	}
	return ""
}
