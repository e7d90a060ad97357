package guest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/child"
)

// Script is the process of one script: it takes a Job from its standard input,
// shows the script what it may see, and runs it. It returns the exit code of the
// process, as child.Main does.
func Script(stdin io.Reader, stdout, stderr io.Writer, open child.Open) int {
	var job Job
	err := json.NewDecoder(stdin).Decode(&job)
	if err == nil && job.Request == nil {
		err = errors.New("there is no script in it")
	}
	if err != nil {
		fmt.Fprintln(stderr, "pkt: cannot read what to run:", err)
		return 2
	}
	if err := enter(&job); err != nil {
		fmt.Fprintln(stderr, "pkt:", err)
		return 2
	}
	request, err := json.Marshal(job.Request)
	if err != nil {
		fmt.Fprintln(stderr, "pkt: cannot pass on what to run:", err)
		return 2
	}
	return child.Main(bytes.NewReader(request), stdout, stderr, open)
}

// enter gives the process file systems of its own to write to, and puts what
// the script may see in its place, each folder under a layer that takes what is
// written there.
func enter(job *Job) error {
	if err := unix.Mount("", "/", "", unix.MS_PRIVATE|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("cannot make the mounts private: %w", err)
	}
	for _, folder := range []string{"/tmp", "/run", "/var", "/root", "/dev/shm"} {
		if err := mount("tmpfs", folder, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=1777"); err != nil {
			return err
		}
	}
	if err := os.Mkdir("/var/tmp", 0o1777); err != nil {
		return err
	}
	if err := mount("sysfs", "/sys", "sysfs", unix.MS_NOSUID, ""); err != nil {
		return err
	}
	if err := mount("tmpfs", layersFolder, "tmpfs", unix.MS_NOSUID, "mode=755"); err != nil {
		return err
	}
	for i, folder := range job.See {
		if err := show(i, folder); err != nil {
			return err
		}
	}
	if job.Folder == "" {
		return os.Chdir("/root")
	}
	return os.Chdir(job.Folder)
}

const layersFolder = ownFolder + "/host"

func show(number int, folder Folder) error {
	base := filepath.Join(layersFolder, strconv.Itoa(number))
	lower, upper, work := filepath.Join(base, "lower"), filepath.Join(base, "upper"), filepath.Join(base, "work")
	for _, f := range []string{lower, upper, work, folder.Path} {
		if err := os.MkdirAll(f, 0o755); err != nil {
			return err
		}
	}
	if err := mount("none", lower, "hostfs", unix.MS_RDONLY, folder.Of); err != nil {
		return err
	}
	layers := fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s", lower, upper, work)
	return mount("overlay", folder.Path, "overlay", 0, layers)
}
