package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

var errnoWithoutFailure = &rule.Rule{
	Code: "PKT109", Name: "errno-without-failure", Severity: diag.Warning, LinuxOnly: true,
	Summary: "an errno after a result that is no failure",
	Details: "A call sets errno when it returns -1. The tool compares errno whatever the result is, and after a call " +
		"that succeeded it still holds what an earlier call left there.",
	Sources: []string{"errno(3)", "google/packetdrill, run_system_call.c"},
	Bad: script(listening,
		"  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0 EAGAIN (Resource temporarily unavailable)"),
	Good: script(listening, "  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0"),

	Statement: func(p *rule.StatementPass) {
		call, ok := p.Statement.Action.(*lang.SystemCall)
		if !ok || call.Errno == nil {
			return
		}
		if n, ok := call.Result.(*lang.Number); ok && n.Value >= 0 {
			p.Report(call.Errno, "`%s` stands after the result %d, and only a call that returns -1 sets errno",
				call.Errno.Name, n.Value)
		}
	},
}
