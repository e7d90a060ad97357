package program

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// Call is a system call with its names resolved and its arguments evaluated. It
// holds no live value, so one is enough however often the script runs.
type Call struct {
	Syntax *lang.SystemCall
	// Signature is what vocab knows of the call, or of the one that was most
	// likely meant where nobody knows its name; nil where that is not clear.
	Signature *vocab.Call
	// Arguments has one entry for each argument that the signature has a
	// parameter for.
	Arguments []Argument
	// Result is the number that the call is expected to return.
	Result int32
	// Errno is the number of the expected error; 0 where the script gives none.
	Errno int32
	// Valid is set where nothing is wrong with the call itself, so that every
	// argument has a value of its parameter's type: the call may be made.
	Valid bool
}

// Name is the name of the call.
func (c *Call) Name() string { return c.Syntax.Name.Name }

// CallAt is the system call of a statement, given by its index in
// Script.Statements; nil where the statement makes none.
func (p *Program) CallAt(statement int) *Call { return p.statements[statement].call }

// Fails reports whether the call is expected to fail.
func (c *Call) Fails() bool { return c.Result < 0 }

// Argument is an argument of a call.
type Argument struct {
	Syntax lang.Expr
	Param  *vocab.Param
	// Value is nil where the argument could not be made sense of, and for the
	// structures of other dialects.
	Value Value
}

// MadeUp reports whether "..." stands there: whoever makes the call fills in
// the value.
func (a *Argument) MadeUp() bool {
	_, ok := a.Value.(MadeUp)
	return ok
}

// Number is the value of a number, a symbol, or a descriptor, also of one in
// brackets; 0 for everything else.
func (a *Argument) Number() int64 {
	switch v := a.Value.(type) {
	case Number:
		return int64(v)
	case DescriptorNumber:
		return int64(v)
	}
	return 0
}

// Text is the string that stands for a buffer, a path or a value; nil where
// there is none.
func (a *Argument) Text() *Text {
	t, _ := a.Value.(*Text)
	return t
}

// Iovecs are the elements of an array of iovecs, or of that of a message
// header.
func (a *Argument) Iovecs() []Iovec {
	switch v := a.Value.(type) {
	case Iovecs:
		return v
	case *MessageHeader:
		return v.Iovecs
	}
	return nil
}

// Value is what an argument means: MadeUp, Null, Number, DescriptorNumber,
// DescriptorPair, *Text, Iovecs, *MessageHeader, PollEntries, *EpollEvent or
// *OptionValue.
type Value interface{ value() }

type (
	// MadeUp is "...".
	MadeUp struct{}
	// Null is NULL, or 0, in the place of a buffer.
	Null struct{}
	// Number is an integer, which is 32 bits wide but for an offset.
	Number int64
	// DescriptorNumber is the script's number of a descriptor.
	DescriptorNumber int32
	// DescriptorPair are the script's numbers of a pipe's read and write end.
	DescriptorPair [2]int32
	// Text is a string with its escapes replaced.
	Text struct {
		Bytes  []byte
		Prefix bool // more may follow
	}
	// Iovecs are the buffers of one call.
	Iovecs []Iovec
	// PollEntries are what poll(2) is to wait for.
	PollEntries []PollEntry
)

func (MadeUp) value()           {}
func (Null) value()             {}
func (Number) value()           {}
func (DescriptorNumber) value() {}
func (DescriptorPair) value()   {}
func (*Text) value()            {}
func (Iovecs) value()           {}
func (*MessageHeader) value()   {}
func (PollEntries) value()      {}
func (*EpollEvent) value()      {}
func (*OptionValue) value()     {}

// Iovec is one buffer of several.
type Iovec struct {
	Syntax lang.Expr // the base
	Length int64     // in bytes
	Text   *Text     // nil for "..."
}

// MessageHeader is a msghdr.
type MessageHeader struct {
	Syntax   *lang.MsgHdr
	Named    bool // msg_name(...)=... stands there
	Iovecs   []Iovec
	Flags    int32
	Controls []ControlMessage
}

// PollEntry is one pollfd of poll(2).
type PollEntry struct {
	Syntax     *lang.PollFD
	Descriptor int32
	Events     int16
	Revents    int16 // expected
}

// EpollEvent is an epoll_event.
type EpollEvent struct {
	Syntax *lang.EpollEvent
	Events uint32
	// Field is fd, ptr, u32 or u64, and Data its value. An fd is the script's
	// number.
	Field string
	Data  int64
}

// OptionValue is the value of a socket option, as the bytes that Linux takes or
// gives, in the order of this machine.
type OptionValue struct {
	Syntax lang.Expr
	Bytes  []byte
}
