package suite

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// threeResults are of a script that passed, one that passed when it was
// repeated, and one that failed.
func threeResults(t *testing.T) []*Result {
	t.Helper()
	one := func(name, variant string, attempts ...Attempt) *Result {
		c, err := NewCase(source.NewFile(name, "0 `true`\n+0 `false`\n"), Variant{Name: variant}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return &Result{Case: c, Attempts: attempts, Status: statusOf(attempts)}
	}
	pass := Attempt{Verdict: run.Verdict{Passed: true}, Elapsed: 1500 * time.Millisecond}
	fail := func(class run.Class, message string) Attempt {
		return Attempt{Output: []string{"a command's last words"}, Verdict: run.Failed(run.Failure{
			Class: class, Line: 2, Reference: "x.pkt:2: " + message,
			Diagnostic: diag.Diagnostic{Code: "run/x", Severity: diag.Error, Range: source.Range{Start: 12, End: 19},
				Message: message},
			Recent: []run.Packet{{Line: 1, Inbound: true, Time: 1500, Text: "< S 0:0(0) win 10"}},
			Others: []run.Packet{{Time: 2_000_000, Text: "R 1:1(0)"}},
		})}
	}
	return []*Result{
		one("a.pkt", "", pass),
		one("b.pkt", "ipv6", fail(run.HarnessLate, "the runner was late"), pass),
		one("c.pkt", "ipv6", fail(run.Mismatch, "another packet")),
	}
}

func runReporter(t *testing.T, r Reporter) {
	t.Helper()
	counts := run.Counts{}
	for _, result := range threeResults(t) {
		if o := r.Observe(result.Case, 0); o != nil {
			o.Packet(run.Packet{Line: 1, Time: 12, Text: "S 0:0(0)"})
			o.Event(run.Event{Line: 2, Kind: program.SystemCall, Name: "read", Finished: false})
			o.Event(run.Event{Line: 2, Kind: program.SystemCall, Name: "read", Actual: 13, Finished: true})
		}
		counts[result.Status]++
		if err := r.Result(result); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(counts, 2500*time.Millisecond); err != nil {
		t.Fatal(err)
	}
}

func textMessages(t *testing.T, w io.Writer) report.Writer {
	t.Helper()
	messages, err := report.New(report.Text, w, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return messages
}

func TestText(t *testing.T) {
	var results, messages bytes.Buffer
	runReporter(t, NewText(TextOptions{Results: &results, Messages: textMessages(t, &messages), Cases: 3}))
	want := `flaky b.pkt (ipv6): passed at attempt 2; at first, line 2: the runner was late
failed c.pkt (ipv6):2: another packet
1 passed, 1 flaky (passed when repeated), 1 failed in 2.5 s
`
	if diff := cmp.Diff(want, results.String()); diff != "" {
		t.Error(diff)
	}
	want = "c.pkt:2:4: error: another packet [run/x]\n" +
		"    2 | +0 `false`\n" +
		"      |    ^^^^^^^\n" +
		"      packets before, with their lines:\n" +
		"            1 | 0.001500 < S 0:0(0) win 10\n" +
		"      packets that no line expected:\n" +
		"              | 2.000000 > R 1:1(0)\n" +
		"      the script's commands printed:\n" +
		"        a command's last words\n" +
		"      variant: ipv6\n"
	if diff := cmp.Diff(want, messages.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTextOfManyShowsTracesInOrder(t *testing.T) {
	var results, messages bytes.Buffer
	runReporter(t, NewText(TextOptions{Results: &results, Messages: textMessages(t, &messages),
		Cases: 3, Verbose: true}))
	trace := "    1 | 0.000012 > S 0:0(0)\n    2 | 0.000013 read()\n"
	want := trace + "passed a.pkt (1.50 s)\n" + trace +
		"flaky b.pkt (ipv6): passed at attempt 2; at first, line 2: the runner was late\n" +
		trace + "failed c.pkt (ipv6) (0.00 s)\n" +
		"failed c.pkt (ipv6):2: another packet\n" +
		"1 passed, 1 flaky (passed when repeated), 1 failed in 2.5 s\n"
	if diff := cmp.Diff(want, results.String()); diff != "" {
		t.Error(diff)
	}
}

func TestJSONLines(t *testing.T) {
	var out bytes.Buffer
	runReporter(t, NewJSONLines(&out))
	var kinds, statuses []string
	for line := range strings.Lines(out.String()) {
		var object struct {
			Type, Status, Class string
			Attempts            int
			Earlier             []run.Attempt
			Diagnostics         []json.RawMessage
			ExitCode            int `json:"exit_code"`
		}
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		kinds = append(kinds, object.Type)
		switch {
		case object.Type == "result":
			statuses = append(statuses, object.Status)
			if (object.Status == "flaky") != (len(object.Earlier) == 1) ||
				(object.Status == "failed") != (len(object.Diagnostics) == 1) {
				t.Errorf("a result that contradicts itself: %s", line)
			}
		case object.Type == "summary" && object.ExitCode != 1:
			t.Errorf("a script failed, but: %s", line)
		}
	}
	want := "packet event result packet event result packet event result summary"
	if diff := cmp.Diff(want, strings.Join(kinds, " ")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"passed", "flaky", "failed"}, statuses); diff != "" {
		t.Error(diff)
	}
}

func TestListingTellsVariantsApart(t *testing.T) {
	var out bytes.Buffer
	r, err := NewListing(report.JUnit, &out, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	runReporter(t, r)
	for _, want := range []string{`<testsuite name="a.pkt"`, `<testsuite name="b.pkt (ipv6)"`,
		`<testsuite name="c.pkt (ipv6)" tests="1" failures="1"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in\n%s", want, out.String())
		}
	}
}
