package build

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenTree(t *testing.T) {
	folder := fakeTree(t)
	got, err := OpenTree(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	if got.Version != "9.8.7-rc6" || got.Commit != "" || got.Dirty || got.Folder != folder {
		t.Errorf("the tree is %+v", got)
	}
	if !IsTree(folder) || IsTree(t.TempDir()) {
		t.Error("a tree is taken for none, or another folder for one")
	}
	if got := strings.Join(Features(got, "CONFIG_MPTCP=y\n# CONFIG_IP_SCTP is not set\n"), " "); got != "AccECN MPTCP" {
		t.Errorf("the features are %q", got)
	}
}

func TestNoTree(t *testing.T) {
	empty, half := t.TempDir(), t.TempDir()
	write(t, filepath.Join(half, "Makefile"), "all:\n")
	old := t.TempDir()
	write(t, filepath.Join(old, "Makefile"), "VERSION = 2\nPATCHLEVEL = 4\n")
	for folder, want := range map[string]string{
		empty: "is no kernel tree", half: "no VERSION and PATCHLEVEL", old: "no user-mode Linux",
	} {
		if _, err := OpenTree(t.Context(), folder); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want one with %q", err, want)
		}
	}
}

// TestCommit holds that a git work tree is named by its commit, and that one that
// merely lies inside of another repository is not.
func TestCommit(t *testing.T) {
	folder := fakeTree(t)
	git := func(arguments ...string) {
		t.Helper()
		all := append([]string{"-C", folder, "-c", "user.name=a", "-c", "user.email=a@b"}, arguments...)
		if out, err := exec.Command("git", all...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", arguments, err, out)
		}
	}
	git("init", "-q")
	git("add", ".")
	git("commit", "-q", "-m", "first")
	clean, err := OpenTree(t.Context(), folder)
	if err != nil || len(clean.Commit) != 40 || clean.Dirty {
		t.Errorf("%+v, %v", clean, err)
	}
	write(t, filepath.Join(folder, "net/first.c"), "changed\n")
	if dirty, err := OpenTree(t.Context(), folder); err != nil || dirty.Commit != clean.Commit || !dirty.Dirty {
		t.Errorf("%+v, %v", dirty, err)
	}
	inner := filepath.Join(folder, "inner")
	write(t, filepath.Join(inner, "Makefile"), fakeMakefile)
	write(t, filepath.Join(inner, "arch/um/Kconfig"), "")
	if got, err := OpenTree(t.Context(), inner); err != nil || got.Commit != "" {
		t.Errorf("%+v, %v", got, err)
	}
}
