package rules

import "strings"

// listening is a script up to the point where it listens, connected up to the
// point where a connection was accepted, for the examples of the rules.
const (
	listening = `   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
  +0 bind(3, ..., ...) = 0
  +0 listen(3, 1) = 0
`
	connected = listening + `
  +0 < S 0:0(0) win 4000 <mss 1000>
  +0 > S. 0:0(0) ack 1 <...>
 +.1 < . 1:1(0) ack 1 win 4000
  +0 accept(3, ..., ...) = 4

`
)

// script puts an example together from a beginning and lines.
func script(beginning string, lines ...string) string {
	return beginning + strings.Join(lines, "\n") + "\n"
}
