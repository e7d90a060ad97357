package feature_test

import (
	"strings"
	"testing"

	"github.com/pktlang/pkt/lsp/feature"
)

// What can be put in place of <...> is offered only where the model knows it,
// and the line that comes next only where it is missing.
func TestRewritesOffered(t *testing.T) {
	const listen = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n"
	const synAck = "+0 > S. 0:0(0) ack 1 <«».«»..>\n"
	handshake := func(options string) string {
		return listen + "+0 < S 0:0(0) win 1000 " + options + "\n+0 > S. 0:0(0) ack 1 <...>\n" +
			"+0 < . 1:1(0) ack 1 win 1000\n+0 accept(3, ..., ...) = 4\n"
	}
	connected, timed := handshake("<mss 1000>"), handshake("<mss 1000,sackOK,TS val 1 ecr 0>")
	for _, c := range []struct {
		name, script, offered string // empty for nothing
	}{
		{"a SYN-ACK", listen + "+0 < S 0:0(0) win 9 <mss 1000>\n" + synAck, "expect <mss 1460>"},
		{"all that was offered", listen + "+0 < S 0:0(0) win 9 <mss 1000,sackOK,nop,wscale 0>\n" + synAck,
			"expect <mss 1460,nop,nop,sackOK,nop,wscale 7>"},
		{"another MTU and IPv6", "--mtu=1400\n--ip_version=ipv6\n" + listen + "+0 < S 0:0(0) win 9 <mss 1000>\n" +
			synAck, "expect <mss 1340>"},
		{"timestamps", listen + "+0 < S 0:0(0) win 9 <mss 9,sackOK,TS val 1 ecr 0>\n" + synAck, ""},
		{"fast open", listen + "+0 < S 0:0(0) win 9 <mss 9,FO,nop,nop>\n" + synAck, ""},
		{"no SYN", listen + synAck, ""},
		{"an ACK", connected + "+0 < P. 1:11(10) ack 1 win 9\n+0 > . 1:1(0) ack 11 <«».«»..>\n", "expect no options"},
		{"an ACK with timestamps", timed + "+0 < P. 1:11(10) ack 1 win 9 <nop,nop,TS val 2 ecr 1>\n" +
			"+0 > . 1:1(0) ack 11 <«».«»..>\n", ""},
		{"an ACK of what has a hole", connected + "+0 < P. 11:21(10) ack 1 win 9\n+0 > . 1:1(0) ack 1 <«».«»..>\n", ""},
		{"a reply", listen + "+0 < S 0:0(0) win 9 <mss 9>«»\n", "write the expected reply"},
		{"a reply at the end of the text", listen + "+0 < S 0:0(0) win 9 <mss 9>«»", "write the expected reply"},
		{"a reply that is there", listen + "+0 < S 0:0(0) win 9 <mss 9>«»\n+0 > S. 0:0(0) ack 1 <...>\n", ""},
		{"a reply before another event", listen + "+0 < S 0:0(0) win 9 <mss 9>«»\n+0 close(3) = 0\n",
			"write the expected reply"},
		{"an ACK that may be delayed", connected + "+0 < P. 1:11(10) ack 1 win 9«»\n", ""},
		{"nothing to reply to", connected + "+0 < . 1:1(0) ack 1 win 9«»\n", ""},
		{"a segment as large as it can be", connected + "+0 write(4, ..., 1000) = 1000«»\n",
			"write the expected reply"},
		{"more than a segment", connected + "+0 write(4, ..., 1001) = 1001«»\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := marked(t, "rewrite", c.script)
			var titles []string
			asked := feature.CodeActionContext{Only: []string{"refactor"}}
			for _, action := range feature.CodeActions(k.Document, k.marks[0], asked) {
				titles = append(titles, action.Title)
			}
			if got := strings.Join(titles, "; "); got != c.offered {
				t.Errorf("offered %q, want %q", got, c.offered)
			}
		})
	}
}
