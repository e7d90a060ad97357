package lsp_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/pktlang/pkt/lang/source"
)

// A case file is a txtar archive of scripts, each followed by what the server
// answers. In a script, «» marks a cursor and «text» a range; the marks are
// taken out before the script is opened. For each NAME.pkt the archive holds
// NAME.want, and where the request has more parameters NAME.params.
type testCase struct {
	name   string
	uri    string
	text   string // without marks
	file   *source.File
	marks  []mark
	params map[string]any
}

// mark is a cursor, or a range.
type mark struct {
	start, end int
	span
}

// cases runs a feature over its case file: each script with each answer as the
// function writes it.
func cases(t *testing.T, feature string, capabilities string, run func(c *client, k *testCase) string) {
	t.Helper()
	path := filepath.Join("testdata", feature+".txtar")
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := connect(t, capabilities, "")
	contents := make(map[string]int)
	for i, f := range archive.Files {
		contents[f.Name] = i
	}
	changed, count := false, 0
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
			c.t = t
			k := parseCase(t, name, string(f.Data))
			if i, ok := contents[name+".params"]; ok {
				if err := json.Unmarshal(archive.Files[i].Data, &k.params); err != nil {
					t.Fatal(err)
				}
			}
			c.open(k.uri, k.text)
			got := strings.TrimRight(run(c, k), "\n") + "\n"
			want := ""
			if i, ok := contents[name+".want"]; ok {
				want = string(archive.Files[i].Data)
			}
			out = append(out, txtar.File{Name: name + ".want", Data: []byte(got)})
			if got == want {
				return
			}
			changed = true
			if !*update {
				t.Errorf("-want +got:\n%s", cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
			}
		})
	}
	c.t = t
	if count == 0 {
		t.Fatalf("%s has no scripts, so nothing was tested", path)
	}
	if *update && changed {
		archive.Files = out
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func parseCase(t *testing.T, name, marked string) *testCase {
	t.Helper()
	k := &testCase{name: name, uri: "file:///cases/" + name + ".pkt"}
	var text strings.Builder
	rest := marked
	var starts []int
	for {
		i := strings.IndexAny(rest, "«»")
		if i < 0 {
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
		k.marks = append(k.marks, mark{start: starts[len(starts)-1], end: text.Len()})
		starts = starts[:len(starts)-1]
	}
	text.WriteString(rest)
	k.text = text.String()
	k.file = source.NewFile(name, k.text)
	for i := range k.marks {
		k.marks[i].span = span{k.position(k.marks[i].start), k.position(k.marks[i].end)}
	}
	return k
}

// position of an offset, in the encoding that the tests agree on with the
// server.
func (k *testCase) position(offset int) position {
	p := k.file.Units(offset, source.UTF8)
	return position{p.Line, p.Character}
}

func (k *testCase) offset(p position) int {
	return k.file.Offset(source.UnitPosition{Line: p.Line, Character: p.Character}, source.UTF8)
}

// show is a range with its text, such as "2:6-2:10 sack", counted from 1 as
// people do.
func (k *testCase) show(s span) string {
	text := k.file.Slice(source.Range{Start: k.offset(s.Start), End: k.offset(s.End)})
	if strings.Contains(text, "\n") || len(text) > 60 {
		first, _, _ := strings.Cut(text, "\n")
		text = first + " ..."
	}
	return strings.TrimRight(place(s.Start)+"-"+place(s.End)+" "+text, " ")
}

func place(p position) string { return itoa(p.Line+1) + ":" + itoa(p.Character+1) }

// textEdit is a change that the server proposes.
type textEdit struct {
	Range   span   `json:"range"`
	NewText string `json:"newText"`
}

// apply is the text with edits applied.
func (k *testCase) apply(t testing.TB, edits []textEdit) string {
	t.Helper()
	var list []source.Edit
	for _, e := range edits {
		list = append(list, source.Edit{Range: source.Range{Start: k.offset(e.Range.Start), End: k.offset(e.Range.End)}, New: e.NewText})
	}
	text, err := source.Apply(k.text, list)
	if err != nil {
		t.Error(err)
	}
	return text
}

// each runs a request at every mark and puts the answers under each other.
func (k *testCase) each(answer func(m mark) string) string {
	var out strings.Builder
	for _, m := range k.marks {
		out.WriteString("== " + k.show(m.span) + "\n")
		if text := strings.TrimRight(answer(m), "\n"); text != "" {
			out.WriteString(text + "\n")
		}
	}
	return out.String()
}
