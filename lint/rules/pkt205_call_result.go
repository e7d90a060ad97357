package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var callResult = &rule.Rule{
	Code: program.CodeCallResult, Name: "call-result", Severity: diag.Error,
	Summary: "a result that the call never has",
	Details: "bind(), listen(), setsockopt() and the like return 0 or -1; a call that creates a descriptor returns a " +
		"number that is not negative.",
	Sources: []string{"the man page of the call"},
	Bad: script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
		"  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 1"),
	Good: script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
		"  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0"),

	Compiled:  true,
	Multipath: true,
	Observes:  []rule.Observer{rule.Observe(callResultWords)},
}

func callResultWords(_ rule.Observed, d model.CallResult) rule.Words {
	claimed, _ := d.Claimed.Value()
	zero := rule.Words{Label: rule.Expected("0"), Replacement: "0"}
	switch d.Cause {
	case model.ReturnsZero:
		zero.Message = fmt.Sprintf("%s() returns 0 when it succeeds and -1 when it fails, never %d", d.Call, claimed)
		return zero
	case model.SetFlagsZero:
		zero.Message = fmt.Sprintf("fcntl(F_SETFL) returns 0 when it succeeds, never %d", claimed)
		return zero
	case model.BoundBefore:
		return rule.Words{Message: fmt.Sprintf("descriptor %d is bound already: a second bind() fails with EINVAL",
			d.Number)}
	case model.BindsTooLate:
		return rule.Words{Message: fmt.Sprintf("descriptor %d is %s, so the kernel has chosen a port for it: bind() "+
			"fails with EINVAL", d.Number, d.Role)}
	}
	return rule.Words{Message: fmt.Sprintf("descriptor %d is %s: listen() fails with EINVAL", d.Number, d.Role)}
}
