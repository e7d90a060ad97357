package run

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
)

// teller writes down what it is told.
type teller struct{ told []string }

func (t *teller) Event(e Event) {
	t.told = append(t.told, fmt.Sprintf("event %s %v", e.Kind, e.Finished))
}
func (t *teller) Packet(p Packet) {
	t.told = append(t.told, fmt.Sprintf("packet %s %v", p.Text, p.Stray()))
}
func (t *teller) Warning(f Failure) { t.told = append(t.told, "warning "+string(f.Class)) }
func (t *teller) Verdict(v Verdict) { t.told = append(t.told, fmt.Sprint("verdict ", v.Passed)) }
func (t *teller) Flush()            { t.told = append(t.told, "flush") }

// TestStream holds that whatever is written is read as it was.
func TestStream(t *testing.T) {
	of := Of{Case: Case{Script: "a <b>.pkt", Variant: "ipv6"}, Attempt: 2}
	failure := Failure{
		Class: Late, Line: 3, Reference: "a.pkt:3: timing error",
		Diagnostic: diag.Diagnostic{Code: "run/time", Severity: diag.Error, Range: source.Range{Start: 1, End: 2},
			Message: "too late", Notes: []string{"why"}},
		Recent: []Packet{{Line: 2, Inbound: true, Time: 5, Text: "< S 0:0(0)", Live: "S 7:7(0)",
			Bytes: []byte{0x45, 0}}},
		Accept: []source.Edit{{Range: source.Range{Start: 1, End: 2}, New: "+.2"}},
	}
	want := []any{
		EventLine{"event", of,
			Event{Index: 1, Line: 2, Kind: program.SystemCall, Name: "read", Finished: true, Planned: 4,
				Actual: 5, Until: 9}},
		PacketLine{"packet", of, failure.Recent[0]},
		WarningLine{"warning", of, failure},
		VerdictLine{"verdict", of, Verdict{Stack: "Linux", Failures: []Failure{failure}, Events: 3, Duration: 4}},
		ResultLine{"result", of.Case,
			Result{Status: StatusFlaky, Attempts: 2, Seconds: 0.5,
				Earlier:     []Attempt{{Late, 3, "timing error", "the host was busy"}},
				Diagnostics: []report.Object{{Rule: "PKT1"}}}},
		SummaryLine{"summary", Summary{Counts{StatusPassed: 3, StatusBroken: 1}, 2.5, 2}},
	}
	var out bytes.Buffer
	s := NewStream(&out)
	s.Event(of, want[0].(EventLine).Event)
	s.Packet(of, want[1].(PacketLine).Packet)
	s.Warning(of, failure)
	s.Verdict(of, want[3].(VerdictLine).Verdict)
	s.Result(of.Case, want[4].(ResultLine).Result)
	s.Summary(want[5].(SummaryLine).Summary)
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(out.String(), "\n", "\nnoise\n{\"type\":\"later\"}\n") + `{"type":"event","ind`
	var got []any
	var told teller
	for line := range Read(strings.NewReader(text)) {
		got = append(got, line)
		Tell(line, Several(nil, &told))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"event call true", "packet < S 0:0(0) false", "warning late", "verdict false"},
		told.told); diff != "" {
		t.Errorf("told (-want +got)\n%s", diff)
	}
	if !strings.HasPrefix(out.String(),
		`{"type":"event","script":"a <b>.pkt","variant":"ipv6","attempt":2,"index":1,`) {
		t.Errorf("the first line is %s", out.String())
	}
}

func TestParseLine(t *testing.T) {
	if _, err := ParseLine([]byte(`{"type":"later"}`)); !errors.Is(err, ErrUnknownLine) {
		t.Errorf("a line of a later version: %v", err)
	}
	if _, err := ParseLine([]byte(`{"type":"event","kind":"dance"}`)); err == nil ||
		!strings.Contains(err.Error(), "dance") {
		t.Errorf("an unknown kind of event: %v", err)
	}
}

// broken cannot be written to after some bytes.
type broken struct{ left int }

func (b *broken) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errors.New("no space left")
	}
	return len(p), nil
}

func TestStreamEndsWithAnError(t *testing.T) {
	w := &broken{left: 50}
	s := NewStream(w)
	for range 3 {
		s.Event(Of{}, Event{})
	}
	if err := s.Err(); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("got %v", err)
	}
}

func TestSeveral(t *testing.T) {
	var a, b teller
	o := Several(&a, nil, &b, Ignore{})
	o.Event(Event{})
	Flush(o)
	Flush(Ignore{})
	want := []string{"event inbound false", "flush"}
	if !cmp.Equal(want, a.told) || !cmp.Equal(want, b.told) {
		t.Errorf("got %q and %q, want %q", a.told, b.told, want)
	}
}
