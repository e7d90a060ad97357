package model

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
)

// argument is the call's argument of a kind, or nil.
func (v *invocation) argument(kind vocab.ParamKind) *program.Argument {
	for i := range v.call.Arguments {
		if a := &v.call.Arguments[i]; a.Param.Kind == kind {
			return a
		}
	}
	return nil
}

// number is the value of the argument of a kind, if it is a known number.
func (v *invocation) number(kind vocab.ParamKind) (value int64, known bool) {
	a := v.argument(kind)
	if a == nil {
		return 0, false
	}
	n, known := a.Value.(program.Number)
	return int64(n), known
}

// word is the argument of a kind as written, if it is one word.
func (v *invocation) word(kind vocab.ParamKind) string {
	if a := v.argument(kind); a != nil {
		if w, ok := a.Syntax.(*lang.Word); ok {
			return w.Name
		}
	}
	return ""
}

// is reports whether the argument of a kind certainly is the constant.
func (v *invocation) is(kind vocab.ParamKind, constant string) bool {
	n, known := v.number(kind)
	c, ok := vocab.LookupConstant(constant)
	return known && ok && n == c.Value
}

// has reports whether the bits of a constant are set in the argument of a kind.
func (v *invocation) has(kind vocab.ParamKind, constant string) bool {
	n, _ := v.number(kind)
	if n == 0 {
		return false
	}
	c, ok := vocab.LookupConstant(constant)
	return ok && c.Value != 0 && n&c.Value == c.Value
}

// flagged reports whether the call has a MSG_ flag.
func (v *invocation) flagged(flag string) bool { return v.has(vocab.Flags, flag) }

// flagsKnown reports whether the call's flags are known, as far as it takes any.
func (v *invocation) flagsKnown() bool {
	_, known := v.number(vocab.Flags)
	return known || v.argument(vocab.Flags) == nil
}

// nullBuffer reports whether the call's buffer is NULL.
func (v *invocation) nullBuffer() bool {
	a := v.argument(vocab.Buffer)
	if a == nil {
		return false
	}
	_, null := a.Value.(program.Null)
	return null
}

// length is how many bytes the call asks for or gives.
func (v *invocation) length() (bytes int64, known bool) {
	if a := v.argument(vocab.Vector); a != nil {
		return vectorLength(a.Syntax)
	}
	if a := v.argument(vocab.MessageHeader); a != nil {
		if m, ok := a.Syntax.(*lang.MsgHdr); ok && m.Iov != nil {
			return vectorLength(m.Iov)
		}
		return 0, false
	}
	return v.number(vocab.Length)
}

// vectorLength is the sum of the lengths of an array of iovecs. It is known
// whatever else is wrong with the structure that holds the array.
func vectorLength(e lang.Expr) (bytes int64, known bool) {
	a, ok := e.(*lang.Array)
	if !ok {
		return 0, false
	}
	for _, element := range a.Elements {
		buffer, ok := element.(*lang.Iovec)
		if !ok {
			return 0, false
		}
		n, ok := number(buffer.Length)
		if !ok {
			return 0, false
		}
		bytes += n
	}
	return bytes, true
}

// errno is the name of the errno that the script expects, or "".
func (v *invocation) errno() string {
	if v.call.Syntax.Errno == nil {
		return ""
	}
	return v.call.Syntax.Errno.Name
}

// blocks reports whether the call is written with a start and an end: it is
// expected to wait.
func (v *invocation) blocks() bool { return v.call.Syntax.Until != nil }

// succeeds reports whether the script says that the call does not fail.
func (v *invocation) succeeds() bool { return !v.hasResult || v.result >= 0 }

// fails reports whether the script says that the call fails.
func (v *invocation) fails() bool { return v.hasResult && v.result < 0 }

// returns reports whether the script says which number of 0 or more the call
// returns.
func (v *invocation) returns() bool { return v.hasResult && v.result >= 0 }

// number returns the value of an expression, if it is a number, in brackets or
// not.
func number(e lang.Expr) (int64, bool) {
	switch e := e.(type) {
	case *lang.Number:
		return e.Value, true
	case *lang.Array:
		if len(e.Elements) == 1 {
			return number(e.Elements[0])
		}
	}
	return 0, false
}
