package atomicfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/internal/atomicfile"
)

func TestReplace(t *testing.T) {
	path := makeFile(t, 0o640)
	if err := atomicfile.Replace(path, []byte("old"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := content(t, path); got != "new" {
		t.Errorf("got %q", got)
	}
	onlyFile(t, path)
}

// What someone else wrote after the file was read must not be lost.
func TestReplaceNoticesChanges(t *testing.T) {
	for _, before := range []string{"", "ol", "older", "OLD"} {
		path := makeFile(t, 0o644)
		err := atomicfile.Replace(path, []byte(before), []byte("new"))
		if !errors.Is(err, atomicfile.ErrChanged) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: %v", before, err)
		}
		if got := content(t, path); got != "old" {
			t.Errorf("%q: the file became %q", before, got)
		}
		onlyFile(t, path)
	}
}

func TestReplaceRefusesFurtherNames(t *testing.T) {
	path := makeFile(t, 0o644)
	other := filepath.Join(t.TempDir(), "other.pkt")
	if err := os.Link(path, other); err != nil {
		t.Skipf("hard links are not to be had here: %v", err)
	}
	if err := atomicfile.Replace(path, []byte("old"), []byte("new")); err == nil ||
		!strings.Contains(err.Error(), "hard links") {
		t.Errorf("got %v", err)
	}
	if content(t, path) != "old" || content(t, other) != "old" {
		t.Error("the file was written")
	}
}

func TestReplaceBrokenLink(t *testing.T) {
	link := filepath.Join(t.TempDir(), "link.pkt")
	if err := os.Symlink("nowhere", link); err != nil {
		t.Skipf("links are not to be had here: %v", err)
	}
	if err := atomicfile.Replace(link, nil, []byte("new")); err == nil {
		t.Error("a link to nothing was written")
	}
	onlyFile(t, link)
}
