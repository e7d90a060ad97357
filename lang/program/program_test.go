package program

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

func compile(t *testing.T, text string) (*Program, []string) {
	t.Helper()
	p, found := Compile(lang.Parse(source.NewFile("test.pkt", text), nil), Options{})
	var messages []string
	for _, d := range found {
		messages = append(messages, d.Message)
	}
	return p, messages
}

func TestEvents(t *testing.T) {
	p, wrong := compile(t, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+.1...0.2 accept(3, ..., ...) = 4\n*  > . 1:1(0) ack 1\n.3~.4 > F. 1:1(0) ack 1\n")
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	type event struct {
		Kind             EventKind
		Line             int
		Time, End, Until int64
	}
	var got []event
	for _, e := range p.Events {
		got = append(got, event{e.Kind, e.Line, e.Time, e.End, e.Until})
	}
	want := []event{
		{SystemCall, 1, 0, 0, 0}, {SystemCall, 2, 100_000, 0, 200_000},
		{OutboundPacket, 3, 0, 0, 0}, {OutboundPacket, 4, 300_000, 400_000, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTimesAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"1 `true`":                           "the first event must be at time 0",
		"0 `true`\n.010 `true`\n.009 `true`": "time goes backward: the event before is at 0.010000 s",
	} {
		if _, wrong := compile(t, text); len(wrong) != 1 || wrong[0] != want {
			t.Errorf("%q: got %q, want %q", text, wrong, want)
		}
	}
}
