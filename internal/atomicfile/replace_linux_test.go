package atomicfile_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/pktlang/pkt/internal/atomicfile"
)

func TestReplaceKeepsOwnerAndMode(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("changing the owner of a file needs root")
	}
	path := makeFile(t, 0o644)
	if err := os.Chown(path, 4321, 1234); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o751); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Replace(path, []byte("old"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	stat := info.Sys().(*syscall.Stat_t)
	if stat.Uid != 4321 || stat.Gid != 1234 || info.Mode() != 0o751 {
		t.Errorf("owner %d:%d, mode %v", stat.Uid, stat.Gid, info.Mode())
	}
}

func TestFullDisk(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("a small file system cannot be mounted: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(folder, "a.pkt")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := atomicfile.Replace(path, []byte("old"), bytes.Repeat([]byte("new "), 1<<16))
	if !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	if got := content(t, path); got != "old" {
		t.Errorf("the file became %q", got)
	}
	onlyFile(t, path)
}

// A run that is killed leaves the old content or the new one. The child writes
// them in turn until it is killed.
func TestKilled(t *testing.T) {
	contents := [2][]byte{bytes.Repeat([]byte("a"), 1<<20), bytes.Repeat([]byte("b"), 1<<20)}
	if path := os.Getenv("ATOMICFILE_TEST_PATH"); path != "" {
		for i := 0; ; i++ {
			if err := atomicfile.Replace(path, contents[i%2], contents[(i+1)%2]); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 8 {
		path := filepath.Join(t.TempDir(), "a.pkt")
		if err := os.WriteFile(path, contents[0], 0o644); err != nil {
			t.Fatal(err)
		}
		child := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		child.Env = append(os.Environ(), "ATOMICFILE_TEST_PATH="+path)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20*time.Millisecond + time.Duration(rand.IntN(40_000))*time.Microsecond)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		var exit *exec.ExitError
		if err := child.Wait(); !errors.As(err, &exit) || exit.ExitCode() >= 0 {
			t.Fatalf("the child ended by itself: %v", err)
		}
		if got := content(t, path); got != string(contents[0]) && got != string(contents[1]) {
			t.Errorf("%d bytes of a mixture", len(got))
		}
	}
}
