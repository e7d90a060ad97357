package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var unusedDescriptor = &rule.Rule{
	Code: "PKT604", Name: "unused-descriptor", Severity: diag.Hint,
	Summary: "a descriptor that nothing uses",
	Details: "A socket, file or epoll descriptor is made and no later call takes it. What accept() returns is not told: that the call " +
		"succeeds is often the point.",
	Bad:  script(connected, "  +0 epoll_create(1) = 5"),
	Good: script(connected, "  +0 epoll_create(1) = 5", "  +0 epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN, fd=4}) = 0"),

	Script: func(p *rule.ScriptPass) {
		var made []*lang.Statement
		used := map[int64]int{} // the last statement that takes the number
		for i, st := range p.Script.Statements {
			call, ok := st.Action.(*lang.SystemCall)
			if !ok {
				continue
			}
			if madeBy(call) >= 0 && call.Name.Name != "accept" {
				made = append(made, st)
			}
			for _, arg := range call.Args {
				markNumbers(arg, i, used)
			}
		}
		if len(made) < 2 {
			return // a script with one socket is about that socket
		}
		for _, st := range made {
			call := st.Action.(*lang.SystemCall)
			if _, ok := used[madeBy(call)]; !ok {
				p.Report(st, call.Result, "descriptor %d is made here and used nowhere", madeBy(call)).Tags = []diag.Tag{diag.Unnecessary}
			}
		}
	},
}

// madeBy is the descriptor that a call returns, or -1.
func madeBy(call *lang.SystemCall) int64 {
	known, ok := vocab.SystemCall(call.Name.Name)
	if !ok || known.Result != vocab.DescriptorResult {
		return -1
	}
	n, ok := call.Result.(*lang.Number)
	if !ok {
		return -1
	}
	return n.Value
}

// markNumbers notes every number in an argument: any of them may be a
// descriptor.
func markNumbers(arg lang.Node, statement int, used map[int64]int) {
	if n, ok := arg.(*lang.Number); ok {
		used[n.Value] = statement
		return
	}
	for _, child := range lang.Children(arg) {
		markNumbers(child, statement, used)
	}
}
