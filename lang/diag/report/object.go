package report

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// Object is a diagnostic as the format JSON writes it, to be encoded as a part
// of other JSON.
func Object(f *source.File, d diag.Diagnostic) any { return toJSON(f, d) }
