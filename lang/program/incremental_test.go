package program

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

var pieces = []string{
	"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n", "+0 socet(..., SOCK_STREAM, IPPROTO_TCP) = 4\n",
	"+0 accept(3, ..., ...) = 3\n", "+0 pipe([3, 4]) = 0\n", "+0 close(3) = 0\n", "+0 read(4, ..., 10) = 10\n",
	"+0 poll([{fd=4, events=POLLIN}], 2, 0) = 1\n", "+0 sctp_freepaddrs(3) = 0\n", "+0 listen(3, [1]) = 0\n",
	"1 `true`\n", ".5 `false`\n", "+0 broken(\n", "+0 > . 1:1(0) ack 1\n", "// words\n", "\n",
}

// TestIncrementalEqualsWhole holds that what is taken from an earlier version of
// a script is what compiling it whole gives.
func TestIncrementalEqualsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), "")
		script := lang.Parse(source.NewFile("test.pkt", text), nil)
		p, _ := Compile(script, Options{})
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			place := rapid.IntRange(0, len(script.File.Text))
			at := []int{place.Draw(t, "from"), place.Draw(t, "to")}
			slices.Sort(at)
			if rapid.Bool().Draw(t, "insertion") {
				at[1] = at[0]
			}
			edited, err := script.Edit(source.Edit{
				Range: source.Range{Start: at[0], End: at[1]},
				New:   rapid.SampledFrom(append(pieces, "", "1", " ")).Draw(t, "new"),
			})
			if err != nil {
				t.Fatal(err)
			}
			script = edited
			p, _ = Compile(script, Options{Previous: p})
		}
		whole, _ := Compile(lang.Parse(source.NewFile("test.pkt", script.File.Text), nil), Options{})
		if diff := cmp.Diff(summary(whole), summary(p)); diff != "" {
			t.Fatalf("in:\n%s\n(-whole +incremental):\n%s", script.File.Text, diff)
		}
		for i, e := range p.Events {
			if !slices.Contains(script.Statements, e.Statement) || e.Index != i {
				t.Fatalf("event %d is of another version", i)
			}
		}
	})
}

// summary is all that can be seen of a program.
func summary(p *Program) []any {
	type event struct {
		Index, Line int
		Kind        EventKind
		Time        int64
		Range       source.Range
		Call        string
		Result      int32
		Valid       bool
	}
	var events []event
	for _, e := range p.Events {
		out := event{Index: e.Index, Line: e.Line, Kind: e.Kind, Time: e.Time,
			Range: e.Statement.Range(e.Statement.Action)}
		if e.Call != nil {
			out.Call, out.Result, out.Valid = e.Call.Name(), e.Call.Result, e.Call.Valid
		}
		events = append(events, out)
	}
	return []any{events, p.Diagnostics(), p.Unsupported, story(p), p.Foreign, p.Multipath}
}
