package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var dataNotWritten = &rule.Rule{
	Code: "PKT307", Name: "data-not-written", Severity: diag.Error,
	Summary: "more data is expected than the application wrote",
	Details: "The stack sends what write(), send(), sendfile() and the like have given to it, and nothing else.",
	Sources: []string{"RFC 9293 section 3.10.2"},
	Bad:     script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1002(1001) ack 1"),
	Good:    script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Kinds: []model.Kind{model.DataNotWritten},
}
