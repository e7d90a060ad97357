package program

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program/settings"
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
	p, wrong := compile(t,
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+.1...0.2 accept(3, ..., ...) = 4\n*  > . 1:1(0) ack 1\n"+
			".3~.4 > F. 1:1(0) ack 1\n")
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
	const first = "the first event must be at time 0: the times of a script count from it"
	for text, want := range map[string]string{
		"1 `true`":                              first,
		"+1 `true`":                             first,
		"1~2 > . 1:1(0) ack 1":                  first,
		"0 `true`\n.010 `true`\n.009 `true`":    "the time goes back: 0.009s is before the event before it, at 0.01s",
		"0 `true`\n1 `true`\n.9~2 > . 1:1(0)":   "the time goes back: 0.9s is before the event before it, at 1s",
		"0 `true`\n1~2 > . 1:1(0)\n1.5 `true`":  "",
		"0 `true`\n1 `true`\n+0 `true`\n.9 `a`": "", // the command takes as long as it takes
		"* > . 1:1(0)":                          "",
	} {
		_, wrong := compile(t, text)
		if len(wrong) == 0 && want == "" {
			continue
		}
		if len(wrong) != 1 || wrong[0] != want {
			t.Errorf("%q: got %q, want %q", text, wrong, want)
		}
	}
}

// A call that blocks cannot return before it is made, but for the tolerance.
func TestEndsOfBlockingCalls(t *testing.T) {
	const socket = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
	for text, want := range map[string]string{
		"1...0.5 accept(3, ..., ...) = 4":                         "accept() ends at 0.5s, before it begins at 1s",
		"+.5...0.2 accept(3, ..., ...) = 4":                       "accept() ends at +0.2s, before it begins at +0.5s",
		"+.5...0.497 accept(3, ..., ...) = 4":                     "",
		"+0...0.2 accept(3, ..., ...) = 4":                        "",
		"+0 `true`\n+1 `true`\n+.1...0.2 accept(3, ..., ...) = 4": "",
	} {
		_, wrong := compile(t, socket+text)
		if got := strings.Join(wrong, "; "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if _, wrong := compile(t, "--tolerance_usecs=400000\n"+socket+"+.5...0.2 accept(3, ..., ...) = 4"); len(wrong) > 0 {
		t.Errorf("within a tolerance of 0.4 s: %q", wrong)
	}
}

// A statement that cannot be read may have been the first event.
func TestFirstEventBehindABrokenOne(t *testing.T) {
	_, found := Compile(lang.Parse(source.NewFile("test.pkt", "0 socket(\n.1 `true`\n"), nil), Options{})
	for _, d := range found {
		if d.Code == CodeFirstEventTime {
			t.Error(d.Message)
		}
	}
	if len(found) == 0 {
		t.Error("the broken statement was not found")
	}
}

// Without an IP version, only what is wrong with every one is wrong.
func TestAddressesWithoutAnIPVersion(t *testing.T) {
	for _, c := range []struct {
		text     string
		complete bool
		want     string
	}{
		{"--local_ip=fd00::1\n0 `true`\n", false, ""},
		{"--local_ip=fd00::1\n0 `true`\n", true,
			`bad value "fd00::1" for --local_ip: expected an IPv4 address for --ip_version=ipv4`},
		{"--ip_version=ipv4\n--local_ip=fd00::1\n0 `true`\n", false,
			`bad value "fd00::1" for --local_ip: expected an IPv4 address for --ip_version=ipv4`},
		{"--local_ip=fd00::1\n--remote_ip=1.2.3.4\n0 `true`\n", false,
			`bad value "fd00::1" for --local_ip: expected an IPv4 address for --ip_version=ipv4`},
		{"--local_ip=host\n0 `true`\n", true, `bad value "host" for --local_ip: expected an IPv4 or IPv6 address`},
	} {
		o := Options{Complete: c.complete}
		_, found := Compile(o.Parse(source.NewFile("test.pkt", c.text)), o)
		got := ""
		for _, d := range found {
			got += d.Message
			if d.Code != lang.CodeScriptOption || d.Range.Len() == 0 {
				t.Errorf("%s at %v", d.Code, d.Range)
			}
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestOptionsOfOtherDialectsAreUnsupported(t *testing.T) {
	p, wrong := compile(t, "--udp_encapsulation=tcp\n0 `true`\n")
	if len(wrong) > 0 || len(p.Unsupported) != 1 || p.Script.File.Slice(p.Unsupported[0].Range) != "tcp" {
		t.Errorf("%v, unsupported: %v", wrong, p.Unsupported)
	}
}

// Nothing in the script has a place for what is wrong outside of it.
func TestOptionsFromOutside(t *testing.T) {
	o := Options{
		Weaker: []settings.Layer{{Origin: settings.FromProject,
			Definitions: lang.Definitions{"A": "1", "B": "IPPROTO_TCP"}}},
		Stronger: []settings.Layer{{Origin: settings.FromCommandLine,
			Assignments: []settings.Assignment{{Name: "mtu", Value: "1", HasValue: true}}}},
	}
	script := o.Parse(source.NewFile("test.pkt", "--define=A=2\n0 socket(..., SOCK_STREAM, B) = A\n"))
	p, found := Compile(script, o)
	if len(found) > 0 || len(p.Rejected) != 1 || p.Rejected[0].Origin != settings.FromCommandLine {
		t.Errorf("%v, rejected: %v", found, p.Rejected)
	}
	if diff := cmp.Diff(script.Definitions, lang.Definitions(p.Settings.Definitions)); diff != "" {
		t.Errorf("the parser and the settings differ: %s", diff)
	}
}
