package files_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/internal/files"
)

// folder makes files in a folder of its own and moves there.
func folder(t *testing.T, names ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, name := range names {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("text of "+name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFind(t *testing.T) {
	folder(t, "b.pkt", "a.pkt", "notes.txt", "deep/er/z.pkt", "deep/a.pkt", "deep/a.pkt.bak",
		"odd.pkt/inside.pkt", "deep-1/c.pkt")
	cases := []struct {
		name  string
		paths []string
		want  []string
	}{
		{"a folder, sorted by path", []string{"."},
			[]string{"a.pkt", "b.pkt", "deep-1/c.pkt", "deep/a.pkt", "deep/er/z.pkt", "odd.pkt/inside.pkt"}},
		{"in the order asked for", []string{"deep", "a.pkt"}, []string{"deep/a.pkt", "deep/er/z.pkt", "a.pkt"}},
		{"a file with any name", []string{"notes.txt"}, []string{"notes.txt"}},
		{"each once", []string{"a.pkt", "./a.pkt", ".", "deep//a.pkt"},
			[]string{"a.pkt", "b.pkt", "deep-1/c.pkt", "deep/a.pkt", "deep/er/z.pkt", "odd.pkt/inside.pkt"}},
		{"standard input", []string{"-", "a.pkt"}, []string{"-", "a.pkt"}},
		{"a folder that ends with a slash", []string{"deep/"}, []string{"deep/a.pkt", "deep/er/z.pkt"}},
		{"nothing", nil, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := files.Find(c.paths)
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				got[i] = filepath.ToSlash(got[i])
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestFindGoesOnAfterWhatIsMissing(t *testing.T) {
	folder(t, "a.pkt")
	got, err := files.Find([]string{"one.pkt", "a.pkt", "two"})
	if diff := cmp.Diff([]string{"a.pkt"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "one.pkt") ||
		!strings.Contains(err.Error(), "two") {
		t.Errorf("the error should name both: %v", err)
	}
}

func TestFindFollowsLinksToFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege on Windows")
	}
	folder(t, "elsewhere/a.pkt", "scripts/b.pkt")
	links := map[string]string{
		"scripts/link.pkt": "../elsewhere/a.pkt", "scripts/circle": ".", "scripts/folder.pkt": "../elsewhere",
		"scripts/broken.pkt": "nowhere", "root": "scripts",
	}
	for name, target := range links {
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
	}
	for root, want := range map[string][]string{
		"scripts": {"scripts/b.pkt", "scripts/link.pkt"}, "root": {"root/b.pkt", "root/link.pkt"},
	} {
		got, err := files.Find([]string{root})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", root, diff)
		}
		if err == nil || !strings.Contains(err.Error(), "broken.pkt") {
			t.Errorf("%s: a link to nowhere should be told: %v", root, err)
		}
	}
}

func TestRead(t *testing.T) {
	folder(t, "a.pkt", "empty.pkt")
	if err := os.WriteFile("empty.pkt", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", 100_000)
	if err := os.WriteFile("long.pkt", []byte(long), 0o644); err != nil {
		t.Fatal(err)
	}
	stdin := strings.NewReader(long + long)
	for path, want := range map[string]struct{ name, text string }{
		"a.pkt": {"a.pkt", "text of a.pkt"}, "empty.pkt": {"empty.pkt", ""}, "long.pkt": {"long.pkt", long},
		"-": {files.StdinName, long + long},
	} {
		f, err := files.Read(path, stdin)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name != want.name || f.Text != want.text {
			t.Errorf("%s: got %d bytes named %s, want %d named %s", path, len(f.Text), f.Name,
				len(want.text), want.name)
		}
	}
}

func TestReadErrors(t *testing.T) {
	folder(t, "inside/a.pkt")
	if _, err := files.Read("missing.pkt", nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := files.Read("inside", nil); err == nil || !strings.Contains(err.Error(), "inside") {
		t.Errorf("a folder: %v", err)
	}
	broken := errors.New("the pipe broke")
	if _, err := files.Read("-", io.MultiReader(strings.NewReader("abc"), failing{broken})); !errors.Is(err, broken) {
		t.Errorf("broken standard input: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
