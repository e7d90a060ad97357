package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var callErrno = &rule.Rule{
	Code: "PKT206", Name: "call-errno", Severity: diag.Error, LinuxOnly: true,
	Summary: "an errno that the call does not give in this state",
	Details: "Which errno a call gives follows from the state of the socket: EINPROGRESS from connect() on a non-blocking socket, EAGAIN " +
		"from one with nothing to do, EPIPE from a write after shutdown, ECONNRESET after the peer's reset.",
	Sources: []string{"errno(3)", "the man page of the call"},
	Bad:     script(connected, "  +0 shutdown(4, SHUT_WR) = 0", "  +0 > F. 1:1(0) ack 1", "  +0 write(4, ..., 1000) = 1000"),
	Good:    script(connected, "  +0 shutdown(4, SHUT_WR) = 0", "  +0 > F. 1:1(0) ack 1", "  +0 write(4, ..., 1000) = -1 EPIPE (Broken pipe)"),

	Multipath: true,
	Kinds:     []model.Kind{model.CallErrno},
}
