package rule

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/source"
)

// Observer finds the words for one kind of observation of the model.
type Observer struct {
	Kind  model.Kind
	words func(Observed) Words
}

// Observe makes an Observer of a function that finds the words for observations
// with details of type D.
func Observe[D model.Detail](words func(Observed, D) Words) Observer {
	var zero D
	return Observer{zero.Kind(), func(o Observed) Words { return words(o, o.Detail.(D)) }}
}

// Observed is an observation, with the script that it is about.
type Observed struct {
	model.Observation
	Script *lang.Script
}

// Line is the line of a statement's time, from 1.
func (o Observed) Line(ref model.StatementRef) int {
	index, _ := ref.Index()
	st := o.Script.Statements[index]
	start := st.Start()
	if st.Time != nil {
		start = st.Range(st.Time).Start
	}
	return o.Script.File.Line(start)
}

// Words are what a rule says of an observation.
type Words struct {
	// Message says what is wrong in one sentence: lower case, no full stop.
	Message string
	// Label is a short text at the caret.
	Label string
	Notes []string
	// Replacement is what could stand in the place of the node: it is offered
	// as a fix, but not as a safe one, since the cause may stand further up.
	Replacement string
	// Fixes are further fixes.
	Fixes []diag.Fix
}

// Expected is the label that names what was expected.
func Expected(text string) string { return fmt.Sprintf("expected `%s`", text) }

// RunObservation turns an observation of the model, of the observer's kind, into
// a diagnostic of the rule.
func RunObservation(r *Rule, observer Observer, script *lang.Script, o model.Observation) diag.Diagnostic {
	st := script.Statements[o.Statement]
	words := observer.words(Observed{o, script})
	d := diag.Diagnostic{
		Code:     r.Code,
		Severity: severity(r, o.Certainty),
		Range:    st.Range(nodeOr(o.Node, st)),
		Message:  words.Message,
		Label:    words.Label,
		Notes:    words.Notes,
		Fixes:    append(replacement(st, o.Node, words.Replacement), words.Fixes...),
	}
	for _, place := range o.Related {
		d.Related = append(d.Related, related(script, place.Statement, placeTexts[place.Role]))
	}
	if due := o.Instead; due != nil {
		d.Related = append(d.Related,
			related(script, due.Cause, fmt.Sprintf("here the stack sends %s: %s", SegmentName(*due), due)))
	}
	return d
}

// related points at the action of a statement, or at all of it.
func related(script *lang.Script, ref model.StatementRef, text string) diag.Related {
	index, _ := ref.Index()
	st := script.Statements[index]
	var node lang.Node = st.Core
	if st.Action != nil {
		node = st.Action
	}
	return diag.Related{Range: st.Range(nodeOr(node, st)), Message: text}
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

// replacement offers a text in the place of a node. That of a number with a
// keyword holds the keyword.
func replacement(st *lang.Statement, node lang.Node, text string) []diag.Fix {
	if text == "" || node == nil || node.Where().Empty() {
		return nil
	}
	at := st.Range(node)
	if n, ok := node.(*lang.Number); ok && !n.Keyword.Empty() && strings.HasPrefix(text, "ack ") {
		at.Start = st.Range(n.Keyword).Start
	}
	return []diag.Fix{{
		Title: fmt.Sprintf("replace it with `%s`", text),
		Edits: []source.Edit{{Range: at, New: text}},
	}}
}
