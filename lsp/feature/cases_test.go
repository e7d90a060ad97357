package feature_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	protocol "github.com/tliron/glsp/protocol_3_16"
	"golang.org/x/tools/txtar"

	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lsp/feature"
)

var update = flag.Bool("update", false, "write what the features answer into the case files")

// A case file is a txtar archive of scripts, each followed by what a feature
// answers. In a script, «» marks a cursor and «text» a range; the marks are
// taken out before the script is read. For each NAME.pkt the archive holds
// NAME.want, and where the feature takes more than a place NAME.params.
type testCase struct {
	t *testing.T
	*feature.Document
	marks  []protocol.Range
	params map[string]any
}

// cases runs a feature over its case file: each script with each answer as the
// function writes it.
func cases(t *testing.T, name string, run func(k *testCase) string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txtar")
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	contents := make(map[string][]byte)
	for _, f := range archive.Files {
		contents[f.Name] = f.Data
	}
	count := 0
	var out []txtar.File
	for _, f := range archive.Files {
		name, isScript := strings.CutSuffix(f.Name, ".pkt")
		if !isScript {
			if !strings.HasSuffix(f.Name, ".want") {
				out = append(out, f)
			}
			continue
		}
		count++
		out = append(out, f)
		t.Run(name, func(t *testing.T) {
			k := marked(t, name, string(f.Data))
			if params, ok := contents[name+".params"]; ok {
				if err := json.Unmarshal(params, &k.params); err != nil {
					t.Fatal(err)
				}
			}
			got := strings.TrimRight(run(k), "\n") + "\n"
			out = append(out, txtar.File{Name: name + ".want", Data: []byte(got)})
			want, known := contents[name+".want"]
			if (!known || got != string(want)) && !*update {
				t.Errorf("-want +got:\n%s", cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")))
			}
		})
	}
	if count == 0 {
		t.Fatalf("%s has no scripts, so nothing was tested", path)
	}
	if *update {
		archive.Files = out
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// marked is the document of a script with marks.
func marked(t *testing.T, name, script string) *testCase {
	t.Helper()
	type span struct{ start, end int }
	var (
		text   strings.Builder
		spans  []span
		starts []int
	)
	for rest := script; ; {
		i := strings.IndexAny(rest, "«»")
		if i < 0 {
			text.WriteString(rest)
			break
		}
		text.WriteString(rest[:i])
		if strings.HasPrefix(rest[i:], "«") {
			starts = append(starts, text.Len())
			rest = rest[i+len("«"):]
			continue
		}
		rest = rest[i+len("»"):]
		if len(starts) == 0 {
			t.Fatalf("%s: a » without a «", name)
		}
		spans = append(spans, span{starts[len(starts)-1], text.Len()})
		starts = starts[:len(starts)-1]
	}
	if len(starts) > 0 {
		t.Fatalf("%s: a « without a »", name)
	}
	k := &testCase{t: t, Document: open("file:///cases/"+name+".pkt", text.String())}
	for _, s := range spans {
		k.marks = append(k.marks, k.Span(source.Range{Start: s.start, End: s.end}))
	}
	return k
}

// open is a document whose positions count in bytes.
func open(uri, text string) *feature.Document {
	return feature.NewDocument(uri, 1, text, feature.Options{Encoding: source.UTF8})
}

// show is a range with its text, such as "2:6-2:10 sack", counted from 1 as
// people do.
func (k *testCase) show(r protocol.Range) string {
	text := k.Script().File.Slice(k.Bytes(r))
	if strings.Contains(text, "\n") || len(text) > 60 {
		first, _, _ := strings.Cut(text, "\n")
		text = first + " ..."
	}
	return strings.TrimRight(showPlace(r.Start)+"-"+showPlace(r.End)+" "+text, " ")
}

func showPlace(p protocol.Position) string { return fmt.Sprintf("%d:%d", p.Line+1, p.Character+1) }

// locations shows places in the document.
func (k *testCase) locations(list []protocol.Location) string {
	var out strings.Builder
	for _, l := range list {
		if l.URI != k.URI() {
			k.t.Errorf("%s is answered, which is another document", l.URI)
		}
		out.WriteString(k.show(l.Range) + "\n")
	}
	return out.String()
}

// apply is the text with edits applied.
func (k *testCase) apply(edits []protocol.TextEdit) string {
	k.t.Helper()
	var list []source.Edit
	for _, e := range edits {
		list = append(list, source.Edit{Range: k.Bytes(e.Range), New: e.NewText})
	}
	text, err := source.Apply(k.Text(), list)
	if err != nil {
		k.t.Error(err)
	}
	return text
}

// whole is the range of the document.
func (k *testCase) whole() protocol.Range { return k.Span(source.Range{End: len(k.Text())}) }

// each asks a feature at every mark and puts the answers under each other.
func (k *testCase) each(answer func(m protocol.Range) string) string {
	k.t.Helper()
	if len(k.marks) == 0 {
		k.t.Error("the script has no marks, so nothing was asked")
	}
	var out strings.Builder
	for _, m := range k.marks {
		out.WriteString("== " + k.show(m) + "\n")
		if text := strings.TrimRight(answer(m), "\n"); text != "" {
			out.WriteString(text + "\n")
		}
	}
	return out.String()
}

// strings of a list among the parameters.
func (k *testCase) list(name string) []string {
	var out []string
	list, _ := k.params[name].([]any)
	for _, item := range list {
		out = append(out, item.(string))
	}
	return out
}
