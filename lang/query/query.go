package query

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/participle/v2"

	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
)

// Query is an expression that an event matches or not. It is immutable and safe
// for concurrent use.
type Query struct {
	text    string
	matches condition
	follows bool
}

// condition is a checked expression.
type condition func(*Event) bool

// maxLength and maxDepth bound a query, since it is read by recursion.
const (
	maxLength = 1 << 14 // bytes
	maxDepth  = 200     // parentheses and negations
)

// Parse reads and checks a query. The error is an *Error.
func Parse(text string) (*Query, error) {
	if err := bounded(text); err != nil {
		return nil, err
	}
	tree, err := syntax().ParseString("", text)
	if err != nil {
		return nil, syntaxError(text, err)
	}
	c := checker{text: text}
	matches, err := c.alternatives(tree)
	if err != nil {
		return nil, err
	}
	return &Query{text: text, matches: matches, follows: c.follows}, nil
}

// bounded refuses what would nest too deep.
func bounded(text string) error {
	switch {
	case len(text) > maxLength:
		return &Error{Query: text[:40] + "...", Message: fmt.Sprintf("the query is longer than %d bytes", maxLength)}
	case strings.TrimSpace(text) == "":
		return &Error{Query: text, Message: "the query is empty: expected an expression, such as `call == \"accept\"`"}
	case strings.Count(text, "(")+strings.Count(text, "!")+strings.Count(text, "not") > maxDepth:
		return &Error{Query: text, Message: fmt.Sprintf("the query nests too deep: %d parentheses and negations "+
			"are the most", maxDepth)}
	}
	return nil
}

// syntaxError says what participle found, in the words of this project.
func syntaxError(text string, err error) error {
	var unexpected *participle.UnexpectedTokenError
	if !errors.As(err, &unexpected) {
		var located participle.Error
		at := 0
		message := err.Error()
		if errors.As(err, &located) {
			at, message = located.Position().Offset, located.Message()
		}
		return &Error{Query: text, Start: at, End: at, Message: message}
	}
	t := unexpected.Unexpected
	at := min(t.Pos.Offset, len(text))
	e := &Error{Query: text, Start: at, End: min(at+len(t.Value), len(text))}
	expected := expectation(text[:at])
	switch {
	case t.EOF():
		e.Message = "the query ends too soon: expected " + expected
	case t.Value == `"`:
		e.Message = "the text that begins here never ends: expected a closing \""
	case t.Value == "=":
		e.Message = "unexpected `=`: values are compared with `==`"
	default:
		e.Message = fmt.Sprintf("unexpected `%s`: expected %s", t.Value, expected)
	}
	return e
}

// expectation is what may stand after a beginning of a query: a value where
// it ends with a sign, and an operator where it ends with a value.
func expectation(before string) string {
	before = strings.TrimRight(before, " \t\r\n")
	for _, word := range []string{"and", "or", "not", "in"} {
		if before == word || strings.HasSuffix(before, " "+word) {
			return "a field or a value"
		}
	}
	if before == "" || strings.ContainsRune("(&|!<>=~,.", rune(before[len(before)-1])) {
		return "a field or a value"
	}
	return "an operator, such as `&&` or `==`, or the end"
}

// String is the query as it was written.
func (q *Query) String() string { return q.text }

// Follows reports whether the query asks for what the model knows, so that an
// event has to have its State and Clock.
func (q *Query) Follows() bool { return q.follows }

// Match reports whether an event matches.
func (q *Query) Match(e *Event) bool { return q.matches(e) }

// Find returns the events of a program that match, in order.
func (q *Query) Find(p *program.Program) []*program.Event {
	var found []*program.Event
	q.each(p, func(e *Event) {
		if q.matches(e) {
			found = append(found, e.Event)
		}
	})
	return found
}

// each visits all events of a program with what the query needs of them.
func (q *Query) each(p *program.Program, visit func(*Event)) {
	if !q.follows {
		for _, e := range p.Events {
			visit(&Event{Program: p, Event: e})
		}
		return
	}
	next := 0
	model.Each(p, func(statement int, before *model.State, clock model.Clock) {
		if next < len(p.Events) && p.Events[next].Statement == p.Script.Statements[statement] {
			visit(&Event{Program: p, Event: p.Events[next], State: before, Clock: clock})
			next++
		}
	})
}
