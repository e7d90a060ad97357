package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

var cleanupNotRun = &rule.Rule{
	Code: "PKT606", Name: "cleanup-not-run", Severity: diag.Info,
	Summary: "a command after the last event that is never run",
	Details: "The command after the last event is there to undo what the command before the first event did, and so " +
		"it is run only where there is one: that is what google/packetdrill does, and pkt run with it. Give the " +
		"script a command before its first event (`true` does), or give this one a time.",
	Sources: []string{"google/packetdrill, run_cleanup_command"},
	Bad:     script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "`rm -f trace`"),
	Good:    script("`touch trace`\n", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "`rm -f trace`"),

	Script: func(p *rule.ScriptPass) {
		cleanup := p.Script.Cleanup()
		if cleanup != nil && cleanup.Action != nil && p.Script.Init() == nil {
			p.Report(cleanup, cleanup.Action,
				"this command is never run, because no command stands before the first event")
		}
	},
}
