package rule

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/source"
)

// RunObservation turns an observation of the model, of one of the rule's kinds,
// into a diagnostic; false where the rule drops it.
func RunObservation(r *Rule, script *lang.Script, m *model.Model, o model.Observation) (diag.Diagnostic, bool) {
	st := script.Statements[o.Statement]
	node := o.Node
	if node == nil || node.Where().Empty() {
		node = st.Core
	}
	d := diag.Diagnostic{
		Code:     r.Code,
		Severity: severity(r, o.Certainty),
		Range:    st.Range(node),
		Message:  o.Message,
		Label:    o.Label,
	}
	for _, place := range o.Related {
		d.Related = append(d.Related, related(script, place))
	}
	if o.Replacement != "" {
		if d.Label == "" {
			d.Label = "write `" + o.Replacement + "`"
		}
		d.Fixes = []diag.Fix{{
			Title: "replace it with `" + o.Replacement + "`",
			Edits: []source.Edit{{Range: d.Range, New: o.Replacement}},
		}}
	}
	if r.Refine != nil {
		p := &ScriptPass{Script: script, Model: m, cursor: m.Cursor(), rule: r}
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

func related(script *lang.Script, place model.Place) diag.Related {
	st := script.Statements[place.Statement]
	node := place.Node
	if node == nil || node.Where().Empty() {
		node = st.Core
	}
	return diag.Related{Range: st.Range(node), Message: place.Text}
}
