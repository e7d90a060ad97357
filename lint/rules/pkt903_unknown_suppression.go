package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

// UnknownSuppression is about a suppression of a code that does not exist.
var UnknownSuppression = &rule.Rule{
	Code: "PKT903", Name: "unknown-suppression", Severity: diag.Warning,
	Summary: "a suppression names a code that does not exist",
	Details: "`pkt explain` lists all codes. Several are separated by commas: `// pkt:ignore PKT201,PKT402 reason`.",
	Bad:     script(listening, "  // pkt:ignore PKT999 none of this name", "  +0 listen(3, 1) = 0"),
	Good:    listening,
}
