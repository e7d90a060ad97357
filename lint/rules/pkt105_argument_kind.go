package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var argumentKind = &rule.Rule{
	Code: "PKT105", Name: "argument-kind", Severity: diag.Error, LinuxOnly: true,
	Summary: "an argument of a kind that the call does not take",
	Details: "Each argument has a form: an integer or symbol, a structure in braces, an array in brackets, a string, or an " +
		"ellipsis where the tool makes the value up. The tool checks that when the event is due.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Bad:     script(connected, "  +0 write(4, ..., [1000]) = 1000", "  +0 > P. 1:1001(1000) ack 1"),
	Good:    script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Statement: func(p *rule.StatementPass) {
		call, ok := p.Statement.Action.(*lang.SystemCall)
		if !ok {
			return
		}
		known, ok := vocab.SystemCall(call.Name.Name)
		if !ok || known.Dialect != vocab.Base || len(call.Args) < known.MinArgs || len(call.Args) > known.MaxArgs {
			return
		}
		for i, arg := range call.Args {
			param := &known.Params[i]
			if expected := expectedForm(param, arg); expected != "" {
				p.Report(arg, "argument %d of %s, %s, must be %s, not %s", i+1, known.Name, param.Name, expected, describe(arg)).
					Mark("expected %s", expected)
			}
		}
	},
}

// form is what an argument must look like.
type form struct {
	name string
	is   func(lang.Expr) bool
}

var (
	integerForm  = form{"an integer or a symbol", isInteger}
	stringForm   = form{"a string", isNode[*lang.String]}
	arrayForm    = form{"an array in brackets", isNode[*lang.Array]}
	messageForm  = form{"a msghdr in braces", isNode[*lang.MsgHdr]}
	epollForm    = form{"an epoll_event in braces", isNode[*lang.EpollEvent]}
	ellipsisForm = form{"`...`", isNode[*lang.Ellipsis]}
	bufferForm   = form{"`...` or NULL", isNull}
	bracketForm  = form{"one value in brackets", isBracketed}
)

// forms are those of the kinds of parameters that have only one.
var forms = map[vocab.ParamKind]form{
	vocab.Number: integerForm, vocab.Descriptor: integerForm, vocab.SocketType: integerForm, vocab.Protocol: integerForm,
	vocab.Backlog: integerForm, vocab.Length: integerForm, vocab.Flags: integerForm, vocab.ElementCount: integerForm,
	vocab.FileCommand: integerForm, vocab.Request: integerForm, vocab.ShutdownHow: integerForm, vocab.OptionLevel: integerForm,
	vocab.OptionName: integerForm, vocab.Timeout: integerForm, vocab.EpollOperation: integerForm,
	vocab.Path: stringForm, vocab.Vector: arrayForm, vocab.PollArray: arrayForm, vocab.DescriptorPair: arrayForm,
	vocab.MessageHeader: messageForm, vocab.EpollEvent: epollForm,
	vocab.Buffer: bufferForm, vocab.FileCommandArgument: integerForm, vocab.RequestArgument: bracketForm,
	vocab.OptionLength: integerForm, vocab.Offset: integerForm,
}

// formOf is the form of a parameter; false where it may have several.
func formOf(param *vocab.Param) (form, bool) {
	switch {
	case param.Kind == vocab.OptionLength && param.Out:
		return bracketForm, true // getsockopt() states what it expects back
	case param.Kind == vocab.Offset && len(param.Constants) == 0:
		return bracketForm, true // sendfile() writes it back
	}
	f, ok := forms[param.Kind]
	return f, ok
}

// expectedForm says what an argument should have been, or "" where it may be
// what it is.
func expectedForm(param *vocab.Param, arg lang.Expr) string {
	if param.Ellipsis == vocab.EllipsisRequired {
		if ellipsisForm.is(arg) {
			return ""
		}
		return ellipsisForm.name
	}
	f, known := formOf(param)
	if ellipsisForm.is(arg) {
		switch {
		case param.Ellipsis != vocab.NoEllipsis:
			return ""
		case known:
			return f.name
		}
		return "written out"
	}
	if known && !f.is(arg) {
		return f.name
	}
	return ""
}

func isNode[T lang.Expr](e lang.Expr) bool {
	_, ok := e.(T)
	return ok
}

func isInteger(e lang.Expr) bool {
	switch e := e.(type) {
	case *lang.Number, *lang.Word:
		return true
	case *lang.Or:
		for _, term := range e.Terms {
			if !isInteger(term) {
				return false
			}
		}
		return true
	}
	return false
}

func isNull(e lang.Expr) bool {
	switch e := e.(type) {
	case *lang.Number:
		return e.Value == 0 || e.Pending
	case *lang.Word:
		c, ok := vocab.LookupConstant(e.Name)
		return !ok || c.Value == 0
	}
	return false
}

func isBracketed(e lang.Expr) bool {
	array, ok := e.(*lang.Array)
	return ok && len(array.Elements) == 1
}

// describe names an argument in a message.
func describe(e lang.Expr) string {
	switch e.(type) {
	case *lang.Ellipsis:
		return "`...`"
	case *lang.String:
		return "a string"
	case *lang.Array:
		return "an array"
	case *lang.Number, *lang.Word, *lang.Or:
		return "an integer"
	}
	return "a structure"
}
