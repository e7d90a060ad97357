package atomicfile_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/pktlang/pkt/internal/atomicfile"
)

func makeFile(t *testing.T, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pkt")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func onlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("files were left behind: %v", entries)
	}
}

func TestWrite(t *testing.T) {
	path := makeFile(t, 0o640)
	if err := atomicfile.Write(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := content(t, path); got != "new" {
		t.Errorf("got %q", got)
	}
	onlyFile(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("the mode became %v", info.Mode())
	}
}

func TestWriteThroughLink(t *testing.T) {
	path := makeFile(t, 0o644)
	link := filepath.Join(t.TempDir(), "link.pkt")
	if err := os.Symlink(path, link); err != nil {
		t.Skipf("links are not to be had here: %v", err)
	}
	if err := atomicfile.Write(link, []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became a file: %v", err)
	}
	if got := content(t, path); got != "new" {
		t.Errorf("got %q", got)
	}
}

func TestWriteRefuses(t *testing.T) {
	protected := makeFile(t, 0o444)
	if err := atomicfile.Write(protected, []byte("new")); err == nil || content(t, protected) != "old" {
		t.Errorf("a file that is read only was written: %v", err)
	}
	onlyFile(t, protected)
	if err := atomicfile.Write(t.TempDir(), []byte("new")); err == nil {
		t.Error("a folder was written")
	}
	if err := atomicfile.Write(filepath.Join(t.TempDir(), "none"), nil); err == nil {
		t.Error("a file that is not there was written")
	}
}
