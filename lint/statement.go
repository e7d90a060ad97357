package lint

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint/rule"
)

// statement is what is known of one statement alone. It counts from the
// statement's start and so survives a change of the text before it.
type statement struct {
	body         *lang.Statement
	found        []diag.Diagnostic
	suppressions []suppression
}

// checkStatements looks at each statement that the previous result does not
// have. Those that do not change stand at the beginning and at the end.
func (l *Linter) checkStatements(script *lang.Script, previous *Result) []*statement {
	out := make([]*statement, len(script.Statements))
	var old []*statement
	if previous != nil && previous.linter == l {
		old = previous.statements
	}
	front := 0
	for front < len(out) && front < len(old) && sameBody(script.Statements[front], old[front].body) {
		out[front] = old[front]
		front++
	}
	back := 0
	for back < len(out)-front && back < len(old)-front &&
		sameBody(script.Statements[len(out)-1-back], old[len(old)-1-back].body) {
		out[len(out)-1-back] = old[len(old)-1-back]
		back++
	}
	for i := front; i < len(out)-back; i++ {
		out[i] = l.checkStatement(script.File, script.Statements[i])
	}
	return out
}

// sameBody tells whether two statements are one that was moved: an edit copies
// the statements behind it and shares all that is in them. The end of a script
// often has no tokens; then there is nothing in it to check.
func sameBody(a, b *lang.Statement) bool {
	if a == b || a.Kind != b.Kind || a.Length != b.Length || len(a.Tokens) != len(b.Tokens) {
		return a == b
	}
	return len(a.Tokens) == 0 || &a.Tokens[0] == &b.Tokens[0]
}

func (l *Linter) checkStatement(file *source.File, st *lang.Statement) *statement {
	s := &statement{body: st, suppressions: suppressionsIn(file, st)}
	if st.Kind == lang.BadStatement {
		return s
	}
	for _, r := range l.statements {
		s.found = append(s.found, rule.RunStatement(r, file, st)...)
	}
	return s
}
