package build

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Sources finds and unpacks the source of released kernels.
type Sources struct {
	// Folder is where archives are unpacked to and downloaded.
	Folder string
	// Mirror is the address under which the releases of kernel.org lie.
	Mirror string
	// Tell, where set, is told what takes long.
	Tell func(what string)
}

// DefaultMirror has the releases of kernel.org.
const DefaultMirror = "https://cdn.kernel.org/pub/linux/kernel"

// released is a version as kernel.org numbers it.
var released = regexp.MustCompile(`^(\d+)\.\d+(\.\d+)?$`)

// Resolve turns what a user calls a kernel's source, a tree, an archive, a
// package of Debian or the number of a release, into a tree.
func (s Sources) Resolve(ctx context.Context, what string) (folder string, err error) {
	info, err := os.Stat(what)
	switch {
	case err == nil && info.IsDir():
		return what, nil
	case err == nil:
		return s.unpack(ctx, what)
	case !released.MatchString(what):
		return "", fmt.Errorf("%s is neither a kernel tree, nor an archive of one, "+
			"nor the number of a release such as 7.2", what)
	}
	archive, err := s.local(what)
	if err != nil {
		return "", err
	}
	if archive == "" {
		if archive, err = s.download(ctx, what); err != nil {
			return "", err
		}
	}
	return s.unpack(ctx, archive)
}

// local is an archive of a release that lies on this machine: what Debian's
// package linux-source-N installs, or a package or an archive in this folder,
// among those that were downloaded, or in apt's cache.
func (s Sources) local(release string) (string, error) {
	patterns := []string{
		"linux-source-" + release + "_*.deb", "linux-" + release + ".tar.*",
		filepath.Join(s.Folder, "linux-"+release+".tar.xz"),
		"/usr/src/linux-source-" + release + ".tar.*",
		"/var/cache/apt/archives/linux-source-" + release + "_*.deb",
	}
	for _, pattern := range patterns {
		found, err := filepath.Glob(pattern)
		if err != nil {
			return "", fmt.Errorf("looking for the source of %s: %w", release, err)
		}
		if len(found) > 0 {
			slices.Sort(found)
			return found[len(found)-1], nil
		}
	}
	return "", nil
}

func (s Sources) tell(format string, arguments ...any) {
	if s.Tell != nil {
		s.Tell(fmt.Sprintf(format, arguments...))
	}
}

// unneeded are files that no user-mode Linux is built of, a good half of a
// kernel's source. Kconfig and Makefiles are read all the same.
var unneeded = []string{
	"drivers/gpu/*.[ch]", "drivers/media/*.[ch]", "drivers/staging/*.[ch]", "drivers/infiniband/*.[ch]",
	"drivers/net/ethernet/*.[ch]", "drivers/net/wireless/*.[ch]", "drivers/scsi/*.[ch]", "sound/*.[ch]",
	"Documentation/*.rst", "Documentation/*.yaml", "arch/arm", "arch/arm64", "arch/mips", "arch/powerpc", "arch/riscv",
	"arch/s390", "arch/sparc", "arch/loongarch", "arch/m68k", "arch/sh", "arch/alpha", "arch/parisc",
	"tools/perf/pmu-events",
}

// unpack unpacks an archive or a package of Debian, once, and returns the tree.
func (s Sources) unpack(ctx context.Context, archive string) (string, error) {
	name := filepath.Base(archive)
	place := filepath.Join(s.Folder, strings.TrimSuffix(name, filepath.Ext(name)))
	if tree, err := onlyTree(place); err == nil {
		return tree, nil
	}
	s.tell("unpacking %s", name)
	if err := os.MkdirAll(s.Folder, 0o755); err != nil {
		return "", fmt.Errorf("making the folder for sources: %w", err)
	}
	fresh, err := os.MkdirTemp(s.Folder, "unpacking-")
	if err != nil {
		return "", fmt.Errorf("making a folder to unpack to: %w", err)
	}
	defer os.RemoveAll(fresh)
	if err := unpackInto(ctx, archive, fresh); err != nil {
		return "", fmt.Errorf("cannot unpack %s: %w", archive, err)
	}
	if _, err := onlyTree(fresh); err != nil {
		return "", fmt.Errorf("%s has no kernel's source in it", archive)
	}
	if err := errors.Join(os.RemoveAll(place), os.Rename(fresh, place)); err != nil {
		return "", fmt.Errorf("keeping what was unpacked: %w", err)
	}
	return onlyTree(place)
}

// onlyTree is the one folder in a folder, if that is a tree.
func onlyTree(folder string) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if tree := filepath.Join(folder, e.Name()); e.IsDir() && IsTree(tree) {
			return tree, nil
		}
	}
	return "", fs.ErrNotExist
}

func unpackInto(ctx context.Context, archive, folder string) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	if filepath.Ext(archive) != ".deb" {
		return untar(ctx, file, filepath.Ext(archive), folder)
	}
	data, name, err := debData(file)
	if err != nil {
		return err
	}
	// The package holds an archive.
	inner, err := tarCommand(ctx, filepath.Ext(name), "-xO", "--wildcards", "*/usr/src/linux-source-*.tar.xz")
	if err != nil {
		return err
	}
	inner.Stdin = data
	out, err := inner.StdoutPipe()
	if err != nil {
		return err
	}
	if err := inner.Start(); err != nil {
		return err
	}
	return errors.Join(untar(ctx, out, ".xz", folder), inner.Wait())
}

func untar(ctx context.Context, archive io.Reader, compression, folder string) error {
	arguments := []string{"-x", "-C", folder}
	for _, pattern := range unneeded {
		arguments = append(arguments, "--exclude=*/"+pattern)
	}
	command, err := tarCommand(ctx, compression, arguments...)
	if err != nil {
		return err
	}
	command.Stdin = archive
	return command.Run()
}

// tarCommand runs tar(1) on its standard input, with the program that takes the
// compression away. The error names what is missing.
func tarCommand(ctx context.Context, compression string, arguments ...string) (*exec.Cmd, error) {
	programs := map[string]string{".xz": "xz", ".gz": "gzip", ".zst": "zstd"}
	program, ok := programs[compression]
	if !ok {
		return nil, fmt.Errorf("%s is no compression that is known here: expected .xz, .gz or .zst", compression)
	}
	for _, needed := range []string{"tar", program} {
		if _, err := exec.LookPath(needed); err != nil {
			return nil, fmt.Errorf("%s is needed for it, which this machine lacks", needed)
		}
	}
	arguments = append([]string{"--use-compress-program=" + program, "-f", "-"}, arguments...)
	command := exec.CommandContext(ctx, "tar", arguments...)
	command.Stderr = os.Stderr
	return command, nil
}
