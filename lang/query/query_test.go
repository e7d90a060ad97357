package query_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/query"
	"github.com/pktlang/pkt/lang/source"
)

// script has one event on each line but for the second.
const script = `--tolerance_usecs=10000

0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+.1 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>
+0 > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK,nop,wscale 8>
+.1 < . 1:1(0) ack 1 win 257
+0 accept(3, ..., ...) = 4
+0 %{ assert tcpi_reordering == 3 }%
+0 write(4, ..., 1000) = 1000
+0 > P. 1:1001(1000) ack 1
+.01 < . 1:1(0) ack 1 win 257 <sack 501:1001,nop,nop>
+0 < [noecn] icmp unreachable frag_needed mtu 1200 [1:1001(1000)]
+0 accept(3, ..., ...) = -1 EAGAIN (Resource temporarily unavailable)
+0.2...0.3 read(4, ..., 100) = 0
+0 ` + "`sysctl -q net.ipv4.tcp_ecn=1`" + `
+0 < udp (1472)
+0 > 100 > 200 UPE. 5:6(1) ack 7 urg 8
+0 close(UNKNOWN_FD) = 0
`

func compiled() *program.Program {
	p, _ := program.Compile(lang.Parse(source.NewFile("dir/name.pkt", script), nil), program.Options{})
	return p
}

// lines of the script that match.
func lines(t *testing.T, p *program.Program, text string) []int {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var out []int
	for _, e := range q.Find(p) {
		out = append(out, e.Line)
	}
	return out
}

func TestFind(t *testing.T) {
	p := compiled()
	for _, test := range []struct {
		query string
		lines []int
	}{
		{"tcp.flags & SYN", []int{6, 7}},
		{"tcp.flags & SYN && len > 0", nil},
		{"tcp.flags == SYN", []int{6}},
		{`tcp.flags == "S."`, []int{7}},
		{"tcp.flags & (SYN | PSH) && outbound", []int{7, 12, 19}},
		{"tcp.flags & SYN|PSH == SYN|PSH", []int{6, 7}},
		{"(tcp.flags & (PSH|ACK)) == (PSH|ACK) and len > 1", []int{12}},
		{"tcp.flags & AE", nil},
		{`call == "accept" && result < 0`, []int{15}},
		{"call == accept", []int{9, 15}},
		{"call in (bind, listen)", []int{4, 5}},
		{`call == "never_heard_of"`, nil},
		{`call ~ "^(read|write)$"`, []int{11, 16}},
		{"errno == EAGAIN", []int{15}},
		{"errno != EAGAIN", nil},
		{"!errno && fd == 3", []int{4, 5, 9}},
		{"icmp", []int{14}},
		{"icmp.type == unreachable && icmp.mtu < 1300", []int{14}},
		{"ip.ecn == noecn", []int{14}},
		{"line in 10..12", []int{10, 11, 12}},
		{"line in (3, 5..6)", []int{3, 5, 6}},
		{"event == 1", []int{3}},
		{"option.sack", []int{13}},
		{"option.sack > 1", nil},
		{"option.mss == 1460 or option.wscale == 7", []int{6, 7}},
		{"option.sackOK && inbound", []int{6}},
		{"options == 6", []int{6, 7}},
		{"not packet and not call", []int{10, 17}},
		{"state == ESTABLISHED", []int{10, 11, 12, 13, 14}},
		{`state == "SYN-RECEIVED"`, []int{7, 8}},
		{"state in (SYN_RECEIVED, TCP_ESTABLISHED) && call", []int{11}},
		{"state == LISTEN", []int{9, 15}},
		{"unacked == 1000", []int{13, 14}},
		{"time >= 210ms && time < 0.5", []int{13, 14, 15, 16, 17, 18, 19, 20}},
		{"delay == 10000us", []int{13}},
		{"delay > .15", []int{16}},
		{"blocking", []int{16}},
		{"code", []int{10}},
		{`command ~ "tcp_ecn"`, []int{17}},
		{`text ~ "assert.*reordering"`, []int{10}},
		{`file == "dir/name.pkt" && udp`, []int{18}},
		{"protocol == udp && len == 1472", []int{18}},
		{"port.source == 100 && tcp.urg == 8 && tcp.ack == 7 && tcp.end == tcp.seq", nil},
		{"port.destination == 200 && tcp.seq < tcp.end", []int{19}},
		{"tcp.win == 0x101", []int{8, 13}},
		{"arguments > 3 || encapsulated || sctp", nil},
		{"!(packet || call || command || code)", nil},
		{"10 > line && 8 < line", []int{9}},
		{"result == 3", []int{3}},
		{"\n packet\t&& !tcp ", []int{14, 18}},
	} {
		if got := lines(t, p, test.query); !slices.Equal(got, test.lines) {
			t.Errorf("%s: lines %v, want %v", test.query, got, test.lines)
		}
	}
}

