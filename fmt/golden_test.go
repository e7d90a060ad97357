package format_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	format "github.com/pktlang/pkt/fmt"
)

var update = flag.Bool("update", false, "write what comes out into the archives")

// TestGolden formats the scripts of testdata. Each archive says why its script
// comes out as it does, and may name options.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { golden(t, path) })
	}
}

func golden(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(bytes.TrimSpace(archive.Comment)) == 0 {
		t.Error("the archive gives no reason")
	}
	in, out := section(archive, "in"), section(archive, "out")
	if in == nil || out == nil {
		t.Fatal("the archive lacks the section in or out")
	}
	options := goldenOptions(t, section(archive, "options"))
	got, err := format.Source(parse(string(in.Data)), options)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		out.Data = []byte(got)
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if difference := cmp.Diff(string(out.Data), got); difference != "" {
		t.Errorf("(-want +got)\n%s", difference)
	}
	checkPromises(t, string(in.Data), options)
}

func section(archive *txtar.Archive, name string) *txtar.File {
	for i := range archive.Files {
		if archive.Files[i].Name == name {
			return &archive.Files[i]
		}
	}
	return nil
}

func goldenOptions(t *testing.T, options *txtar.File) (o format.Options) {
	if options == nil {
		return o
	}
	for _, name := range strings.Fields(string(options.Data)) {
		switch name {
		case "simplify":
			o.Simplify = true
		case "tabs":
			o.Indent = format.Tabs
		case "spaces":
			o.Indent = format.Spaces
		default:
			t.Fatalf("unknown option %q", name)
		}
	}
	return o
}
