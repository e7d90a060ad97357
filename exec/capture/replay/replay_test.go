package replay

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/exec/capture"
	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

var (
	remote = netip.MustParseAddrPort("192.0.2.1:40001")
	local  = netip.MustParseAddrPort("192.168.0.2:8080")
)

// The initial sequence numbers: both wrap.
const (
	remoteInitial = 0xfffffff0
	localInitial  = 0xffffff00
)

// captured makes a capture of lines such as "+.1 < S 0:0(0) win 100": the time
// after the packet before in seconds, and the packet as the local side has it.
func captured(t testing.TB, lines string) []capture.Record {
	t.Helper()
	script := lang.Parse(source.NewFile("captured.pkt", lines), nil)
	for _, d := range script.Diagnostics() {
		t.Fatalf("%s: %s", lines, d.Message)
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var records []capture.Record
	for i, st := range script.Events() {
		line, ok := st.Action.(*lang.Packet)
		if !ok {
			t.Fatalf("event %d is no packet", i)
		}
		p, err := packet.Build(line, false)
		if err != nil {
			t.Fatal(err)
		}
		inbound := line.Direction == lang.Inbound
		tuple, from, to := packet.Tuple{Source: local, Destination: remote}, uint32(localInitial), uint32(remoteInitial)
		if inbound {
			tuple, from, to = tuple.Reverse(), to, from
		}
		p.SetTuple(tuple)
		if h := p.TCP(); h != nil {
			h.SetSeq(h.Seq() + from)
			if h.Has(lang.ACK) {
				h.SetAck(h.Ack() + to)
			}
			if err := p.OffsetSACK(to); err != nil {
				t.Fatal(err)
			}
		}
		p.SetChecksums()
		at = at.Add(time.Duration(st.Time.Start.Microseconds) * time.Microsecond)
		records = append(records, capture.Record{Number: i + 1, Time: at, Bytes: p.Data})
	}
	return records
}

// body is a script without what it begins with, one event a line with single
// spaces.
func body(text string) string {
	var out []string
	for line := range strings.Lines(text[strings.Index(text, "\n\n"):]) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

const (
	listening = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
`
	connecting = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
`
	handshake = `+0 < S 0:0(0) win 1000 <mss 1000>
+0 > S. 0:0(0) ack 1 <mss 1460>
+.1 < . 1:1(0) ack 1 win 1000
`
	accepted = handshake + "+0 accept(3, ..., ...) = 4\n"
)

func TestScript(t *testing.T) {
	for _, test := range []struct {
		name, packets, want string
		options             Options
		warnings            []string
	}{
		{name: "one write of two segments", packets: handshake + `
+.01 > . 1:1001(1000) ack 1
+0 > P. 1001:1501(500) ack 1`,
			want: listening + accepted + `+.01 write(4, ..., 1500) = 1500
+0 > . 1:1001(1000) ack 1
+0 > P. 1001:1501(500) ack 1`},
		{name: "one write that leaves in two parts, then another", packets: handshake + `
+0 > P. 1:2001(2000) ack 1
+.00001 > P. 2001:4001(2000) ack 1
+.002 > P. 4001:5001(1000) ack 1
+.00001 > P. 5001:5101(100) ack 1
+.00001 > P. 5101:5111(10) ack 1`,
			want: listening + accepted + `+0 write(4, ..., 4000) = 4000
+0 > P. 1:2001(2000) ack 1
+.00001 > P. 2001:4001(2000) ack 1
+.002 write(4, ..., 1100) = 1100
+0 > P. 4001:5001(1000) ack 1
+.00001 > P. 5001:5101(100) ack 1
+.00001 write(4, ..., 10) = 10
+0 > P. 5101:5111(10) ack 1`},
		{name: "a server with fast open that answers at once", packets: `
0 < S 0:10(10) win 1000 <mss 1000,FO abcd1234,nop,nop>
+0 > S. 0:0(0) ack 11 <mss 1460>
+0 > P. 1:101(100) ack 11`,
			want: strings.Replace(listening, "+0 listen",
				"+0 setsockopt(3, SOL_TCP, TCP_FASTOPEN, [1], 4) = 0\n+0 listen", 1) +
				`+0 < S 0:10(10) win 1000 <mss 1000,FO abcd1234,nop,nop>
+0 > S. 0:0(0) ack 11 <mss 1460>
+0 accept(3, ..., ...) = 4
+0 read(4, ..., 10) = 10
+0 write(4, ..., 100) = 100
+0 > P. 1:101(100) ack 11`},
		{name: "a client that asks for a cookie", packets: "0 > S 0:0(0) <mss 1460,FO,nop,nop>",
			options: Options{Local: local},
			want: connecting +
				"+0 sendto(3, ..., 1, MSG_FASTOPEN, ..., ...) = -1 EINPROGRESS (Operation now in progress)\n" +
				"+0 > S 0:0(0) <mss 1460,FO,nop,nop>"},
		{name: "what was written is more than what is shown", packets: handshake + "+0 > . 1:1001(1000) ack 1",
			want: listening + accepted + "+0 write(4, ..., 2000) = 2000\n+0 > . 1:1001(1000) ack 1"},
		{name: "sent again", packets: handshake + "+0 > P. 1:101(100) ack 1\n+.2 > P. 1:101(100) ack 1",
			want: listening + accepted + `+0 write(4, ..., 100) = 100
+0 > P. 1:101(100) ack 1
// Packet 5 sends 1:101 again.
+.2 > P. 1:101(100) ack 1`},
		{name: "read when it is acknowledged", packets: handshake + `
+0 < P. 1:101(100) ack 1 win 1000
+0 > . 1:1(0) ack 101`,
			want: listening + accepted + "+0 < P. 1:101(100) ack 1 win 1000\n+0 > . 1:1(0) ack 101\n" +
				"+0 read(4, ..., 100) = 100"},
		{name: "a gap that is filled", packets: handshake + `
+0 < . 101:201(100) ack 1 win 1000
+0 > . 1:1(0) ack 1 <nop,nop,sack 101:201>
+0 < . 1:101(100) ack 1 win 1000
+0 > . 1:1(0) ack 201`,
			want: listening + accepted + `// Before packet 4, 1:101 of the remote side is missing or late.
+0 < . 101:201(100) ack 1 win 1000
+0 > . 1:1(0) ack 1 <nop,nop,sack 101:201>
// Packet 6: 1:101 of the remote side comes late or again.
+0 < . 1:101(100) ack 1 win 1000
+0 > . 1:1(0) ack 201
+0 read(4, ..., 200) = 200`},
		{name: "close, with what was not read", packets: handshake + `
+0 < P. 1:11(10) ack 1 win 1000
+0 > F. 1:1(0) ack 11`,
			want: listening + accepted + `+0 < P. 1:11(10) ack 1 win 1000
+0 read(4, ..., 10) = 10
+0 close(4) = 0
+0 > F. 1:1(0) ack 11`},
		{name: "shutdown, since more is taken", packets: handshake + `
+0 > F. 1:1(0) ack 1
+0 < P. 1:11(10) ack 2 win 1000
+0 > . 2:2(0) ack 11`,
			want: listening + accepted + `+0 shutdown(4, SHUT_WR) = 0
+0 > F. 1:1(0) ack 1
+0 < P. 1:11(10) ack 2 win 1000
+0 > . 2:2(0) ack 11
+0 read(4, ..., 10) = 10`},
		{name: "data with the FIN", packets: handshake + "+0 > FP. 1:11(10) ack 1",
			want: listening + accepted + "+0 send(4, ..., 10, MSG_MORE) = 10\n" +
				"+0 close(4) = 0\n+0 > FP. 1:11(10) ack 1"},
		{name: "a reset by the program", packets: handshake + "+0 > R. 1:1(0) ack 1",
			want: listening + accepted + `+0 setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0
+0 close(4) = 0
+0 > R. 1:1(0) ack 1`},
		{name: "a reset by the remote side", packets: handshake + "+0 < R. 1:1(0) ack 1 win 0",
			want: listening + accepted + "+0 < R. 1:1(0) ack 1 win 0"},
		{name: "a client", packets: `0 > S 0:0(0) <mss 1460,nop,nop,TS val 7000 ecr 0>
+.1 < S. 0:0(0) ack 1 win 1000 <mss 1000,nop,nop,TS val 9000 ecr 7000>
+0 > . 1:1(0) ack 1 <nop,nop,TS val 7100 ecr 9000>`,
			options: Options{Local: local},
			want: connecting + `+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
+0 > S 0:0(0) <mss 1460,nop,nop,TS val 100 ecr 0>
+.1 < S. 0:0(0) ack 1 win 1000 <mss 1000,nop,nop,TS val 100 ecr 100>
+0 > . 1:1(0) ack 1 <nop,nop,TS val 200 ecr 100>`},
		{name: "a client with fast open", packets: "0 > S 0:10(10) <mss 1460,FO abcd1234,nop,nop>",
			options: Options{Local: local},
			want: connecting + "+0 sendto(3, ..., 10, MSG_FASTOPEN, ..., ...) = 10\n" +
				"+0 > S 0:10(10) <mss 1460,FO abcd1234,nop,nop>"},
		{name: "the ECN bits and flags", packets: `0 < SEW 0:0(0) win 1000 <mss 1000>
+0 > SE. 0:0(0) ack 1 <mss 1460>
+0 < . 1:1(0) ack 1 win 1000
+0 > [ect0] P. 1:11(10) ack 1`,
			want: listening + `+0 < SEW 0:0(0) win 1000 <mss 1000>
+0 > SE. 0:0(0) ack 1 <mss 1460>
+0 < . 1:1(0) ack 1 win 1000
+0 accept(3, ..., ...) = 4
+0 write(4, ..., 10) = 10
+0 > [ect0] P. 1:11(10) ack 1`},
		{name: "large segments are cut", packets: handshake + "+0 > FP. 1:2502(2501) ack 1",
			options: Options{MSS: 1000},
			want: listening + accepted + `+0 send(4, ..., 2501, MSG_MORE) = 2501
+0 close(4) = 0
+0 > . 1:1001(1000) ack 1
+0 > . 1001:2001(1000) ack 1
+0 > FP. 2001:2502(501) ack 1`},
		{name: "windows, absolute and rounded times",
			packets: "0 < S 0:0(0) win 1000 <mss 1000>\n+.0004 > S. 0:0(0) ack 1 win 500 <mss 1460>\n" +
				"+.1004 < R 1:1(0) win 0",
			options: Options{Absolute: true, Round: time.Millisecond, Windows: true},
			want: strings.ReplaceAll(listening, "+0", "0") + `0 < S 0:0(0) win 1000 <mss 1000>
0 > S. 0:0(0) ack 1 win 500 <mss 1460>
.101 < R 1:1(0) win 0`},
		{name: "what the capture lacks", packets: handshake + `
+0 > . 1:1(0) ack 501
+0 > P. 101:201(100) ack 501`,
			want: listening + accepted + `+0 > . 1:1(0) ack 501
+0 write(4, ..., 200) = 200
+0 > P. 101:201(100) ack 501`,
			warnings: []string{
				"packet 4: it acknowledges 501, but the capture has what the remote side sent up to 1 only",
				"packet 5: it acknowledges 501, but the capture has what the remote side sent up to 1 only",
				"packet 5: what the local side sent from 1 to 101 is not in the capture",
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			flows, found := Flows(captured(t, test.packets))
			if len(flows) != 1 || len(found) > 0 {
				t.Fatalf("got %d connections, and the warnings %v", len(flows), found)
			}
			text, warnings, err := Script(flows[0], "trace.pcap", test.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(test.want, "\n"), strings.Split(body(text), "\n")); diff != "" {
				t.Errorf("the script differs (-want +got):\n%s", diff)
			}
			var messages []string
			for _, w := range warnings {
				messages = append(messages, w.String())
			}
			if diff := cmp.Diff(test.warnings, messages, cmp.Transformer("set", sorted)); diff != "" {
				t.Errorf("the warnings differ (-want +got):\n%s", diff)
			}
			parses(t, text)
		})
	}
}

func sorted(list []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		out[s] = true
	}
	return out
}

func parses(t *testing.T, text string) {
	t.Helper()
	for _, d := range lang.Parse(source.NewFile("import.pkt", text), nil).Diagnostics() {
		t.Errorf("the script does not parse: %s\n%s", d.Message, text)
	}
}

// Each packet that is no part of a script is told, with its number.
func TestNothingIsLostSilently(t *testing.T) {
	records := captured(t, handshake+"+0 < udp (10)\n+0 < . 1:11(10) ack 1 win 1000")
	records[4].Problem = "it was cut"
	records = append(records, capture.Record{Number: 6, Bytes: []byte{0x45, 0}},
		capture.Record{Number: 7, Problem: "no IP header"})
	_, warnings := Flows(records)
	var got []string
	for _, w := range warnings {
		got = append(got, w.String())
	}
	want := []string{
		"packet 4: it is no TCP packet, but UDP; it is left out",
		"packet 5: it was cut",
		"packet 6: it cannot be read: IP header overflows packet; it is left out",
		"packet 7: no IP header",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the warnings differ (-want +got):\n%s", diff)
	}
}

func TestFlows(t *testing.T) {
	records := captured(t, handshake+handshake)
	// The second SYN is another connection of the same ends.
	again := append([]byte(nil), records[3].Bytes...)
	again[27]++
	packet.SetIPv4Checksum(again)
	records[3].Bytes = again
	flows, _ := Flows(records)
	var got []string
	for _, f := range flows {
		got = append(got, fmt.Sprintf("%s > %s %d %d %s %s", f.Client, f.Server, f.Packets(), f.Bytes(),
			f.Duration(), f.Flags))
	}
	line := fmt.Sprintf("%s > %s 3 0 100ms S.", remote, local)
	if diff := cmp.Diff([]string{line, line}, got); diff != "" {
		t.Errorf("the connections differ (-want +got):\n%s", diff)
	}
}

func TestRefusals(t *testing.T) {
	flows, _ := Flows(captured(t, "0 < . 1:1(0) ack 1 win 100"))
	if _, _, err := Script(flows[0], "", Options{}); err != ErrNoHandshake {
		t.Errorf("a connection without its SYN gave %v", err)
	}
	flows, _ = Flows(captured(t, handshake))
	for _, other := range []string{"192.0.2.9:0", "192.168.0.2:1"} {
		if _, _, err := Script(flows[0], "", Options{Local: netip.MustParseAddrPort(other)}); err == nil {
			t.Errorf("%s was taken for a side of the connection", other)
		}
	}
}

// A capture that knows directions says which side is under test.
func TestDirections(t *testing.T) {
	records := captured(t, "0 > S 0:0(0) <mss 1460>")
	records[0].Direction = capture.Outbound
	flows, _ := Flows(records)
	text, _, err := Script(flows[0], "", Options{})
	if err != nil || !strings.Contains(text, "connect(") {
		t.Errorf("the side that sent is not under test: %v\n%s", err, text)
	}
}
