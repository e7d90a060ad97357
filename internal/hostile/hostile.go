// Package hostile makes texts that no one would write, for tests of what has to
// stand whatever a script is.
package hostile

import (
	"math/rand/v2"
	"strings"
)

// fragments are what hostile texts are made of: good events, broken ones, and
// the joints between them.
var fragments = []string{
	"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n", "+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n",
	"+0 < S 0:0(0) win 1000 <mss 1000,sackOK,nop,wscale 7>\n", "+.1 > S. 0:0(0) ack 1 <...>\n",
	"+.1 < . 1:1(0) ack 1 win 10\n",
	"+0 accept(3, ..., ...) = 4\n", "+0 write(4, ..., 1000) = 1000\n", "+0 > P. 1:1001(1000) ack 1\n",
	"+0...0.2 read(4, ..., 10) = 5\n",
	"+0 poll([{fd=4, events=POLLIN}], 1, 0) = 1\n", "+0 close(4) = 0\n", "* > . 1:1(0) ack 1 // over\n", "// Phase\n",
	"\n", "/* a\nb */ ",
	"+0 `sleep 1`\n", "+0 %{ print(tcpi_rto) }%\n", "--mtu=1500\n", "--define=WORD=12\n", "WORD", "+0", " < ",
	". 1:1001(1000)", " ack 1",
	" win 4294967296", "\"", "`", "/*", "*/", "%{", "}%", "(", ")", "{", "}", "[", "]", ",", "=", "|", "\r\n", "\r",
	"\x00", "é", "\U0001F600",
	"::1", "...", "-", "--", "0x1f", "+0 < icmp unreachable frag_needed mtu 1 [1:2(1)]\n", "+0 < sctp: INIT[flgs=0]\n",
	"// pkt:ignore PKT402 x\n", "\xff",
}

// Script is a text of up to so many pieces: events that are good, broken ones,
// comments and code that never end. It is valid UTF-8.
func Script(r *rand.Rand, most int) string {
	var b strings.Builder
	for range r.IntN(most) {
		b.WriteString(fragments[r.IntN(len(fragments))])
	}
	return strings.ToValidUTF8(b.String(), "?")
}
