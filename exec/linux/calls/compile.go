//go:build linux

package calls

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// compiled is a call with its names resolved and its arguments evaluated. It
// holds no live value, so one is enough however often the script runs.
type compiled struct {
	call      *lang.SystemCall
	signature *vocab.Call
	run       handler
	arguments []argument
	result    int32
	errno     int64 // expected; meaningful where call.Errno is set
}

// handler makes one system call and compares.
type handler func(*invocation) *mismatch

// compile evaluates what can be evaluated before the script runs. The faults
// are in the order of the text.
func compile(call *lang.SystemCall) (*compiled, []*fault) {
	signature, known := vocab.SystemCall(call.Name.Name)
	var run handler
	if known {
		run = handlers[signature.Name]
	}
	if run == nil {
		return nil, []*fault{unknownCall(call)}
	}
	c := &compiled{call: call, signature: signature, run: run}
	if f := countArguments(call, signature); f != nil {
		return nil, []*fault{f}
	}
	var faults []*fault
	for n, e := range call.Args {
		a, f := compileArgument(signature, n, e)
		if f != nil {
			faults = append(faults, f)
		}
		c.arguments = append(c.arguments, a)
	}
	if len(faults) == 0 {
		if f := crossCheck(c); f != nil {
			faults = append(faults, f)
		}
	}
	if f := c.compileResult(); f != nil {
		faults = append(faults, f)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return c, nil
}

// compileResult reads the result and the errno. The result of google/packetdrill
// is a plain number: it does not look symbols up there.
func (c *compiled) compileResult() *fault {
	switch c.call.Result.(type) {
	case *lang.Number, *lang.InetAddress:
	default:
		return wrongKind(c.call.Result, "a number as the result", "integer")
	}
	var f *fault
	if c.result, f = number32(c.call.Result); f != nil {
		return f
	}
	if c.call.Errno == nil {
		return nil
	}
	c.errno, f = symbol(c.call.Errno)
	return f
}

func unknownCall(call *lang.SystemCall) *fault {
	name := call.Name.Name
	f := faultf(call.Name, "unknown system call %s", name)
	f.reference = fmt.Sprintf("Unknown system call: '%s'", name)
	var names []string
	for known := range handlers {
		names = append(names, known)
	}
	if near, ok := vocab.Suggest(name, names); ok {
		f.label = fmt.Sprintf("did you mean %s?", near)
		f.replaceWith("write "+near, near)
	} else if other, ok := vocab.SystemCall(name); ok {
		f.notes = append(f.notes, fmt.Sprintf("the %s dialect has it, but this program cannot run it", other.Dialect))
	}
	return f
}

// argumentsSpan covers the parentheses and what stands between them.
func argumentsSpan(call *lang.SystemCall) lang.Span {
	return lang.Span{Off: call.Open.Off, End: call.Close.End}
}

func countArguments(call *lang.SystemCall, signature *vocab.Call) *fault {
	got := len(call.Args)
	if signature.MinArgs <= got && got <= signature.MaxArgs {
		return nil
	}
	want := fmt.Sprint(signature.MaxArgs)
	if signature.MinArgs != signature.MaxArgs {
		want = fmt.Sprintf("%d or %d", signature.MinArgs, signature.MaxArgs)
	}
	f := faultf(argumentsSpan(call), "%s takes %s arguments and has %d", signature.Name, want, got)
	f.reference = fmt.Sprintf("Expected %d args but got %d", signature.MaxArgs, got)
	f.notes = append(f.notes, "it is written "+signature.Signature())
	return f
}

// crossCheck compares arguments with one another.
func crossCheck(c *compiled) *fault {
	for n, p := range c.signature.Params {
		if p.Kind != vocab.ElementCount || n == 0 || n >= len(c.arguments) {
			continue
		}
		a := &c.arguments[n-1]
		var length int
		switch c.signature.Params[n-1].Kind {
		case vocab.Vector:
			length = len(a.vector)
		case vocab.PollArray:
			length = len(a.polls)
		default:
			continue
		}
		if int(c.arguments[n].number) != length {
			return countFault(c.call.Args[n], p.Name, c.arguments[n].number, length)
		}
	}
	return nil
}

func countFault(node lang.Node, name string, count int64, length int) *fault {
	f := faultf(node, "%s is %d, but the array has %d elements", name, count, length)
	if length == 1 {
		f.message = fmt.Sprintf("%s is %d, but the array has 1 element", name, count)
	}
	return f.replaceWith("write the number of elements", fmt.Sprint(length))
}
