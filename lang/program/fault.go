package program

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// fault is something wrong in one statement, whatever stands around it. Its
// ranges count from the start of the statement, so that it outlives edits of
// the text before it.
type fault struct {
	diag.Diagnostic
	node lang.Node
	// linux is set where the fault is one only to Linux or to
	// google/packetdrill: it is none of a script for another system or tool,
	// which cannot run here for it all the same.
	linux bool
	// definition is set where a definition that was not given may be the cause:
	// an information where one can still be given, an error where not.
	definition bool
	// unsupported is set where the script is right, and no run can do it yet.
	unsupported bool
	// over are the versions of IP that it is a fault over; none where it is one
	// over every version.
	over ipVersions
	// related is the index of the statement that explains the fault, and why its
	// words; empty where there is none.
	related int
	why     string
	// form is what the node should have been, where its kind is wrong.
	form *form
}

// said stands for what another check finds wrong at the same place.
var said = &fault{}

func faultf(code string, node lang.Node, format string, args ...any) *fault {
	return &fault{node: node, Diagnostic: diag.Diagnostic{
		Code: code, Severity: diag.Error, Range: rangeOf(node), Message: fmt.Sprintf(format, args...),
	}}
}

// onLinux marks a fault as one of Linux or google/packetdrill alone.
func (f *fault) onLinux() *fault {
	f.linux = true
	return f
}

func (f *fault) mark(format string, args ...any) *fault {
	f.Label = fmt.Sprintf(format, args...)
	return f
}

func (f *fault) note(format string, args ...any) *fault {
	f.Notes = append(f.Notes, fmt.Sprintf(format, args...))
	return f
}

// says sets google/packetdrill's words for it.
func (f *fault) says(format string, args ...any) *fault {
	f.Reference = fmt.Sprintf(format, args...)
	return f
}

// replaceWith offers to write text where the fault is.
func (f *fault) replaceWith(text string) *fault {
	f.Fixes = append(f.Fixes, diag.Fix{
		Title: fmt.Sprintf("replace it with `%s`", text),
		Edits: []source.Edit{{Range: f.Range, New: text}},
	})
	return f
}

// relate points at the statement that explains the fault.
func (f *fault) relate(statement int, why string) *fault {
	f.related, f.why = statement, why
	return f
}

func rangeOf(n lang.Node) source.Range {
	w := n.Where()
	return source.Range{Start: int(w.Off), End: int(w.End)}
}
