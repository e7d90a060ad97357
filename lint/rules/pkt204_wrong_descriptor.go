package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var wrongDescriptor = &rule.Rule{
	Code: program.CodeWrongDescriptor, Name: "wrong-descriptor", Severity: diag.Error,
	Summary: "a call that this kind of descriptor cannot do",
	Details: "accept() needs a socket that listens (EINVAL otherwise), read() and write() one that is connected " +
		"(ENOTCONN), epoll_wait() an epoll descriptor, splice() a pipe at one end. A call that is expected to fail " +
		"in that way is left alone.",
	Sources: []string{"accept(2)", "read(2)", "epoll_wait(2)", "splice(2)"},
	Bad:     script(connected, "  +0 accept(4, ..., ...) = 5"),
	Good: script(connected, "  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0",
		"  +0 accept(3, ..., ...) = -1 EAGAIN (Resource temporarily unavailable)"),

	Compiled:  true,
	Multipath: true,
	Observes:  []rule.Observer{rule.Observe(wrongDescriptorWords)},
}

func wrongDescriptorWords(_ rule.Observed, d model.DescriptorWrongKind) rule.Words {
	format := "%s() needs a socket, but descriptor %d is a %s: it fails with %s"
	is := d.Is.String()
	switch d.Needs {
	case model.NeedsListener:
		format, is = "%s() needs a listening socket, but descriptor %d is %s: it fails with %s", d.Role.String()
	case model.NeedsConnection:
		format, is = "%s() on descriptor %d, which is %s: it fails with %s", d.Role.String()
	}
	return rule.Words{Message: fmt.Sprintf(format, d.Call, d.Number, is, d.Errno)}
}
