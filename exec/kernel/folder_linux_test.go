package kernel

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestFindParent holds that a folder is found, and that a search without success
// says why each was refused.
func TestFindParent(t *testing.T) {
	good := t.TempDir()
	if got, err := findParent([]string{"/no/such/folder", good}); err != nil || got != good {
		t.Errorf("found %q, %v; want %s", got, err, good)
	}
	_, err := findParent([]string{"/no/such/folder", "/nor/this"})
	const want = "/no/such/folder (is not there), /nor/this (is not there); name another one with TMPDIR"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the error is %v", err)
	}
	for _, test := range []struct {
		flags    int64
		writable bool
		want     string
	}{
		{unix.ST_NOSUID | unix.ST_NODEV, true, ""},
		{unix.ST_NOSUID | unix.ST_NOEXEC, true, "mounted noexec"},
		{unix.ST_RDONLY, true, "may not be written to"},
		{0, false, "may not be written to"},
	} {
		if got := unfit(test.flags, test.writable); got != test.want {
			t.Errorf("flags %#x, writable %t: %q, want %q", test.flags, test.writable, got, test.want)
		}
	}
}

// TestFolderGoes holds that the folder goes when it is told to, and when who
// made it is gone.
func TestFolderGoes(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for _, end := range []func(*workFolder) error{
		func(f *workFolder) error { return f.remove() },
		func(f *workFolder) error { return f.alive.Close() }, // as the kernel does for a process that is killed
	} {
		f, err := newWorkFolder()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(f.path, "file"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := end(f); err != nil {
			t.Fatal(err)
		}
		for limit := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
			if _, err := os.Stat(f.path); os.IsNotExist(err) {
				break
			}
			if time.Now().After(limit) {
				t.Fatalf("%s is still there", f.path)
			}
		}
	}
}
