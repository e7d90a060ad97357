package feature

import (
	"fmt"
	"slices"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
	"github.com/pktlang/pkt/lint/rules"
)

// kindFixAll is the kind of the action that an editor can take when it saves
// (LSP 3.17, "source.fixAll"), with the server's name, so that it can be chosen
// alone.
const kindFixAll = protocol.CodeActionKind("source.fixAll.pkt")

// CodeActionKinds are those of the actions that there are.
func CodeActionKinds() []protocol.CodeActionKind {
	return []protocol.CodeActionKind{protocol.CodeActionKindQuickFix,
		protocol.CodeActionKindRefactorRewrite, kindFixAll}
}

// CodeActionContext is what is asked for by a request for code actions.
type CodeActionContext struct {
	// Only are the kinds that are wanted, with those below them; empty for all
	// but those that fix the whole document.
	Only []string
	// Failures are the diagnostics of the last run of the document.
	Failures []diag.Diagnostic
}

// wants reports whether a kind is asked for, or all are.
func (c *CodeActionContext) wants(kind protocol.CodeActionKind) bool {
	return len(c.Only) == 0 || slices.ContainsFunc(c.Only, func(only string) bool {
		return string(kind) == only || strings.HasPrefix(string(kind), only+".")
	})
}

// CodeActions are the fixes of what is wrong in a range, comments that suppress
// it, and rewrites of what is right.
func CodeActions(d *Document, at protocol.Range, context CodeActionContext) []protocol.CodeAction {
	within := d.Bytes(at)
	var out []protocol.CodeAction
	if context.wants(protocol.CodeActionKindQuickFix) {
		out = append(out, d.quickFixes(within, context.Failures)...)
	}
	if context.wants(protocol.CodeActionKindRefactorRewrite) {
		at := d.at(d.Position(within.Start))
		out = append(out, d.rewrites(&at)...)
	}
	if len(context.Only) > 0 && context.wants(kindFixAll) {
		if action, ok := d.fixAll(); ok {
			out = append(out, action)
		}
	}
	return out
}

func (d *Document) action(title string, kind protocol.CodeActionKind, edits []source.Edit) protocol.CodeAction {
	return protocol.CodeAction{Title: title, Kind: &kind,
		Edit: &protocol.WorkspaceEdit{Changes: map[string][]protocol.TextEdit{d.uri: d.TextEdits(edits)}}}
}

// quickFixes are the fixes of what is wrong in a range, and the suppressions.
func (d *Document) quickFixes(within source.Range, failures []diag.Diagnostic) []protocol.CodeAction {
	found := d.Diagnostics()
	found = append(found[:len(found):len(found)], failures...)
	var fixes, suppressions []protocol.CodeAction
	for _, one := range found {
		if one.Range.Start > within.End || one.Range.End < within.Start {
			continue
		}
		about := []protocol.Diagnostic{d.Diagnostic(d.uri, one)}
		for _, f := range one.Fixes {
			action := d.action(f.Title, protocol.CodeActionKindQuickFix, f.Edits)
			preferred := f.Safe && len(one.Fixes) == 1
			action.IsPreferred, action.Diagnostics = &preferred, about
			fixes = append(fixes, action)
		}
		if edit, ok := d.suppression(one); ok {
			action := d.action(fmt.Sprintf("suppress %s here (say why)", one.Code), protocol.CodeActionKindQuickFix,
				[]source.Edit{edit})
			action.Diagnostics = about
			suppressions = append(suppressions, action)
		}
	}
	return append(fixes, suppressions...)
}

// suppression is the comment that suppresses a finding of the linter: at the
// end of its line or, where a comment stands there or the event goes on, on a
// line before.
func (d *Document) suppression(one diag.Diagnostic) (source.Edit, bool) {
	if !suppressible(one.Code) {
		return source.Edit{}, false
	}
	script := d.Script()
	i := script.StatementIndex(one.Range.Start)
	if i < 0 {
		return source.Edit{}, false
	}
	st := script.Statements[i]
	core := st.Range(st.Core)
	comment := fmt.Sprintf("// pkt:ignore %s (say why)", one.Code)
	line := d.file.Line(core.Start)
	end := lineRange(d.file, line).End
	if d.file.Line(max(core.End-1, core.Start)) == line && strings.TrimSpace(d.file.Text[core.End:end]) == "" {
		return source.Edit{Range: source.Range{Start: core.End, End: end}, New: " " + comment}, true
	}
	start := d.file.LineStart(line)
	return source.Edit{Range: source.Range{Start: start, End: start}, New: comment + d.newline()}, true
}

// suppressible reports whether a comment is offered that suppresses a code: of
// a rule, but not of those about suppressions. Syntax errors and failed runs are
// to be mended.
func suppressible(code string) bool {
	r, ok := rules.Find(code)
	return ok && r != rules.SuppressionWithoutReason && r != rules.UnusedSuppression && r != rules.UnknownSuppression
}

// newline is the line end that the document's first line has.
func (d *Document) newline() string {
	end := lineRange(d.file, 1).End
	if strings.HasPrefix(d.file.Text[end:], "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// fixAll is all that `pkt lint --fix` would change.
func (d *Document) fixAll() (protocol.CodeAction, bool) {
	fixed, err := lint.Fix(d.Script(), d.Diagnostics())
	if err != nil || len(fixed.Applied) == 0 {
		return protocol.CodeAction{}, false
	}
	var edits []source.Edit
	for _, one := range fixed.Applied {
		for _, f := range one.Fixes {
			if !f.Safe {
				continue
			}
			for _, e := range f.Edits {
				if !slices.Contains(edits, e) {
					edits = append(edits, e)
				}
			}
			break
		}
	}
	return d.action("fix all that is safe to fix", kindFixAll, edits), true
}

// rewrites are changes of what stands at a place that is not wrong.
func (d *Document) rewrites(at *place) []protocol.CodeAction {
	if at.statement == nil || at.statement.Kind != lang.EventStatement {
		return nil
	}
	var out []protocol.CodeAction
	add := func(title string, edits ...source.Edit) {
		out = append(out, d.action(title, protocol.CodeActionKindRefactorRewrite, edits))
	}
	if packet, ok := at.statement.Action.(*lang.Packet); ok && packet.TCP() != nil &&
		packet.Direction == lang.Outbound {
		at.optionRewrites(packet.TCP(), add)
	}
	if line, ok := at.expectedReply(); ok {
		end := lineRange(d.file, d.file.Line(at.statement.Range(at.statement.Core).End)).End
		add("write the expected reply", source.Edit{Range: source.Range{Start: end, End: end}, New: d.newline() + line})
	}
	return out
}
