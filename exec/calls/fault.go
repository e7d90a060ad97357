package calls

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// diagnosticCode is that of every diagnostic of this package.
const diagnosticCode = "run/call"

// fault says what is wrong with a part of a call that only shows when the call
// is made.
type fault struct {
	node    lang.Node
	message string
	// reference is the message in google/packetdrill's terms; empty where
	// message will do.
	reference string
}

func faultf(node lang.Node, format string, args ...any) *fault {
	return &fault{node: node, message: fmt.Sprintf(format, args...)}
}

// diagnostic has ranges that count from the start of the statement.
func (f *fault) diagnostic() diag.Diagnostic {
	return diag.Diagnostic{
		Code:     diagnosticCode,
		Severity: diag.Error,
		Range:    rangeOf(f.node),
		Message:  f.message,
	}
}

func (f *fault) referenceText() string {
	if f.reference != "" {
		return f.reference
	}
	return f.message
}

func rangeOf(n lang.Node) source.Range {
	w := n.Where()
	return source.Range{Start: int(w.Off), End: int(w.End)}
}
