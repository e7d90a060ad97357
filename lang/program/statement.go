package program

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
)

// statement is what can be said of one statement alone. Places in it count from
// the statement's start, so that it holds for as long as the statement stays as
// it is, wherever edits before it move it to.
type statement struct {
	body        *lang.Statement
	found       []diag.Diagnostic
	unsupported []diag.Diagnostic
}

// statements checks each statement that the earlier version does not have. Those
// that an edit leaves as they are stand at the beginning and at the end.
func (c *compiler) statements(previous *Program) {
	script := c.program.Script.Statements
	out := make([]*statement, len(script))
	var old []*statement
	if previous != nil {
		old = previous.statements
	}
	front := 0
	for front < len(out) && front < len(old) && sameBody(script[front], old[front].body) {
		out[front] = old[front]
		front++
	}
	back := 0
	for back < len(out)-front && back < len(old)-front && sameBody(script[len(out)-1-back], old[len(old)-1-back].body) {
		out[len(out)-1-back] = old[len(old)-1-back]
		back++
	}
	for i := front; i < len(out)-back; i++ {
		out[i] = &statement{body: script[i]}
		out[i].check()
	}
	c.program.statements = out
	for i, s := range out {
		for _, d := range s.found {
			c.found = append(c.found, d.Shift(script[i].Base))
		}
		for _, d := range s.unsupported {
			c.program.Unsupported = append(c.program.Unsupported, d.Shift(script[i].Base))
		}
	}
}

// sameBody reports whether two statements are one that was moved: an edit copies
// the statements after it and shares all that is in them. The end of a script
// often has no tokens; then there is nothing in it to check.
func sameBody(a, b *lang.Statement) bool {
	if a == b || a.Kind != b.Kind || a.Length != b.Length || len(a.Tokens) != len(b.Tokens) {
		return a == b
	}
	return len(a.Tokens) == 0 || &a.Tokens[0] == &b.Tokens[0]
}

// check finds what is wrong with a statement by itself.
func (s *statement) check() {}
