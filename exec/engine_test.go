package exec

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

const (
	listening = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
`
	handshake = listening + `+0 < S 0:0(0) win 1000 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 1000
+0 accept(3, ..., ...) = 4
`
)

// synAck is what the stack sends in the handshake.
var synAck = send{at: 30, text: "S. 0:0(0) ack 1 win 65535 <mss 1460>"}

// TestVerdicts plays scripts and holds who is to blame, where, and in which
// words of the reference (google/packetdrill).
func TestVerdicts(t *testing.T) {
	for _, test := range []struct {
		name      string
		script    string
		sends     []send
		change    func(*settings.Settings, *fake)
		class     run.Class // empty for a pass
		line      int
		reference string // a part of it
	}{
		{name: "passive open", script: handshake, sends: []send{synAck}},
		{name: "active open", script: `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 connect(3, ..., ...) = 0
+0 > S 0:0(0) <...>
+.1 < S. 500:500(0) ack 1 win 9
+0 > . 1:1(0) ack 1
`, sends: []send{{at: 9, text: "S 0:0(0) win 9 <mss 1460>"}, {at: 100_020, text: ". 1:1(0) ack 1 win 9"}}},
		{name: "another flag", script: handshake + "+0 > . 1:11(10) ack 1\n",
			sends: []send{synAck, {at: 100_010, text: "P. 1:11(10) ack 1 win 9"}},
			class: run.Mismatch, line: 8,
			reference: "test.pkt:8: error handling packet: " +
				"live packet field tcp_psh: expected: 0 (0x0) vs actual: 1 (0x1)"},
		{name: "one large packet for a small one", script: handshake + "+0 > . 1:11(10) ack 1\n",
			sends: []send{synAck, {at: 100_010, text: "P. 1:21(20) ack 1 win 9"}},
			class: run.Mismatch, line: 8, reference: "live packet payload: expected 10 bytes vs actual 20 bytes"},
		{name: "two packets for a large one", script: handshake + "+0 > P. 1:21(20) ack 1\n",
			sends: []send{synAck, {at: 100_010, text: ". 1:11(10) ack 1 win 9"},
				{at: 100_011, text: "P. 11:21(10) ack 1 win 9"}}},
		{name: "two packets for a large one, strictly", script: handshake + "+0 > P. 1:21(20) ack 1\n",
			sends: []send{synAck, {at: 100_010, text: ". 1:11(10) ack 1 win 9"},
				{at: 100_011, text: "P. 11:21(10) ack 1 win 9"}},
			change: func(s *settings.Settings, _ *fake) { s.StrictSegments = true },
			class:  run.Mismatch, line: 8, reference: "live packet payload: expected 20 bytes vs actual 10 bytes"},
		{name: "a hole among the packets for a large one", script: handshake + "+0 > P. 1:21(20) ack 1\n",
			sends: []send{synAck, {at: 100_010, text: ". 1:11(10) ack 1 win 9"},
				{at: 100_011, text: "P. 12:22(10) ack 1 win 9"}},
			class: run.Mismatch, line: 8,
			reference: "live packet field tcp_seq: expected: 11 (0xb) vs actual: 12 (0xc)"},
		{name: "an uneven packet among those for a large one", script: handshake + "+0 > P. 1:31(30) ack 1\n",
			sends: []send{synAck, {at: 100_010, text: ". 1:11(10) ack 1 win 9"},
				{at: 100_011, text: "P. 11:16(5) ack 1 win 9"}},
			class: run.Mismatch, line: 8,
			reference: "fragment payload: expected 10 bytes vs actual 5 bytes; " +
				"total payload: expected 30 bytes vs actual 15 bytes"},
		{name: "too late", script: handshake + "+.1 > . 1:1(0) ack 1\n",
			sends: []send{synAck, {at: 212_600, text: ". 1:1(0) ack 1 win 9"}},
			class: run.Late, line: 8,
			reference: "timing error: expected outbound packet at 0.200030 sec " +
				"but happened at 0.212600 sec; tolerance 0.012500 sec"},
		{name: "late within the tolerance", script: handshake + "+.1 > . 1:1(0) ack 1\n",
			sends: []send{synAck, {at: 212_500, text: ". 1:1(0) ack 1 win 9"}}},
		{name: "too early", script: handshake + "+.1 > . 1:1(0) ack 1\n",
			sends: []send{synAck, {at: 187_400, text: ". 1:1(0) ack 1 win 9"}},
			class: run.Late, line: 8, reference: "but happened at 0.187400 sec"},
		{name: "outside a range", script: handshake + "+.1~+.2 > . 1:1(0) ack 1\n",
			sends: []send{synAck, {at: 320_000, text: ". 1:1(0) ack 1 win 9"}},
			class: run.Late, line: 8,
			reference: "in relative time range +0.100000~+0.200000 sec but happened at +0.219970 sec"},
		{name: "inside a range", script: handshake + "+.1~+.2 > . 1:1(0) ack 1\n",
			sends: []send{synAck, {at: 299_000, text: ". 1:1(0) ack 1 win 9"}}},
		{name: "at any time", script: handshake + "* > . 1:1(0) ack 1\n",
			sends: []send{synAck, {at: 50_000_000, text: ". 1:1(0) ack 1 win 9"}}},
		{name: "never", script: handshake + "+0 > . 1:1(0) ack 1\n", sends: []send{synAck},
			class: run.Timeout, line: 8, reference: "test.pkt:8: error handling packet: Timed out waiting for packet"},
		{name: "a warning only", script: handshake + "+0 > . 1:1(0) ack 1 win 8\n",
			sends:  []send{synAck, {at: 100_010, text: ". 1:1(0) ack 1 win 9"}},
			change: func(s *settings.Settings, _ *fake) { s.NonFatalPackets = true }},
		{name: "another length is no warning", script: handshake + "+0 > . 1:11(10) ack 1\n",
			sends:  []send{synAck, {at: 100_010, text: ". 1:31(30) ack 1 win 9"}},
			change: func(s *settings.Settings, _ *fake) { s.NonFatalPackets = true },
			class:  run.Mismatch, line: 8, reference: "live packet payload"},
		{name: "packets of others are passed over", script: handshake + "+0 > . 1:1(0) ack 1\n",
			sends: []send{synAck, {at: 100_001, text: "R 7:7(0) win 9", port: 5},
				{at: 100_010, text: ". 1:1(0) ack 1 win 9"}}},
		{name: "no IP packet", script: handshake + "+0 > . 1:1(0) ack 1\n",
			sends: []send{synAck, {at: 100_001, raw: []byte{0x99, 1, 2}}},
			class: run.Mismatch, line: 8, reference: "IP header overflows packet"},
		{name: "the runner oversleeps", script: handshake, sends: []send{synAck},
			change: func(_ *settings.Settings, f *fake) { f.delay, f.delayFrom = 20_000, 90_000 },
			class:  run.HarnessLate, line: 6,
			reference: "test.pkt:6: timing error: expected inbound packet at 0.100030 sec " +
				"but happened at 0.120030 sec; tolerance 0.012503 sec"},
		{name: "a call takes too long", script: listening + ".001 < S 0:0(0) win 1000 <mss 1000>\n",
			change: func(_ *settings.Settings, f *fake) { f.takes = 3000 },
			class:  run.Late, line: 4, reference: "timing error: expected inbound packet at 0.001000 sec"},
		{name: "a call fails", script: handshake + "+0 write(4, ..., 5) = 5\n", sends: []send{synAck},
			change: func(_ *settings.Settings, f *fake) { f.fails = "write" },
			class:  run.Mismatch, line: 8,
			reference: "test.pkt:8: runtime error in write call: " +
				"Expected result 0 but got -1 with errno 1 (Operation not permitted)"},
		{name: "a blocking call", sends: []send{synAck},
			script: handshake + "+0...0.3 read(4, ..., 10) = 10\n+.05 < P. 1:11(10) ack 1 win 9\n" +
				"+.25 < . 11:11(0) ack 1 win 9\n",
			change: func(_ *settings.Settings, f *fake) { f.readAt = 400_000 }},
		{name: "a blocking call returns late", sends: []send{synAck},
			script: handshake + "+0...0.1 read(4, ..., 10) = 10\n+.05 < P. 1:11(10) ack 1 win 9\n" +
				"+.6 < . 11:11(0) ack 1 win 9\n+.4 < . 11:11(0) ack 1 win 9\n",
			change: func(_ *settings.Settings, f *fake) { f.readAt = 500_000 },
			class:  run.Late, line: 8, reference: "timing error: expected system call return at 0.20"},
		{name: "a command fails", script: handshake + "+0 `false`\n", sends: []send{synAck},
			change: func(_ *settings.Settings, f *fake) { f.failing = "false" },
			class:  run.Command, line: 8, reference: "test.pkt:8: error executing `false` command: non-zero status 3"},
		{name: "the init command fails", script: "`false`\n" + handshake,
			change: func(_ *settings.Settings, f *fake) { f.failing = "false" },
			class:  run.Command, line: 1, reference: "test.pkt: error executing init command: non-zero status 3"},
		{name: "a packet without a socket", script: "0 > . 1:1(0) ack 1\n",
			class: run.Refused, line: 1,
			reference: "test.pkt:1: error handling packet: no matching socket for script packet"},
		{name: "an echo of what was never sent",
			script: handshake + "+0 < . 1:1(0) ack 1 win 9 <nop,nop,TS val 1 ecr 5>\n", sends: []send{synAck},
			class: run.Refused, line: 8, reference: "unable to infer live TS ecr for script TS ecr 5"},
		{name: "not at time 0", script: "1 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n", class: run.Refused, line: 1},
		{name: "time goes backward",
			script: "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n1 close(3) = 0\n.5 close(3) = 0\n",
			class:  run.Refused, line: 3},
		{name: "a syntax error", script: "0 sokcet(\n", class: run.Refused, line: 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			verdict, _ := playScript(t, test.script, test.sends, test.change)
			if verdict.Passed != (test.class == "") {
				t.Fatalf("passed is %v: %+v", verdict.Passed, verdict.Failures)
			}
			if verdict.Passed {
				return
			}
			f := verdict.Failures[0]
			if f.Class != test.class || f.Line != test.line || !strings.Contains(f.Reference, test.reference) {
				t.Errorf("failure is %s on line %d: %s\nwant %s on line %d: ...%s...", f.Class, f.Line,
					f.Reference, test.class, test.line, test.reference)
			}
			if f.Diagnostic.Message == "" && test.class != run.Mismatch {
				t.Errorf("the diagnostic has no message: %+v", f.Diagnostic)
			}
		})
	}
}

// TestInjected holds that what is injected is live: ports, sequence numbers and
// timestamps.
func TestInjected(t *testing.T) {
	script := listening + `+0 < S 500:500(0) win 1000 <mss 1000,TS val 1 ecr 0,nop,nop>
+0 > S. 0:0(0) ack 501 <mss 1460,TS val 100 ecr 1,nop,nop>
+.1 < . 1:1(0) ack 1 win 1000 <nop,nop,TS val 2 ecr 100>
+.1 < . 1:1(0) ack 1 win 1000 <nop,nop,sack 5:6>
+.1 < 7 > 8 R 1:1(0) win 0
`
	verdict, f := playScript(t, script,
		[]send{{at: 30, text: "S. 0:0(0) ack 501 win 65535 <mss 1460,TS val 98765 ecr 1,nop,nop>"}}, nil)
	if !verdict.Passed {
		t.Fatalf("%+v", verdict.Failures)
	}
	var got []string
	for _, p := range f.injected {
		got = append(got, p.Tuple().Source.String()+" > "+p.Tuple().Destination.String()+" "+p.Text(nil))
	}
	local, remote := f.of.Program.Settings.Addresses.Local.String(), f.of.Program.Settings.Addresses.Remote.String()
	connection := remote + ":40001 > " + local + ":8080 "
	want := []string{
		connection + "S 500:500(0) win 1000 <mss 1000,TS val 1 ecr 0,nop,nop>",
		connection + ". 501:501(0) ack 77001 win 1000 <nop,nop,TS val 2 ecr 98765>",
		connection + ". 501:501(0) ack 77001 win 1000 <nop,nop,sack 77005:77006>",
		remote + ":7 > " + local + ":8 R 501:501(0) win 0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("injected packets differ (-want +got):\n%s", diff)
	}
}

// TestOrigin holds what relative times count from: the time at which the stack
// sent the packet that was waited for, however late the runner saw it; the
// present, where the packet had been sent before.
func TestOrigin(t *testing.T) {
	script := listening + `+0 < S 0:0(0) win 1000 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 1000
+.3 > P. 1:11(10) ack 1
+.1 < . 1:1(0) ack 11 win 1000
+0 write(3, ..., 10) = 10
+0 > P. 11:21(10) ack 1
+.1 < . 1:1(0) ack 21 win 1000
+0 > . 21:21(0) ack 1
+.2 > . 21:21(0) ack 1
+.001 < . 1:1(0) ack 21 win 1000
`
	verdict, f := playScript(t, script, []send{
		synAck,
		{at: 401_000, text: "P. 1:11(10) ack 1 win 9"},
		{at: 501_010, text: "P. 11:21(10) ack 1 win 9"}, // during write, which takes 500 microseconds
		{at: 601_600, text: ". 21:21(0) ack 1 win 9"},
		{at: 801_600, text: ". 21:21(0) ack 1 win 9"},
	}, func(_ *settings.Settings, f *fake) {
		f.notice = 50
		f.takes = 500
	})
	if !verdict.Passed {
		t.Fatalf("%+v", verdict.Failures)
	}
	// Three calls before the SYN; what is injected first takes its time from
	// the present, or from the SYN-ACK, which was sent before its turn came.
	want := []int64{1500, 101_500, 501_000, 601_500, 802_600}
	if diff := cmp.Diff(want, f.injectedAt); diff != "" {
		t.Errorf("times of the injected packets differ (-want +got):\n%s", diff)
	}
}

func TestCommandsAndCode(t *testing.T) {
	script := "`init`\n" + handshake + "+0 `middle`\n+0 %{ assert True }%\n`cleanup`\n"
	verdict, f := playScript(t, script, []send{synAck},
		func(s *settings.Settings, _ *fake) { s.InitScripts = []string{"first", "second"} })
	if !verdict.Passed {
		t.Fatalf("%+v", verdict.Failures)
	}
	if diff := cmp.Diff([]string{"first", "second", "init", "middle", "cleanup"}, f.commands); diff != "" {
		t.Errorf("commands differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{4}, f.recorded); diff != "" {
		t.Errorf("recorded descriptors differ (-want +got):\n%s", diff)
	}
	if verdict.Events != 9 {
		t.Errorf("%d events ran, want 9", verdict.Events)
	}
}

// TestCleanup holds that the cleanup command runs once after a failure, and not
// where the init command did not run.
func TestCleanup(t *testing.T) {
	body := handshake + "+0 > . 1:1(0) ack 1\n`cleanup`\n"
	for _, test := range []struct {
		script string
		want   []string
	}{
		{"`init`\n" + body, []string{"init", "cleanup"}},
		{body, nil},
	} {
		verdict, f := playScript(t, test.script, []send{synAck}, nil)
		if verdict.Passed {
			t.Fatal("passed")
		}
		if diff := cmp.Diff(test.want, f.commands); diff != "" {
			t.Errorf("commands differ (-want +got):\n%s", diff)
		}
	}
}

// TestFailureShows holds what a failure shows of a packet that differs.
func TestFailureShows(t *testing.T) {
	script := handshake + "+0 < . 1:1(0) win 1000\n+0 > . 1:11(10) ack 1 <nop,nop,TS val 1 ecr 1>\n"
	verdict, _ := playScript(t, script,
		[]send{synAck, {at: 100_010, text: "P. 1:21(20) ack 1 win 9"},
			{at: 100_011, text: "F. 21:21(0) ack 1 win 9"}}, nil)
	f := verdict.Failures[0]
	comparison := f.Diagnostic.Comparison
	if comparison == nil {
		t.Fatal("there is no comparison")
	}
	if want := []string{"length (2 x 10 in one packet)", "flags P. instead of .", "no TS"}; !cmp.Equal(want,
		comparison.Differs) {
		t.Errorf("differs %q, want %q", comparison.Differs, want)
	}
	if comparison.Expected != ". 1:11(10) ack 1 <nop,nop,TS val 1 ecr 1>" ||
		comparison.Actual != "P. 1:21(20) ack 1 win 9" {
		t.Errorf("expected is %q, actual %q", comparison.Expected, comparison.Actual)
	}
	if got := script[f.Diagnostic.Range.Start:f.Diagnostic.Range.End]; got != "1:11(10)" {
		t.Errorf("it points at %q, want the sequence numbers", got)
	}
	notes := strings.Join(f.Diagnostic.Notes, "\n")
	for _, want := range []string{"--profile simple", "expect P. 1:21(20)",
		"line 8 has the ACK flag but no ack number"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes do not have %q: %q", want, notes)
		}
	}
	if len(f.Recent) != 5 || f.Recent[0].Line != 4 || f.Recent[0].Text != "S 0:0(0) win 1000 <mss 1000>" {
		t.Errorf("recent packets are %+v", f.Recent)
	}
	if len(f.Others) != 1 || f.Others[0].Text != "F. 21:21(0) ack 1 win 9" {
		t.Errorf("other packets are %+v", f.Others)
	}
	if got, want := apply(t, script, f), handshake+"+0 < . 1:1(0) win 1000\n+0 > P. 1:21(20) ack 1 \n"; got != want {
		t.Errorf("accepted, the script is %q, want %q", got, want)
	}
}

// TestAcceptTime holds that a late packet can be accepted at its time.
func TestAcceptTime(t *testing.T) {
	script := handshake + "+.1 > . 1:1(0) ack 1\n"
	verdict, _ := playScript(t, script, []send{synAck, {at: 240_300, text: ". 1:1(0) ack 1 win 9"}}, nil)
	if got, want := apply(t, script, verdict.Failures[0]), handshake+"+.14 > . 1:1(0) ack 1\n"; got != want {
		t.Errorf("accepted, the script is %q, want %q", got, want)
	}
	if notes := strings.Join(verdict.Failures[0].Diagnostic.Notes, "\n"); !strings.Contains(notes, "delayed ACK") {
		t.Errorf("the notes do not speak of a delayed ACK: %q", notes)
	}
}

func apply(t *testing.T, script string, f run.Failure) string {
	t.Helper()
	out, err := source.Apply(script, f.Accept)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRefusals holds that all that is wrong is said at once, in order, and that
// a wrong call is placed as the reference places it.
func TestRefusals(t *testing.T) {
	script := handshake + "+0 setsockopt(4,\n\tSOL_NOWHERE, 1, [1], 4) = 0\n" +
		".05 < - 1:1(0) win 1\n.01 < - 1:1(0) win 1\n"
	var got []string
	for _, f := range run.Refusals(compile(t, script, nil)) {
		got = append(got, f.Reference)
	}
	want := []string{
		"test.pkt:8: runtime error in setsockopt call: unknown symbol: 'SOL_NOWHERE'",
		"test.pkt:11: time goes backward in script from 50000 usec to 10000 usec",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("refusals differ (-want +got):\n%s", diff)
	}
}
