package calls

import (
	"fmt"
	"strconv"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
)

// checkResult compares the result and the errno with the script's.
func (i *invocation) checkResult() *mismatch {
	loose := i.anySuccess()
	switch {
	case loose && i.result < 0:
		m := i.differs(i.resultSpan(), "result")
		m.Reference = fmt.Sprintf("Expected non-negative result but got %d with errno %d (%s)",
			i.result, int(i.errno), i.errno.Error())
		return m
	case !loose && i.result != i.Result:
		m := i.differs(i.resultSpan(), "result")
		m.Reference = fmt.Sprintf("Expected result %d but got %d with errno %d (%s)",
			i.Result, i.result, int(i.errno), i.errno.Error())
		return m
	case i.Syntax.Errno != nil && int32(i.errno) != i.Errno:
		m := i.differs(i.resultSpan(), "errno")
		expected := abi.Errno(i.Errno)
		m.Reference = fmt.Sprintf("Expected errno %d (%s) but got %d (%s)",
			int(expected), expected.Error(), int(i.errno), i.errno.Error())
		return m
	}
	return nil
}

// anySuccess reports whether any result that is no error will do: where a
// descriptor is expected, and for cap_set, as in google/packetdrill.
func (i *invocation) anySuccess() bool {
	return i.Result >= 0 && (i.Signature.Result == vocab.DescriptorResult || i.Signature.Name == "cap_set")
}

// resultSpan covers the result, the errno and the note.
func (i *invocation) resultSpan() lang.Span {
	c := i.Syntax
	span := c.Result.Where()
	if c.Errno != nil {
		span.End = c.Errno.Where().End
	}
	if c.Note != nil {
		span.End = max(span.End, c.Note.Where().End)
	}
	return span
}

// differs is the mismatch of the result or the errno.
func (i *invocation) differs(span lang.Span, field string) *mismatch {
	expected := strconv.Itoa(int(i.Result))
	if i.Syntax.Errno != nil {
		expected += " " + i.Syntax.Errno.Name
	}
	actual := i.outcome()
	d := diag.Diagnostic{
		Code:       diagnosticCode,
		Severity:   diag.Error,
		Range:      rangeOf(span),
		Message:    fmt.Sprintf("%s returned %s where %s was expected", i.Signature.Name, actual, expected),
		Comparison: &diag.Comparison{Expected: expected, Actual: actual, Differs: []string{field}},
	}
	if h := hint(i); h != "" {
		d.Notes = append(d.Notes, "hint: "+h)
	}
	m := &mismatch{Diagnostic: d}
	// A descriptor has no number in the script until its author gives it one.
	if i.Signature.Result != vocab.DescriptorResult || i.result < 0 {
		m.Accept = []stack.Accept{{Span: span, New: actual}}
	}
	return m
}

// outcome is what the live call returned, in script syntax.
func (i *invocation) outcome() string {
	if i.result >= 0 && i.Signature.Result == vocab.DescriptorResult {
		return "a descriptor"
	}
	if i.result >= 0 {
		return strconv.Itoa(int(i.result))
	}
	return fmt.Sprintf("%d %s (%s)", i.result, errnoName(i.errno), i.errno.Error())
}

func errnoName(e abi.Errno) string {
	if name := e.Name(); name != "" {
		return name
	}
	return "errno " + strconv.Itoa(int(e))
}

// field is a part of what a call wrote that differs from the script.
type field struct {
	node             lang.Node
	name             string
	expected, actual string
	// reference is google/packetdrill's message; empty where ours will do.
	reference string
	// accept replaces the node; empty where actual cannot be written there.
	accept string
	notes  []string
	// message is set where name, expected and actual make no short sentence.
	message string
}

// mismatch reports a field.
func (f field) mismatch(i *invocation) *mismatch {
	if f.message == "" {
		f.message = fmt.Sprintf("%s: %s is %s where %s was expected", i.Signature.Name, f.name, f.actual, f.expected)
	}
	m := &mismatch{
		Diagnostic: diag.Diagnostic{
			Code:     diagnosticCode,
			Severity: diag.Error,
			Range:    rangeOf(f.node),
			Message:  f.message,
			Comparison: &diag.Comparison{
				Expected: f.expected, Actual: f.actual, Differs: []string{f.name},
			},
			Notes: f.notes,
		},
		Reference: f.reference,
	}
	if m.Reference == "" {
		m.Reference = fmt.Sprintf("%s is %s, expected %s", f.name, f.actual, f.expected)
	}
	if f.accept != "" {
		m.Accept = []stack.Accept{{Span: f.node.Where(), New: f.accept}}
	}
	return m
}
