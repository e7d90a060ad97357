package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var callResult = &rule.Rule{
	Code: program.CodeCallResult, Name: "call-result", Severity: diag.Error,
	Summary: "a result that the call never has",
	Details: "bind(), listen(), setsockopt() and the like return 0 or -1; a call that creates a descriptor returns a number that is not negative.",
	Sources: []string{"the man page of the call"},
	Bad:     script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 1"),
	Good:    script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0"),

	Compiled:  true,
	Multipath: true,
	Kinds:     []model.Kind{model.CallResult},
}
