package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

// SuppressionWithoutReason is about `// pkt:ignore CODE` without a reason.
var SuppressionWithoutReason = &rule.Rule{
	Code: "PKT901", Name: "suppression-without-reason", Severity: diag.Warning,
	Summary: "a suppression does not say why",
	Details: "`// pkt:ignore CODE reason` silences the findings of a rule on its own line or, where it stands alone " +
		"on a line, on the next one. The reason is for whoever reads the script later. Without one the suppression " +
		"works, and is reported.",
	Bad:  script(listening, "  +0 accept(4, ..., ...) = 5 // pkt:ignore PKT201"),
	Good: script(listening, "  +0 accept(4, ..., ...) = 5 // pkt:ignore PKT201 the tool is to stop here"),
}
