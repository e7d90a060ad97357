package lang

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// Span is where a node stands, in bytes from the start of its Statement (not of
// the file), so that a statement can be kept as it is when text before it
// changes. Statement.Range turns it into a place in the file.
type Span struct {
	Off, End int32
}

// Where returns the span itself; embedding Span makes a type a Node.
func (s Span) Where() Span { return s }

// Empty reports whether the span covers nothing.
func (s Span) Empty() bool { return s.Off >= s.End }

// Node is a part of the syntax tree.
type Node interface {
	Where() Span
}

// Script is a parsed file. It is immutable and safe for concurrent use.
type Script struct {
	File *source.File
	// Statements cover the file without a gap: the first begins at 0, each
	// begins where the one before ends, the last ends with the file.
	Statements  []*Statement
	Definitions Definitions // those given from outside and those in the script
	outer       Outer       // only those given from outside
}

// StatementKind says what a Statement is.
type StatementKind uint8

// The kinds of statements.
const (
	BadStatement     StatementKind = iota // could not be parsed; see Problems
	OptionStatement                       // --name=value
	InitStatement                         // the command before the first event
	EventStatement                        // a time and an action
	CleanupStatement                      // the command after the last event
	EndStatement                          // comments and white space after the last statement
)

// Statement is one option, event or untimed command, with the comments and
// white space before it and those after it on its last line.
type Statement struct {
	Kind   StatementKind
	Base   int   // offset of its first byte in the file
	Length int32 // bytes
	// Core covers the statement itself, without comments around it.
	Core   Span
	Tokens []Token // every token and comment in it
	Option *Option // OptionStatement
	Time   *Time   // EventStatement
	// Action is set in EventStatement, and is a *Command in InitStatement and
	// CleanupStatement.
	Action Action
	// Problems are this statement's own syntax errors, relative to Base.
	Problems []diag.Diagnostic
}

// Range is where a node of this statement stands in the file.
func (s *Statement) Range(n Node) source.Range {
	w := n.Where()
	return source.Range{Start: s.Base + int(w.Off), End: s.Base + int(w.End)}
}

// Start is the offset in the file at which the statement itself begins, after
// the comments before it.
func (s *Statement) Start() int { return s.Base + int(s.Core.Off) }

// Time is when an event happens.
type Time struct {
	Span
	Kind  TimeKind
	Start Decimal // zero for AnyTime
	Stop  Decimal // the end of a range; zero otherwise
}

// TimeKind is the form of a time.
type TimeKind uint8

// The forms of times. "Relative" is to the event before.
const (
	AbsoluteTime  TimeKind = iota // 1.5
	RelativeTime                  // +.1
	AnyTime                       // *
	AbsoluteRange                 // 1~1.2
	RelativeRange                 // +.1~+.2
)

// Relative reports whether the time counts from the event before.
func (k TimeKind) Relative() bool { return k == RelativeTime || k == RelativeRange }

// Decimal is a number of seconds as written.
type Decimal struct {
	Span
	Text string
	// Microseconds, cut off and not rounded, as google/packetdrill computes it.
	Microseconds int64
}

// Action is what an event does: *Packet, *SystemCall, *Command or *Code.
type Action interface {
	Node
	action()
}

func (*Packet) action()     {}
func (*SystemCall) action() {}
func (*Command) action()    {}
func (*Code) action()       {}

// Option is a line such as --tolerance_usecs=10000.
type Option struct {
	Span
	Name     string // without the dashes
	NameSpan Span   // with the dashes
	Value    *OptionValue
}

// OptionValue is what stands after the equals sign.
type OptionValue struct {
	Span
	Text string // without quotes
	// Define is the name in --define=NAME=value, nil for another option; Text
	// then is the value with its quotes, as on the command line.
	Define *Word
}

// Command is text between backquotes, for /bin/sh.
type Command struct {
	Span
	Text     string
	TextSpan Span
}

// Code is a snippet between %{ and }%.
type Code struct {
	Span
	Text     string // without spaces and tabs at its ends
	TextSpan Span
}

// Number is an integer as written.
type Number struct {
	Span
	// Keyword is the word that introduces the number ("ack", "win"), if one
	// does.
	Keyword Span
	Text    string // as written; the name where a definition was used
	Value   int64
	Hex     bool
	Defined bool // the value comes from a definition
	// Pending is set where a word stands that looks like a definition which
	// was not given; Value is 0 then and means nothing.
	Pending bool
}

// Word is a name: a system call, a symbol, a definition's use.
type Word struct {
	Span
	// Name is the word, or what a definition replaced it with.
	Name string
	// Defined is the word as written, where a definition replaced it.
	Defined string
}

// Events returns the timed events, in order.
func (s *Script) Events() []*Statement { return s.of(EventStatement) }

// Options returns the option lines, in order.
func (s *Script) Options() []*Statement { return s.of(OptionStatement) }

func (s *Script) of(kind StatementKind) []*Statement {
	var out []*Statement
	for _, st := range s.Statements {
		if st.Kind == kind {
			out = append(out, st)
		}
	}
	return out
}

// Init is the command before the first event, or nil.
func (s *Script) Init() *Statement { return s.first(InitStatement) }

// Cleanup is the command after the last event, or nil.
func (s *Script) Cleanup() *Statement { return s.first(CleanupStatement) }

func (s *Script) first(kind StatementKind) *Statement {
	for _, st := range s.Statements {
		if st.Kind == kind {
			return st
		}
	}
	return nil
}

// Diagnostics returns all syntax errors of the script, in order, with ranges
// in the file.
func (s *Script) Diagnostics() []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, st := range s.Statements {
		for _, p := range st.Problems {
			out = append(out, p.Shift(st.Base))
		}
	}
	return out
}
