package rule

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
)

// RunObservation turns an observation of the model, of one of the rule's kinds,
// into a diagnostic; false where the rule drops it.
func RunObservation(r *Rule, of *program.Program, m *model.Model, o model.Observation) (diag.Diagnostic, bool) {
	script := of.Script
	st := script.Statements[o.Statement]
	d := diag.Diagnostic{
		Code:     r.Code,
		Severity: severity(r, o.Certainty),
		Range:    st.Range(nodeOr(o.Node, st)),
		Message:  o.Message,
		Label:    label(o),
		Fixes:    fixes(st, o),
	}
	for _, place := range o.Related {
		at := script.Statements[place.Statement]
		d.Related = append(d.Related, diag.Related{Range: at.Range(nodeOr(place.Node, at)), Message: place.Text})
	}
	if r.Refine != nil {
		p := &ScriptPass{Program: of, Script: script, Model: m, cursor: m.Cursor(), rule: r}
		if !r.Refine(p, o, &d) {
			return diag.Diagnostic{}, false
		}
	}
	return d, true
}

// severity lowers a rule's severity where an observation is not certain.
func severity(r *Rule, c model.Certainty) diag.Severity {
	if c == model.Certain {
		return r.Severity
	}
	return max(r.Severity, diag.Info)
}

// nodeOr is a node, or the whole statement where it has no place.
func nodeOr(n lang.Node, st *lang.Statement) lang.Node {
	if n == nil || n.Where().Empty() {
		return st.Core
	}
	return n
}

// label says what the text that the model holds against the script means.
func label(o model.Observation) string {
	switch {
	case o.Label == "" && o.Replacement != "":
		return fmt.Sprintf("write `%s`", o.Replacement)
	case o.Label == "" || strings.Contains(o.Label, "`"):
		return o.Label
	case o.Kind == model.SegmentMissing || o.Kind == model.FinMissing:
		return fmt.Sprintf("expect `%s` behind this", o.Label)
	}
	return fmt.Sprintf("expected `%s`", o.Label)
}

// replacing are the kinds of observations whose label could stand in the place
// of the node.
var replacing = map[model.Kind]bool{
	model.AckBeyondReceived: true, model.AckBehindReceived: true, model.CallResult: true, model.WriteResult: true,
}

// fixes offers what would agree with the model. It is never certain that this is
// what was meant: the cause may stand further up.
func fixes(st *lang.Statement, o model.Observation) []diag.Fix {
	text := o.Replacement
	if text == "" && replacing[o.Kind] && !strings.Contains(o.Label, "`") {
		text = o.Label
	}
	if text == "" || o.Node == nil || o.Node.Where().Empty() {
		return nil
	}
	at := st.Range(o.Node)
	if n, ok := o.Node.(*lang.Number); ok && !n.Keyword.Empty() && strings.HasPrefix(text, "ack ") {
		at.Start = st.Range(n.Keyword).Start
	}
	return []diag.Fix{{
		Title: fmt.Sprintf("replace it with `%s`", text),
		Edits: []source.Edit{{Range: at, New: text}},
	}}
}
