package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// with puts kernels into a store of the test.
func with(t *testing.T, infos ...Info) Store {
	t.Helper()
	s := Store{t.TempDir()}
	program, config := filepath.Join(t.TempDir(), "linux"), filepath.Join(t.TempDir(), ".config")
	for _, path := range []string{program, config} {
		if err := os.WriteFile(path, []byte(path), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, info := range infos {
		if _, err := s.Keep(info, program, config); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestKeep(t *testing.T) {
	info := Info{Name: "net-next", Version: "7.2.0-rc1", Commit: "0123", Dirty: true, Source: "/src",
		Built: time.Unix(1e9, 0).UTC(),
		HZ:    1000, Features: []string{"MPTCP"}}
	s := with(t, info)
	got, err := s.Find("net-next")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(info, got.Info); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	program, err := os.Stat(got.Program())
	if err != nil || program.Mode().Perm() != 0o755 || got.Size() <= program.Size() {
		t.Errorf("the program is %v, %v", program, err)
	}
	if _, err := s.Keep(info, "/no/such/file", got.Config()); err == nil {
		t.Error("a kernel that is not there is kept")
	}
	if _, err := s.Find("net-next"); err != nil {
		t.Errorf("after a failure the old one is gone: %v", err)
	}
}

func TestFind(t *testing.T) {
	s := with(t, Info{Name: "a", Version: "7.2.13"}, Info{Name: "b", Version: "6.1.192"},
		Info{Name: "c", Version: "6.1.10"}, Info{Name: "6.6", Version: "7.0.0"})
	for name, want := range map[string]string{"a": "a", "7.2": "a", "7.2.13": "a", "6.1.10": "c", "6.6": "6.6"} {
		if k, err := s.Find(name); err != nil || k.Name != want {
			t.Errorf("%s finds %v, %v; want %s", name, k, err, want)
		}
	}
	for name, want := range map[string]string{
		"6.1": "may be any of b, c", "7": "may be any of 6.6, a", "6": "may be any of b, c",
		"7.21": "only 6.6, a, b, c", "../a": "only",
	} {
		if _, err := s.Find(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", name, err, want)
		}
	}
	if _, err := (Store{t.TempDir()}).Find("a"); err == nil || !strings.Contains(err.Error(), "nor any other") {
		t.Errorf("in an empty store: %v", err)
	}
}

// TestUnfinished holds that a kernel whose build did not come to its end is none.
func TestUnfinished(t *testing.T) {
	s := with(t, Info{Name: "a", Version: "7.2.13"})
	if err := os.MkdirAll(filepath.Join(s.Folder, "b", BuildFolder), 0o755); err != nil {
		t.Fatal(err)
	}
	if all, err := s.List(); err != nil || len(all) != 1 || all[0].Name != "a" {
		t.Errorf("listed %v, %v", all, err)
	}
	if err := s.Remove("b"); err != nil {
		t.Error(err)
	}
	if err := s.Remove("b"); err == nil {
		t.Error("what is not there is removed")
	}
	for _, name := range []string{"", "..", "a/b", "-x", ".hidden"} {
		if _, err := s.Place(name); err == nil {
			t.Errorf("%q is a name", name)
		}
	}
}
