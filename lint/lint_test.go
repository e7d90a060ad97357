package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

// compiled is what a script means.
func compiled(script *lang.Script) *program.Program {
	p, _ := program.Compile(script, program.Options{})
	return p
}

// findings are the codes of what is found, each with its line: "PKT201:3".
func findings(l *lint.Linter, text string) string {
	script := lang.Parse(source.NewFile("a.pkt", text), nil)
	var out []string
	for _, d := range l.Check(compiled(script), nil, nil).Diagnostics {
		if d.Severity <= diag.Info {
			out = append(out, d.Code+":"+string(rune('0'+script.File.Line(d.Range.Start))))
		}
	}
	return strings.Join(out, " ")
}

func TestSelection(t *testing.T) {
	const text = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bnd(3, ..., ...) = 0\n+0 listen(3, 1) = 1\n"
	cases := []struct {
		name      string
		selection lint.Selection
		want      string
	}{
		{"all", lint.Selection{}, "PKT101:2 PKT205:3"},
		{"by the beginning of a code", lint.Selection{Select: []string{"PKT2"}}, "PKT205:3"},
		{"by name", lint.Selection{Select: []string{"unknown-system-call"}}, "PKT101:2"},
		{"in any case", lint.Selection{Ignore: []string{"pkt101"}}, "PKT205:3"},
		{"the longer selector wins", lint.Selection{Select: []string{"PKT101"}, Ignore: []string{"PKT1", "PKT2"}},
			"PKT101:2"},
		{"ignore wins at equal length", lint.Selection{Select: []string{"PKT1"}, Ignore: []string{"PKT1"}}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if problems := c.selection.Validate(); len(problems) > 0 {
				t.Fatal(problems)
			}
			if got := findings(lint.New(c.selection), text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSelectorsThatMatchNothing(t *testing.T) {
	s := lint.Selection{Select: []string{"PKT7"}, Ignore: []string{"missing-ack", "no-such-rule"},
		Severities: map[string]diag.Severity{"": diag.Info}}
	if problems := s.Validate(); len(problems) != 3 {
		t.Errorf("got %v, want one for each of PKT7, no-such-rule and the empty one", problems)
	}
}

func TestSeverities(t *testing.T) {
	l := lint.New(lint.Selection{Severities: map[string]diag.Severity{"PKT1": diag.Hint,
		"unknown-system-call": diag.Warning}})
	script := lang.Parse(source.NewFile("a.pkt", "0 bnd(3, ..., ...) = 0\n+0 bind(4, SO_DEBGU, ...) = 0\n"), nil)
	got := map[string]diag.Severity{}
	for _, d := range l.Check(compiled(script), nil, nil).Diagnostics {
		got[d.Code] = d.Severity
	}
	if got["PKT101"] != diag.Warning || got["PKT102"] != diag.Hint {
		t.Errorf("got %v", got)
	}
}

// A syntax error cannot be left out, and what it makes of its statement is not
// told on top of it.
func TestSyntaxErrors(t *testing.T) {
	l := lint.New(lint.Selection{Select: []string{"PKT2"}})
	if got := findings(l, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 > P. 1:3(1) ack 1\n"); got != "PKT021:2" {
		t.Errorf("got %q", got)
	}
}

// Rules about Linux are silent where a script is for another system.
func TestForeignScripts(t *testing.T) {
	const call = "+0 shutdown(3, SOCK_RAW) = 0\n"
	const socket = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
	for text, want := range map[string]string{
		socket + call: "PKT106:2",
		"0 `sysctl net.inet.tcp.rfc1323=1`\n+" + socket + call: "",
		"0 `kldload -n tcp_rack`\n+" + socket + call:           "",
	} {
		if got := findings(lint.New(lint.Selection{Select: []string{"PKT106"}}), text); got != want {
			t.Errorf("got %q, want %q in:\n%s", got, want, text)
		}
	}
}

var lines = []string{
	"   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n", "  +0 bind(3, ..., ...) = 0\n", "  +0 listen(3, 1) = 0\n",
	"  +0 < S 0:0(0) win 1000 <mss 1000>\n", "  +0 > S. 0:0(0) ack 1 <...>\n", " +.1 < . 1:1(0) ack 1 win 1000\n",
	"  +0 accept(3, ..., ...) = 4\n", "  +0 < P. 1:201(200) win 1000\n", "  +0 > . 1:1(0) ack 201\n",
	"  +0 bnd(3, ..., ...) = 0\n",
	"// pkt:ignore PKT101 on purpose\n", "  +0 read(4, ..., 100) = 99 // pkt:ignore PKT208\n",
	"`sysctl net.inet.x=1`\n", "--define=A=1\n",
	"  +0 write(4, ..., A) = SO_DEBGU\n", "}\n", "\n",
}

// What is found after an edit is what is found in the new text from scratch.
func TestIncrementalEqualsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(lines), 0, 30).Draw(t, "lines"), "")
		script := lang.Parse(source.NewFile("a.pkt", text), nil)
		p := compiled(script)
		result := lint.Check(p, nil, nil)
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			places := []int{rapid.IntRange(0, len(script.File.Text)).Draw(t, "from"),
				rapid.IntRange(0, len(script.File.Text)).Draw(t, "to")}
			slices.Sort(places)
			if rapid.Bool().Draw(t, "insertion") {
				places[1] = places[0]
			}
			edit := source.Edit{Range: source.Range{Start: places[0], End: places[1]},
				New: rapid.SampledFrom(append(lines, "", "1", " ")).Draw(t, "new")}
			edited, err := script.Edit(edit)
			if err != nil {
				t.Fatal(err)
			}
			p, _ = program.Compile(edited, program.Options{Previous: p})
			script, result = edited, lint.Check(p, nil, result)
		}
		whole := lint.Check(compiled(lang.Parse(source.NewFile("a.pkt", script.File.Text), nil)), nil, nil)
		if diff := cmp.Diff(whole.Diagnostics, result.Diagnostics); diff != "" {
			t.Fatalf("in:\n%s\n(-whole +incremental):\n%s", script.File.Text, diff)
		}
	})
}

// No text makes the linter panic, and every place is one of the text.
func FuzzCheck(f *testing.F) {
	f.Add(strings.Join(lines, ""))
	f.Add("// pkt:ignore PKT1,PKT2\n0 > . 1:1(0) ack 1 // pkt:ignore")
	f.Fuzz(func(t *testing.T, text string) {
		script := lang.Parse(source.NewFile("a.pkt", text), nil)
		ds := lint.Check(compiled(script), nil, nil).Diagnostics
		for _, d := range ds {
			if d.Range.Start < 0 || d.Range.End < d.Range.Start || d.Range.End > len(text) {
				t.Errorf("%s at %+v of %d bytes", d.Code, d.Range, len(text))
			}
		}
		if _, err := lint.Fix(script, ds); err != nil {
			t.Errorf("the fixes made it worse: %v", err)
		}
	})
}

// In a script about Multipath TCP, whose subflows the model does not follow,
// only what is true of any descriptor is said.
func TestMultipath(t *testing.T) {
	const body = "+0 bind(3, ..., ...) = 0\n+0 close(5) = 0\n+1 close(3) = 0\n.5 close(3) = 0\n"
	for first, want := range map[string]string{
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n":   "PKT201:3 PKT501:5 PKT202:5",
		"0 socket(..., SOCK_STREAM, IPPROTO_MPTCP) = 3\n": "PKT201:3 PKT202:5",
	} {
		if got := findings(lint.New(lint.Selection{}), first+body); got != want {
			t.Errorf("%q: got %q, want %q", first, got, want)
		}
	}
}
