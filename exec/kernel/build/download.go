package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// download fetches the archive of a release, and keeps it where it has the
// checksum that the mirror's list says.
func (s Sources) download(ctx context.Context, release string) (string, error) {
	major := released.FindStringSubmatch(release)[1]
	base := fmt.Sprintf("%s/v%s.x/", strings.TrimSuffix(s.Mirror, "/"), major)
	name := "linux-" + release + ".tar.xz"
	cannot := func(err error) error {
		return fmt.Errorf("the source of %s is not on this machine and cannot be had from %s: %w: "+
			"give a kernel tree, an archive, or Debian's package linux-source-%[1]s", release, base, err)
	}
	want, err := s.checksum(ctx, base+"sha256sums.asc", name)
	if err != nil {
		return "", cannot(err)
	}
	s.tell("downloading %s", base+name)
	if err := os.MkdirAll(s.Folder, 0o755); err != nil {
		return "", fmt.Errorf("making the folder for sources: %w", err)
	}
	file, err := os.CreateTemp(s.Folder, "download-")
	if err != nil {
		return "", fmt.Errorf("making a file to download to: %w", err)
	}
	defer os.Remove(file.Name())
	hash := sha256.New()
	err = fetch(ctx, base+name, io.MultiWriter(file, hash))
	if err := errors.Join(err, file.Close()); err != nil {
		return "", cannot(err)
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != want {
		return "", cannot(fmt.Errorf("%s has the checksum %s instead of %s", name, got, want))
	}
	path := filepath.Join(s.Folder, name)
	if err := os.Rename(file.Name(), path); err != nil {
		return "", fmt.Errorf("keeping what was downloaded: %w", err)
	}
	return path, nil
}

// checksum finds a file in a list such as sha256sum(1) prints.
func (s Sources) checksum(ctx context.Context, address, name string) (string, error) {
	var list strings.Builder
	if err := fetch(ctx, address, &list); err != nil {
		return "", err
	}
	for line := range strings.Lines(list.String()) {
		fields := strings.Fields(line)
		if len(fields) == 2 && fields[1] == name && len(fields[0]) == 2*sha256.Size {
			return fields[0], nil
		}
	}
	return "", fmt.Errorf("there is no %s in %s", name, address)
}

// fetch gets what lies at an address, with curl(1): a client of HTTP would make
// this program larger by a third, and slower to start, for each script.
func fetch(ctx context.Context, address string, to io.Writer) error {
	if _, err := exec.LookPath("curl"); err != nil {
		return errors.New("curl is needed for it, which this machine lacks")
	}
	command := exec.CommandContext(ctx, "curl", "--fail", "--silent", "--show-error", "--location", address)
	command.Stdout = to
	var said strings.Builder
	command.Stderr = &said
	if err := command.Run(); err != nil {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(said.String()))
	}
	return nil
}