// A mistake is said with its place and, where it is clear, with what was meant.
func TestMistakes(t *testing.T) {
	for _, test := range []struct{ query, place, message string }{
		{"tcp.flag & SYN", "tcp.flag", "unknown field `tcp.flag`: did you mean `tcp.flags`?"},
		{"tcp.flags & SYM", "SYM", "unknown TCP flag `SYM`: did you mean `SYN`?"},
		{`tcp.flags == "SX"`, `"SX"`, "unknown TCP flag 'X'"},
		{"call == acept", "acept", "unknown value of `call` `acept`: did you mean `accept`?"},
		{"state == ESTABLISHD", "ESTABLISHD", "did you mean `ESTABLISHED`?"},
		{`state == "OPEN"`, `"OPEN"`, "expected one of CLOSED, LISTEN"},
		{"inbond", "inbond", "did you mean `inbound`?"},
		{"nonsense_zzz", "nonsense_zzz", "unknown field `nonsense_zzz`: pkt help query lists them"},
		{"len > ", "", "the query ends too soon: expected a field or a value"},
		{"len = 3", "=", "values are compared with `==`"},
		{"len == 3 3", "3", "unexpected `3`: expected an operator"},
		{"len == ) 3", ")", "unexpected `)`: expected a field or a value"},
		{"(len == 3", "", "the query ends too soon: expected an operator"},
		{`call == "accept`, `"`, "never ends"},
		{"len == accept", "accept", "unknown field `accept`"},
		{`len == "3"`, `"3"`, "`len` is a number, and this is a text"},
		{"call == 3", "3", "`call` is a name, and this is a number"},
		{"call == len", "len", "a name is compared with a number"},
		{"call < read", "call", "a name is not greater or smaller"},
		{"inbound == outbound", "inbound", "`inbound` is true or false"},
		{"inbound & outbound", "inbound", "write `&&` to join conditions"},
		{"5", "5", "`5` alone is neither true nor false"},
		{"5 == 5", "5", "there is none here"},
		{"text ~ read", "read", "write \"read\" in quotes"},
		{`text ~ "("`, `"("`, "the regular expression is wrong"},
		{`len ~ "1"`, `"1"`, "`len` is a number"},
		{"len == 1.5", "1.5", "expected an integer"},
		{"len == 99999999999999999999", "99999999999999999999", "expected an integer"},
		{"call in accept..read", "accept", "a name has no range"},
		{"inbound in 1..2", "inbound", "`in` asks for"},
		{"len == (call == accept)", "(call == accept)", "a condition stands where a value is expected"},
		{"", "", "the query is empty"},
		{"len # 3", "#", "unexpected `#`"},
		{strings.Repeat("(", 300) + "len" + strings.Repeat(")", 300), "", "nests too deep"},
	} {
		_, err := query.Parse(test.query)
		var mistake *query.Error
		if !errors.As(err, &mistake) {
			t.Errorf("%s: no mistake was found: %v", test.query, err)
			continue
		}
		if !strings.Contains(mistake.Message, test.message) {
			t.Errorf("%s: %q, want %q", test.query, mistake.Message, test.message)
		}
		if got := mistake.Query[mistake.Start:mistake.End]; got != test.place {
			t.Errorf("%s: the place is %q, want %q", test.query, got, test.place)
		}
	}
}

func TestErrorShowsThePlace(t *testing.T) {
	_, err := query.Parse("line > 3 &&\ttcp.flag & SYN")
	want := "unknown field `tcp.flag`: did you mean `tcp.flags`?\n" +
		"    line > 3 && tcp.flag & SYN\n" +
		"                ^^^^^^^^"
	if err == nil || err.Error() != want {
		t.Errorf("the message is\n%v\nwant\n%s", err, want)
	}
}

// Every field is read from every kind of event without a panic, and one event at
// least has most of them.
func TestEveryField(t *testing.T) {
	p := compiled()
	names := map[string]bool{}
	for _, f := range query.Fields() {
		if names[f.Name] {
			t.Errorf("%s is there twice", f.Name)
		}
		names[f.Name] = true
		if f.Doc == "" || f.Type == query.Name && len(f.Names) == 0 {
			t.Errorf("%s says too little of itself", f.Name)
		}
		lines(t, p, f.Name)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"tcp.flags & SYN && len > 0", `call == "accept" && !(result < 0)`,
		"line in (1, 2..3)", "state == ESTABLISHED or text ~ \"x\"", "\xff(", "delay > 1.5ms"} {
		f.Add(seed)
	}
	p := compiled()
	f.Fuzz(func(t *testing.T, text string) {
		q, err := query.Parse(text)
		if err != nil {
			_ = err.Error()
			return
		}
		q.Find(p)
	})
}

// The events of a script that are expected of the stack and carry data.
func Example() {
	p := compiled()
	q, err := query.Parse("outbound && len > 0")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range q.Find(p) {
		fmt.Printf("line %d: %s\n", e.Line, p.Script.File.Slice(e.Statement.Range(e.Statement.Action)))
	}
	// Output:
	// line 12: > P. 1:1001(1000) ack 1
	// line 19: > 100 > 200 UPE. 5:6(1) ack 7 urg 8
}
