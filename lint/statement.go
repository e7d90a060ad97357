package lint

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint/rule"
)

// statement is what is known of one statement alone. It counts from the
// statement's start and so survives a change of the text before it.
type statement struct {
	found        []diag.Diagnostic
	suppressions []suppression
}

// checkStatements looks at each statement that the previous result does not
// have. Those that do not change stand at the beginning and at the end.
func (l *Linter) checkStatements(p *program.Program, previous *Result) []*statement {
	script := p.Script
	out := make([]*statement, len(script.Statements))
	var old []*statement
	if previous != nil && previous.linter == l {
		old = previous.statements
	}
	front := 0
	for front < len(out) && front < len(old) && p.Shares(front, previous.program, front) {
		out[front] = old[front]
		front++
	}
	back := 0
	for back < len(out)-front && back < len(old)-front &&
		p.Shares(len(out)-1-back, previous.program, len(old)-1-back) {
		out[len(out)-1-back] = old[len(old)-1-back]
		back++
	}
	for i := front; i < len(out)-back; i++ {
		out[i] = l.checkStatement(script.File, script.Statements[i])
	}
	return out
}

func (l *Linter) checkStatement(file *source.File, st *lang.Statement) *statement {
	s := &statement{suppressions: suppressionsIn(file, st)}
	if st.Kind == lang.BadStatement {
		return s
	}
	for _, r := range l.statements {
		s.found = append(s.found, rule.RunStatement(r, file, st)...)
	}
	return s
}
