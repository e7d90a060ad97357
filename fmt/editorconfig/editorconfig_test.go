package editorconfig_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/fmt/editorconfig"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestStyle(t *testing.T) {
	for _, c := range []struct {
		name, config string
		want         format.Style
	}{
		{"nothing", "", format.Style{}},
		{"another file's", "[*.c]\nindent_style = tab\n", format.Style{}},
		{"all", "[*]\nend_of_line = lf\ninsert_final_newline = true\nindent_style = tab\ntab_width = 4\n",
			format.Style{LineEnd: format.LF, Indent: format.Tabs, TabWidth: 4}},
		{"crlf", "[*.pkt]\nend_of_line = CRLF\ninsert_final_newline = false\n",
			format.Style{LineEnd: format.CRLF, NoFinalNewline: true}},
		{"spaces", "[*.{pkt,sh}]\nindent_style = space\nindent_size = 4\n", format.Style{Indent: format.Spaces}},
		{"tabs of unknown width", "[*]\nindent_style = tab\n", format.Style{Indent: format.Tabs}},
		{"a size for tabs", "[*]\nindent_style = tab\nindent_size = 2\n",
			format.Style{Indent: format.Tabs, TabWidth: 2}},
		{"values that mean nothing here", "[*]\nend_of_line = cr\nindent_style = both\ntab_width = -3\n",
			format.Style{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			write(t, filepath.Join(folder, ".editorconfig"), "root = true\n"+c.config)
			got, err := editorconfig.NewFinder().Style(filepath.Join(folder, "a.pkt"))
			if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// The file of the folder wins over that above it, as far as it goes, and root
// ends the search.
func TestFoldersAbove(t *testing.T) {
	top := t.TempDir()
	write(t, filepath.Join(top, ".editorconfig"), "root = true\n[*]\nindent_style = tab\nend_of_line = lf\n")
	write(t, filepath.Join(top, "a", ".editorconfig"), "[*]\nend_of_line = crlf\n")
	write(t, filepath.Join(top, "b", ".editorconfig"), "root = true\n")
	finder := editorconfig.NewFinder()
	for path, want := range map[string]format.Style{
		"x.pkt":       {Indent: format.Tabs, LineEnd: format.LF},
		"a/x.pkt":     {Indent: format.Tabs, LineEnd: format.CRLF},
		"a/new/x.pkt": {Indent: format.Tabs, LineEnd: format.CRLF},
		"b/x.pkt":     {},
	} {
		got, err := finder.Style(filepath.Join(top, filepath.FromSlash(path)))
		if err != nil || got != want {
			t.Errorf("%s: got %+v, %v; want %+v", path, got, err, want)
		}
	}
}

func TestBrokenPatternIsAnError(t *testing.T) {
	for _, pattern := range []string{"a[", `a\`, "[z-a].pkt", "{2..1}"} {
		folder := t.TempDir()
		write(t, filepath.Join(folder, ".editorconfig"), "root = true\n["+pattern+"]\nindent_style = tab\n")
		_, err := editorconfig.NewFinder().Style(filepath.Join(folder, "a.pkt"))
		if err == nil || !strings.Contains(err.Error(), ".editorconfig") {
			t.Errorf("%s: the error does not name the file: %v", pattern, err)
		}
	}
}

func TestFinderIsSafeForConcurrentUse(t *testing.T) {
	top := t.TempDir()
	write(t, filepath.Join(top, ".editorconfig"), "root = true\n[*]\nindent_style = tab\n")
	finder := editorconfig.NewFinder()
	var all sync.WaitGroup
	for _, name := range []string{"a", "b", "c", "d"} {
		all.Go(func() {
			for range 50 {
				if style, err := finder.Style(filepath.Join(top, name, "x.pkt")); err != nil ||
					style.Indent != format.Tabs {
					t.Errorf("got %+v, %v", style, err)
				}
			}
		})
	}
	all.Wait()
}
