package query

import (
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
)

// Type is what a field holds.
type Type uint8

// The types.
const (
	Truth    Type = iota // true or false
	Number               // an integer
	Duration             // microseconds; written as 1.5, 200ms, 10us
	Flags                // TCP flags
	Text                 // any text
	Name                 // one of a set of words
)

var typeNames = [...]string{"boolean", "number", "time", "flags", "text", "name"}

// String is the type as `pkt help query` shows it.
func (t Type) String() string { return typeNames[t] }

// ordered reports whether values of the type are greater and smaller.
func (t Type) ordered() bool { return t == Number || t == Duration }

// numeric reports whether value.number holds the type.
func (t Type) numeric() bool { return t != Text && t != Name }

// value is what a field holds in one event. Absent is what the event does not
// have: a call has no window.
type value struct {
	present bool
	number  int64
	text    string
}

func number(n int64) value { return value{present: true, number: n} }
func text(s string) value  { return value{present: true, text: s} }

func truth(b bool) value {
	if b {
		return value{present: true, number: 1}
	}
	return value{present: true}
}

// Event is what a query is asked about.
type Event struct {
	Program *program.Program
	Event   *program.Event
	// State is what the model knows before the event, and Clock when it happens;
	// only a query that Follows needs them.
	State *model.State
	Clock model.Clock
}
