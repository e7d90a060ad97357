package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var unusedDescriptor = &rule.Rule{
	Code: "PKT604", Name: "unused-descriptor", Severity: diag.Hint,
	Summary: "a descriptor that nothing uses",
	Details: "A socket, file or epoll descriptor is made and no later call takes it. What accept() returns is not " +
		"told: that the call succeeds is often the point.",
	Bad: script(connected, "  +0 epoll_create(1) = 5"),
	Good: script(connected, "  +0 epoll_create(1) = 5",
		"  +0 epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN, fd=4}) = 0"),

	Script: func(p *rule.ScriptPass) {
		var made []program.Descriptor
		for _, d := range p.Program.Descriptors {
			if call := p.Program.OpenedBy(d); call != nil && !call.Signature.Reopens && d.Kind != vocab.PipeDescriptor {
				made = append(made, d)
			}
		}
		if len(made) < 2 {
			return // a script with one socket is about that socket
		}
		for _, d := range made {
			if d.Uses == 0 {
				opening := p.Program.References[d.Opened]
				p.Report(p.Script.Statements[opening.Statement], opening.Node,
					"descriptor %d is made here and used nowhere", d.Number).
					Tags = []diag.Tag{diag.Unnecessary}
			}
		}
	},
}
