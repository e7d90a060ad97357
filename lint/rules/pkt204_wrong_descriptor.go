package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var wrongDescriptor = &rule.Rule{
	Code: "PKT204", Name: "wrong-descriptor", Severity: diag.Error,
	Summary: "a call that this kind of descriptor cannot do",
	Details: "accept() needs a socket that listens (EINVAL otherwise), read() and write() one that is connected (ENOTCONN), " +
		"epoll_wait() an epoll descriptor, splice() a pipe at one end. A call that is expected to fail in that way is left alone.",
	Sources: []string{"accept(2)", "read(2)", "epoll_wait(2)", "splice(2)"},
	Bad:     script(connected, "  +0 accept(4, ..., ...) = 5"),
	Good:    script(connected, "  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0", "  +0 accept(3, ..., ...) = -1 EAGAIN (Resource temporarily unavailable)"),

	Multipath: true,
	Kinds:     []model.Kind{model.DescriptorWrongKind},
}
