package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

// UnusedSuppression is about a suppression that silences nothing.
var UnusedSuppression = &rule.Rule{
	Code: "PKT902", Name: "unused-suppression", Severity: diag.Warning,
	Summary: "a suppression silences nothing",
	Details: "What it was for is gone, or it names another code or stands on another line than the finding. It would " +
		"hide the next finding of that rule.",
	Fix:  "Removes the comment.",
	Bad:  script(listening, "  +0 accept(3, ..., ...) = 4 // pkt:ignore PKT402 injected on purpose"),
	Good: listening,
}
