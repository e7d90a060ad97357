package program

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// FuzzCompile looks for scripts that make Compile panic or hang, or say something of
// a place that is not in the script.
func FuzzCompile(f *testing.F) {
	for _, pattern := range []string{
		"testdata/calls/*.txtar", "../../exec/calls/testdata/live/*.txtar", "../../exec/testdata/calls/*.pkt",
	} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			_, script, archived := strings.Cut(string(text), "-- script.pkt --\n")
			if !archived {
				script = string(text)
			}
			f.Add(script)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		script := lang.Parse(source.NewFile("test.pkt", text), nil)
		p, found := Compile(script, Options{Complete: true})
		for _, d := range append(found, p.Unsupported...) {
			if d.Range.Start < 0 || d.Range.End < d.Range.Start || d.Range.End > len(text) {
				t.Errorf("range %v of %d bytes: %s", d.Range, len(text), d.Message)
			}
			if d.Message == "" {
				t.Errorf("no message at %v", d.Range)
			}
		}
	})
}
