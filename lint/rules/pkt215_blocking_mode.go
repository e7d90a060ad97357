package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var blockingMode = &rule.Rule{
	Code: "PKT215", Name: "blocking-mode", Severity: diag.Error, LinuxOnly: true,
	Summary: "a result of the other blocking mode than the descriptor's",
	Details: "A call with nothing to do returns -1 EAGAIN on a non-blocking descriptor, connect() -1 EINPROGRESS, " +
		"and both wait on a blocking one, unless SO_RCVTIMEO or SO_SNDTIMEO limits that. Descriptors are made " +
		"blocking; SOCK_NONBLOCK, or fcntl() with O_NONBLOCK, changes it. On Linux what accept() returns is blocking " +
		"whatever the listener is. A call on a non-blocking descriptor has no end in the form +0...0.2: it returns " +
		"at once.",
	Sources: []string{"read(2)", "accept(2)", "fcntl(2)"},
	Bad:     script(connected, "  +0 read(4, ..., 1000) = -1 EAGAIN (Resource temporarily unavailable)"),
	Good: script(connected, "  +0 fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0",
		"  +0 read(4, ..., 1000) = -1 EAGAIN (Resource temporarily unavailable)"),

	Script: func(p *rule.ScriptPass) {
		for i, st := range p.Script.Statements {
			call, ok := st.Action.(*lang.SystemCall)
			if !ok || !waitingCalls[call.Name.Name] || len(call.Args) == 0 {
				continue
			}
			wouldBlock := call.Errno != nil && insteadOfWaiting[call.Errno.Name]
			if wouldBlock == (call.Until != nil) || neverWaits(call) {
				continue
			}
			if fd, ok := call.Args[0].(*lang.Number); ok {
				checkMode(p, i, call, p.Before(i).Descriptor(fd.Value), wouldBlock)
			}
		}
	},
}

// insteadOfWaiting are the errors of calls that would have to wait.
var insteadOfWaiting = map[string]bool{"EAGAIN": true, "EWOULDBLOCK": true, "EINPROGRESS": true}

// waitingCalls are the calls that wait on a blocking descriptor.
var waitingCalls = map[string]bool{
	"accept": true, "connect": true, "read": true, "readv": true, "recv": true, "recvfrom": true, "recvmsg": true,
	"write": true, "writev": true, "send": true, "sendto": true, "sendmsg": true,
}

func checkMode(p *rule.ScriptPass, i int, call *lang.SystemCall, d *model.Descriptor, wouldBlock bool) {
	if d == nil || d.Kind != vocab.SocketDescriptor ||
		d.OptionsSet.Any(model.ReceiveTimeoutOptions|model.OtherOptions) {
		return
	}
	st := p.Script.Statements[i]
	opened := model.StatementOf(p.Script, d.Opened)
	switch {
	case wouldBlock && d.NonBlocking.Is(0):
		p.Report(st, call.Errno, "descriptor %d is blocking, so that %s() waits instead of failing with %s", d.Number,
			call.Name.Name, call.Errno.Name).
			Related(opened, opened.Action, "it was made here, and nothing has made it non-blocking")
	case !wouldBlock && d.NonBlocking.Is(1):
		p.Report(st, call.Until,
			"descriptor %d is non-blocking, so that %s() returns at once and not at the "+
				"end that is given", d.Number, call.Name.Name).
			Related(opened, opened.Action, "it was made here")
	}
}

// neverWaits reports whether a call has a flag with which it may return at once
// on a blocking descriptor too.
func neverWaits(call *lang.SystemCall) bool {
	if hasUnnamed(call) {
		return true
	}
	for _, s := range program.Symbols(call) {
		switch s.Word.Name {
		case "MSG_DONTWAIT", "MSG_ERRQUEUE", "MSG_OOB":
			return true
		}
	}
	return false
}
