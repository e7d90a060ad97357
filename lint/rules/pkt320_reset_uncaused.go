package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var resetUncaused = &rule.Rule{
	Code: "PKT320", Name: "reset-uncaused", Severity: diag.Error,
	Summary: "a reset that nothing can have caused",
	Details: "The stack sends a RST for a segment that belongs to no connection, when a socket with unread data or " +
		"with SO_LINGER 0 is closed, for data that arrives after close(), and when it gives a connection up.",
	Sources: []string{"RFC 9293 section 3.5.2", "RFC 2525 section 2.17"},
	Bad: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1",
		"  +0 > R. 1001:1001(0) ack 1"),
	Good: script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001", "  +0 close(4) = 0",
		"  +0 > R. 1:1(0) ack 1001"),

	Observes: []rule.Observer{rule.Observe(resetUncausedWords)},
}

func resetUncausedWords(rule.Observed, model.ResetUncaused) rule.Words {
	return rule.Words{Message: "a RST is expected, but nothing has happened that makes the stack reset the connection"}
}
