package rule

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
)

// StatementPass shows one statement to a rule. Ranges of its findings count
// from the start of the statement.
type StatementPass struct {
	Statement *lang.Statement
	File      *source.File // that it is in
	rule      *Rule
	found     []diag.Diagnostic
}

// RunStatement returns what a rule finds in a statement, with ranges that count
// from the statement's start.
func RunStatement(r *Rule, file *source.File, st *lang.Statement) []diag.Diagnostic {
	p := &StatementPass{Statement: st, File: file, rule: r}
	r.Statement(p)
	return p.found
}

// Text is a node as written.
func (p *StatementPass) Text(n lang.Node) string {
	at := p.Statement.Range(n)
	return p.File.Text[at.Start:at.End]
}

// Report adds a finding about a node. The result may be added to until the
// next finding is reported.
func (p *StatementPass) Report(n lang.Node, format string, args ...any) *Finding {
	w := n.Where()
	p.found = append(p.found, newDiagnostic(p.rule, source.Range{Start: int(w.Off), End: int(w.End)}, format, args))
	return &Finding{&p.found[len(p.found)-1], 0}
}

// ScriptPass shows a script, and what the model knows of it, to a rule.
type ScriptPass struct {
	Program *program.Program
	Script  *lang.Script // of the program
	Model   *model.Model
	cursor  *model.Cursor
	rule    *Rule
	found   []diag.Diagnostic
}

// RunScript returns what a rule finds in a whole script.
func RunScript(r *Rule, script *program.Program, m *model.Model) []diag.Diagnostic {
	p := &ScriptPass{Program: script, Script: script.Script, Model: m, cursor: m.Cursor(), rule: r}
	r.Script(p)
	return p.found
}

// Before is the model's state before a statement, valid until the next call. It
// costs least where it is asked for in the order of the statements.
func (p *ScriptPass) Before(statement int) *model.State { return p.cursor.Before(statement) }

// Report adds a finding about a node of a statement. The result may be added to
// until the next finding is reported.
func (p *ScriptPass) Report(st *lang.Statement, n lang.Node, format string, args ...any) *Finding {
	p.found = append(p.found, newDiagnostic(p.rule, st.Range(n), format, args))
	return &Finding{&p.found[len(p.found)-1], st.Base}
}

// Finding is a diagnostic that a rule is putting together.
type Finding struct {
	*diag.Diagnostic
	base int
}

func newDiagnostic(r *Rule, at source.Range, format string, args []any) diag.Diagnostic {
	message := format
	if len(args) > 0 {
		message = fmt.Sprintf(format, args...)
	}
	return diag.Diagnostic{Code: r.Code, Severity: r.Severity, Range: at, Message: message}
}

// Mark sets the text at the caret.
func (f *Finding) Mark(format string, args ...any) *Finding {
	f.Label = fmt.Sprintf(format, args...)
	return f
}

// Note adds a further line.
func (f *Finding) Note(format string, args ...any) *Finding {
	f.Notes = append(f.Notes, fmt.Sprintf(format, args...))
	return f
}

// AtMost lowers the severity to the given one, unless it is lower already.
func (f *Finding) AtMost(s diag.Severity) *Finding {
	f.Severity = max(f.Severity, s)
	return f
}

// Replace offers a fix that writes text where a node stands.
func (f *Finding) Replace(n lang.Node, text string, safe bool) *Finding {
	w := n.Where()
	f.Fixes = append(f.Fixes, diag.Fix{
		Title: fmt.Sprintf("replace it with `%s`", text),
		Safe:  safe,
		Edits: []source.Edit{{Range: source.Range{Start: f.base + int(w.Off), End: f.base + int(w.End)}, New: text}},
	})
	return f
}

// Related points at another node that explains the finding.
func (f *Finding) Related(st *lang.Statement, n lang.Node, text string) *Finding {
	f.Diagnostic.Related = append(f.Diagnostic.Related, diag.Related{Range: st.Range(n), Message: text})
	return f
}
