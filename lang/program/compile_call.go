package program

import (
	"fmt"
	"strconv"
	"sync"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// compileCall evaluates what can be evaluated before the script runs. The
// faults are in no order.
func compileCall(call *lang.SystemCall) (*Call, []*fault) {
	c := &callCompiler{call: &Call{Syntax: call}}
	c.name()
	c.faults = append(c.faults, checkSymbols(call)...)
	if c.known {
		c.count()
	}
	if c.call.Signature != nil {
		c.arguments()
	}
	c.result()
	c.errno()
	c.call.Valid = c.valid && len(c.faults) == 0 && !c.incomplete
	return c.call, c.faults
}

type callCompiler struct {
	call   *Call
	faults []*fault
	// known is set where the name is that of a call of some dialect, and valid
	// where the call can be made here.
	known, valid bool
	// counted is set where the number of arguments is right.
	counted bool
	// incomplete is set where something has no value.
	incomplete bool
}

func (c *callCompiler) add(f *fault) {
	if f == nil {
		return
	}
	c.incomplete = true
	if f != said {
		c.faults = append(c.faults, f)
	}
}

func (c *callCompiler) name() {
	call := c.call.Syntax
	known, ok := vocab.SystemCall(call.Name.Name)
	if !ok {
		c.unknownCall()
		return
	}
	c.call.Signature, c.known = known, true
	if c.valid = known.Dialect == vocab.Base; !c.valid {
		c.add(faultf(CodeUnknownCall, &call.Name,
			"`%s` is a call of the %s dialect, which this program cannot run", known.Name, known.Dialect).
			says("Unknown system call: '%s'", known.Name).onLinux())
	}
}

// unknownCall takes the call that was most likely meant instead.
func (c *callCompiler) unknownCall() {
	call := c.call.Syntax
	name := call.Name.Name
	var f *fault
	if near, ok := vocab.Suggest(name, callNames()); ok {
		f = faultf(CodeUnknownCall, &call.Name, "unknown system call `%s`: did you mean `%s`?", name, near).
			mark("write `%s`", near).replaceWith(near)
		c.call.Signature, _ = vocab.SystemCall(near)
	} else {
		f = faultf(CodeUnknownCall, &call.Name, "unknown system call `%s`: the tool has no call of this name", name)
	}
	c.add(f.says("Unknown system call: '%s'", name))
}

var callNames = sync.OnceValue(func() []string {
	calls := vocab.SystemCalls()
	names := make([]string, len(calls))
	for i, c := range calls {
		names[i] = c.Name
	}
	return names
})

func (c *callCompiler) count() {
	call, known := c.call.Syntax, c.call.Signature
	got := len(call.Args)
	if c.counted = known.MinArgs <= got && got <= known.MaxArgs; c.counted {
		return
	}
	at := lang.Span{Off: call.Open.Off, End: call.Close.End}
	if got > known.MaxArgs {
		at = lang.Span{Off: call.Args[known.MaxArgs].Where().Off, End: call.Close.Off}
	}
	f := faultf(CodeArgumentCount, at, "%s takes %s, and here it has %d", known.Name, argumentsText(known), got).
		mark("expected %s", known.Signature()).
		says("Expected %d args but got %d", known.MaxArgs, got)
	f.linux = known.Accepts(got) // another dialect has a call of that name
	c.add(f)
}

func argumentsText(c *vocab.Call) string {
	switch {
	case c.MinArgs != c.MaxArgs:
		return fmt.Sprintf("%d to %d arguments", c.MinArgs, c.MaxArgs)
	case c.MaxArgs == 1:
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", c.MaxArgs)
}

func (c *callCompiler) arguments() {
	known, args := c.call.Signature, c.call.Syntax.Args
	args = args[:min(len(args), len(known.Params))]
	c.call.Arguments = make([]Argument, len(args))
	for n, e := range args {
		var f *fault
		c.call.Arguments[n], f = compileArgument(known, n, e)
		if f != nil && (known.Dialect != vocab.Base || !c.counted) {
			// What another dialect takes is not known here, and where one is
			// missing the others are not in their places.
			f = said
		}
		c.add(f)
	}
	if c.valid && c.counted {
		c.crossCheck()
	}
}

func countFault(node lang.Node, name string, count int64, length int) *fault {
	elements := fmt.Sprintf("%d elements", length)
	if length == 1 {
		elements = "1 element"
	}
	return faultf(CodeCountMismatch, node, "%s is %d, but the array has %s", name, count, elements).
		mark("write `%d`", length).replaceWith(strconv.Itoa(length)).onLinux()
}

// result reads the result. That of google/packetdrill is a plain number: it
// does not look symbols up there.
func (c *callCompiler) result() {
	call := c.call.Syntax
	switch e := call.Result.(type) {
	case *lang.Number, *lang.InetAddress:
		var f *fault
		c.call.Result, f = number32(e)
		c.add(f)
	case *lang.Word:
		value, f := symbol(e)
		if f != nil {
			c.add(f)
			return
		}
		c.add(c.wrongResult().mark("write `%d`", value).replaceWith(strconv.FormatInt(value, 10)))
	default:
		c.add(c.wrongResult())
	}
}

func (c *callCompiler) wrongResult() *fault {
	is, reference := kindOf(c.call.Syntax.Result)
	return faultf(CodeCallResult, c.call.Syntax.Result,
		"the result of %s must be a plain number, not %s", c.call.Name(), is).
		says("Bad type; actual: %s expected: integer", reference).onLinux()
}

// errno looks the expected error up, which may be any symbol.
func (c *callCompiler) errno() {
	call := c.call.Syntax
	if call.Errno == nil {
		return
	}
	known, ok := vocab.LookupConstant(call.Errno.Name)
	switch {
	case !ok:
		c.add(unknownErrno(call))
		return
	case !known.HasValue:
		c.add(faultf(CodeUnknownErrno, call.Errno, "`%s` has no value on Linux", call.Errno.Name).
			says("unknown symbol: '%s'", call.Errno.Name).onLinux())
		return
	}
	c.call.Errno = int32(known.Value)
}

func unknownErrno(call *lang.SystemCall) *fault {
	name := call.Errno.Name
	f := faultf(CodeUnknownErrno, call.Errno, "unknown errno `%s`", name).says("unknown symbol: '%s'", name)
	if near, ok := meantErrno(call); ok {
		f.Message += fmt.Sprintf(": did you mean `%s`?", near)
		return f.mark("write `%s`", near).replaceWith(near)
	}
	if looksLikeDefinition(name) && name[0] != 'E' {
		f.note("if it is a definition, give it with -D %s=VALUE or --define", name)
		f.definition = true
	}
	return f
}

// meantErrno is the errno whose text stands after an unknown name, or the one
// that is spelt nearly like it.
func meantErrno(call *lang.SystemCall) (string, bool) {
	all := vocab.Errnos()
	names := make([]string, len(all))
	for i, e := range all {
		if call.Note != nil && e.Text == call.Note.Text {
			return e.Name, true
		}
		names[i] = e.Name
	}
	return vocab.Suggest(call.Errno.Name, names)
}
