package guest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Where the guest's own things are mounted.
const (
	ownFolder  = "/.pkt"
	jobsFolder = ownFolder + "/jobs"
)

// SystemFolders are those of the host with programs and libraries. The guest
// sees them as they are, and cannot write to them. Where one is a symbolic link,
// as /bin is where /usr is merged, it is one in the guest, too.
var SystemFolders = []string{"usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32"}

// Configuration are the files and folders of /etc that programs need to start
// and to print names. They are copied.
var Configuration = []string{
	"alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "passwd", "group", "nsswitch.conf", "host.conf",
	"hosts",
	"protocols", "services", "networks", "ethertypes", "rpc", "iproute2", "localtime", "timezone", "os-release",
	"debian_version", "python3", "mke2fs.conf", "login.defs", "terminfo", "inputrc", "bash.bashrc", "shells",
}

// newRoot takes the host's folder tree, which the kernel has mounted as the
// guest's root, for one with nothing but what a script may see.
func newRoot(jobs string) error {
	// Any folder that is on every host does; nothing of it is needed before.
	const root = "/proc"
	if err := mount("tmpfs", root, "tmpfs", unix.MS_NOSUID, "mode=755"); err != nil {
		return err
	}
	for _, name := range SystemFolders {
		if err := showSystemFolder("/"+name, root+"/"+name); err != nil {
			return err
		}
	}
	for _, name := range Configuration {
		if err := copyTree("/etc/"+name, root+"/etc/"+name); err != nil {
			return fmt.Errorf("cannot copy the configuration of programs: %w", err)
		}
	}
	for _, name := range []string{
		ownFolder, jobsFolder, oldFolder, "/proc", "/sys", "/dev", "/tmp", "/run", "/var", "/root",
	} {
		if err := os.MkdirAll(root+name, 0o755); err != nil {
			return err
		}
	}
	if err := unix.PivotRoot(root, root+oldFolder); err != nil {
		return fmt.Errorf("cannot change the root of the guest: %w", err)
	}
	if err := os.Chdir("/"); err != nil {
		return err
	}
	for _, m := range []struct{ source, target, system, data string }{
		{"proc", "/proc", "proc", ""},
		{"sysfs", "/sys", "sysfs", ""},
		{"devtmpfs", "/dev", "devtmpfs", ""},
		{"none", jobsFolder, "hostfs", jobs},
	} {
		if err := mount(m.source, m.target, m.system, unix.MS_NOSUID, m.data); err != nil {
			return err
		}
	}
	if err := unix.Unmount(oldFolder, unix.MNT_DETACH); err != nil {
		return fmt.Errorf("cannot leave the host's folders: %w", err)
	}
	return devices()
}

const oldFolder = ownFolder + "/host"

func mount(source, target, system string, flags uintptr, data string) error {
	if err := unix.Mount(source, target, system, flags, data); err != nil {
		return fmt.Errorf("cannot mount %s on %s: %w", system, target, err)
	}
	return nil
}

func showSystemFolder(from, to string) error {
	info, err := os.Lstat(from)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&os.ModeSymlink != 0:
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	}
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	return mount(from, to, "", unix.MS_BIND, "")
}

// copyTree copies a file or a folder with what is in it; what is not there, or
// may not be read, is left out.
func copyTree(from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	switch {
	case info.Mode()&os.ModeSymlink != 0:
		target, err := os.Readlink(from)
		if err != nil {
			return nil
		}
		return os.Symlink(target, to)
	case info.IsDir():
		entries, err := os.ReadDir(from)
		if err != nil {
			return nil
		}
		for _, e := range entries {
			if err := copyTree(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
				return err
			}
		}
		return nil
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return nil
	}
	return os.WriteFile(to, text, info.Mode().Perm())
}

// devices makes what programs expect in /dev besides what the kernel puts there.
func devices() error {
	for name, target := range map[string]string{
		"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2",
	} {
		if err := os.Symlink(target, "/dev/"+name); err != nil && !errors.Is(err, os.ErrExist) {
			return err
		}
	}
	for _, folder := range []string{"/dev/shm", "/dev/pts"} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
	}
	if err := os.MkdirAll("/dev/net", 0o755); err != nil {
		return err
	}
	return nil
}
