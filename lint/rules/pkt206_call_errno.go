package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var callErrno = &rule.Rule{
	Code: "PKT206", Name: "call-errno", Severity: diag.Error, LinuxOnly: true,
	Summary: "an errno that the call does not give in this state",
	Details: "Which errno a call gives follows from the state of the socket: EINPROGRESS from connect() on a " +
		"non-blocking socket, EAGAIN from one with nothing to do, EPIPE from a write after shutdown, ECONNRESET " +
		"after the peer's reset.",
	Sources: []string{"errno(3)", "the man page of the call"},
	Bad: script(connected, "  +0 shutdown(4, SHUT_WR) = 0", "  +0 > F. 1:1(0) ack 1",
		"  +0 write(4, ..., 1000) = 1000"),
	Good: script(connected, "  +0 shutdown(4, SHUT_WR) = 0", "  +0 > F. 1:1(0) ack 1",
		"  +0 write(4, ..., 1000) = -1 EPIPE (Broken pipe)"),

	Multipath: true,
	Observes:  []rule.Observer{rule.Observe(callErrnoWords)},
}

func callErrnoWords(_ rule.Observed, d model.CallErrno) rule.Words {
	var words rule.Words
	switch d.Cause {
	case model.ConnectAgain:
		words.Message = "connect() was called before on this socket: the second call fails with EALREADY while the " +
			"handshake is under way"
	case model.FirstConnect:
		words.Message = fmt.Sprintf("the first connect() on a non-blocking socket fails with EINPROGRESS, not %s",
			d.Claimed)
	case model.NullBuffer:
		words.Message = fmt.Sprintf("%s() with a NULL buffer fails with EFAULT, not %s", d.Call, d.Claimed)
	case model.OpenBothWays:
		words.Message = fmt.Sprintf("%s() is expected to fail with %s, but the connection is open in both directions",
			d.Call, d.Claimed)
	case model.AfterShutdown:
		words.Message = fmt.Sprintf("%s() after shutdown() of the sending side fails with EPIPE", d.Call)
	case model.AfterEnd:
		words.Message = fmt.Sprintf("%s() on a connection that is closed fails", d.Call)
	case model.DataReadable:
		words.Message = fmt.Sprintf("%s() is expected to fail with %s, but %d bytes can be read", d.Call,
			d.Claimed, d.Readable)
	case model.AfterReset:
		words.Message = "a read of 0 bytes is expected, but the connection was reset: the call fails with ECONNRESET"
	}
	if d.Claimed != "" && d.Expected != "" {
		words.Label = rule.Expected(d.Expected)
	}
	return words
}
