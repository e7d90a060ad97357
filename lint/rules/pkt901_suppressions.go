package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

// The rules about suppressions have no function: the engine, which applies
// suppressions, speaks for them.

// SuppressionWithoutReason is about `// pkt:ignore CODE` without a reason.
var SuppressionWithoutReason = &rule.Rule{
	Code: "PKT901", Name: "suppression-without-reason", Severity: diag.Warning,
	Summary: "a suppression does not say why",
	Details: "`// pkt:ignore CODE reason` silences the findings of a rule on its own line or, where it stands alone on a line, on the next one. " +
		"The reason is for whoever reads the script later. Without one the suppression works, and is reported.",
	Bad:  script(listening, "  +0 accept(4, ..., ...) = 5 // pkt:ignore PKT201"),
	Good: script(listening, "  +0 accept(4, ..., ...) = 5 // pkt:ignore PKT201 the tool is to stop here"),
}

// UnusedSuppression is about a suppression that silences nothing.
var UnusedSuppression = &rule.Rule{
	Code: "PKT902", Name: "unused-suppression", Severity: diag.Warning,
	Summary: "a suppression silences nothing",
	Details: "What it was for is gone, or it names another code or stands on another line than the finding. It would hide the next finding of that rule.",
	Fix:     "Removes the comment.",
	Bad:     script(listening, "  +0 accept(3, ..., ...) = 4 // pkt:ignore PKT402 injected on purpose"),
	Good:    listening,
}

// UnknownSuppression is about a suppression of a code that does not exist.
var UnknownSuppression = &rule.Rule{
	Code: "PKT903", Name: "unknown-suppression", Severity: diag.Warning,
	Summary: "a suppression names a code that does not exist",
	Details: "`pkt explain` lists all codes. Several are separated by commas: `// pkt:ignore PKT201,PKT402 reason`.",
	Bad:     script(listening, "  // pkt:ignore PKT999 none of this name", "  +0 listen(3, 1) = 0"),
	Good:    listening,
}
