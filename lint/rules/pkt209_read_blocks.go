package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var readBlocks = &rule.Rule{
	Code: "PKT209", Name: "read-blocks", Severity: diag.Error,
	Summary: "a call waits for what never comes",
	Details: "A call on a blocking descriptor waits, and the tool with it, until there is data, a FIN or a " +
		"connection. Without a later event that brings it (and an end in the form +0...0.2), the script hangs.",
	Sources: []string{"read(2)", "accept(2)"},
	Bad:     script(connected, "  +0 read(4, ..., 1000) = 1000"),
	Good: script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001",
		"  +0 read(4, ..., 1000) = 1000"),

	Multipath: true,
	Observes:  []rule.Observer{rule.Observe(readBlocksWords)},
}

func readBlocksWords(_ rule.Observed, d model.ReadBlocks) rule.Words {
	return rule.Words{Message: readsTooMuch(model.ReadResult(d))}
}
