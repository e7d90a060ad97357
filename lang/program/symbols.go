package program

import (
	"slices"
	"sync"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// Symbol is a word in a system call that stands for an integer.
type Symbol struct {
	Word *lang.Word
	// Kinds are the kinds of constants that fit, none where anything does, and
	// What their name in messages.
	Kinds []vocab.ConstantKind
	What  string
}

// Fits reports whether a constant is of one of the kinds.
func (s Symbol) Fits(c *vocab.Constant) bool {
	return len(s.Kinds) == 0 || slices.Contains(s.Kinds, c.Kind)
}

// statisticKinds are those of the names in a list of statistics.
var statisticKinds = []vocab.ConstantKind{vocab.StatisticsAttribute}

// Symbols are the words of a call that stand for integers, its name and errno
// left out, with what fits where they stand.
func Symbols(call *lang.SystemCall) []Symbol {
	var c symbolCollector
	known, _ := vocab.SystemCall(call.Name.Name)
	for i, arg := range call.Args {
		var kinds []vocab.ConstantKind
		what := "constant"
		if known != nil && i < len(known.Params) {
			kinds, what = known.Params[i].Constants, known.Params[i].Kind.String()
		}
		c.expression(arg, kinds, what)
	}
	c.expression(call.Result, nil, "result")
	return c.found
}

type symbolCollector struct{ found []Symbol }

func (c *symbolCollector) word(w *lang.Word, kinds []vocab.ConstantKind, what string) {
	c.found = append(c.found, Symbol{w, kinds, what})
}

func (c *symbolCollector) expression(e lang.Expr, kinds []vocab.ConstantKind, what string) {
	switch e := e.(type) {
	case *lang.Word:
		c.word(e, kinds, what)
	case *lang.Or:
		for _, term := range e.Terms {
			c.expression(term, kinds, what)
		}
	case *lang.Array:
		for _, element := range e.Elements {
			c.expression(element, kinds, what)
		}
	case *lang.Assign:
		c.expression(e.Value, nil, "value")
	case *lang.List:
		for _, element := range e.Elements {
			c.expression(element, nil, "value")
		}
	case *lang.PollFD:
		c.expression(e.FD, nil, "descriptor")
		c.expression(e.Events, kinds, "poll event")
		c.expression(e.Revents, kinds, "poll event")
	case *lang.EpollEvent:
		c.expression(e.Events, kinds, "epoll event")
		c.expression(e.Value, nil, "value")
	default:
		c.structure(e)
	}
}

// field is a field of a structure, of which vocab says which constants fit.
func (c *symbolCollector) field(e lang.Expr, name, what string) {
	c.expression(e, vocab.FieldConstants(name), what)
}

func (c *symbolCollector) structure(e lang.Expr) {
	switch e := e.(type) {
	case *lang.Sockaddr:
		c.field(&e.Family, "sa_family", "address family")
	case *lang.MsgHdr:
		c.field(e.Flags, "msg_flags", "message flag")
		if e.Iov != nil {
			c.expression(e.Iov, nil, "length")
		}
		if e.Control != nil {
			c.expression(e.Control, nil, "control message")
		}
	case *lang.Iovec:
		c.expression(e.Length, nil, "length")
	case *lang.ControlMessage:
		c.field(e.Level, "cmsg_level", "level")
		c.field(e.Type, "cmsg_type", "control message type")
		c.expression(e.Data, nil, "value")
	case *lang.SockExtendedErr:
		c.field(e.Errno, "ee_errno", "errno")
		c.field(e.Origin, "ee_origin", "error origin")
		c.field(e.Type, "ee_type", "value")
		c.field(e.Code, "ee_code", "value")
		c.field(e.Info, "ee_info", "value")
		c.field(e.Data, "ee_data", "value")
	}
}

// checkSymbols finds the words that nobody knows, and those that have no value
// on Linux.
func checkSymbols(call *lang.SystemCall) []*fault {
	var out []*fault
	for _, s := range Symbols(call) {
		switch c, ok := vocab.LookupConstant(s.Word.Name); {
		case !ok:
			out = append(out, unknownSymbol(s))
		case !c.HasValue:
			out = append(out, valueless(s.Word))
		}
	}
	return out
}

func unknownSymbol(s Symbol) *fault {
	name := s.Word.Name
	near, ok := suggestConstant(name, s.Kinds)
	var f *fault
	switch {
	case ok && s.Word.Defined != "":
		f = faultf(CodeUnknownConstant, s.Word,
			"`%s` is defined as `%s`, which is no known %s: did you mean `%s`?", s.Word.Defined, name, s.What, near)
	case ok:
		f = faultf(CodeUnknownConstant, s.Word, "unknown %s `%s`: did you mean `%s`?", s.What, name, near).
			mark("write `%s`", near).replaceWith(near)
	case looksLikeDefinition(name):
		f = faultf(CodeUnknownConstant, s.Word,
			"`%s` is no known %s: if it is a definition, give it with -D %s=VALUE or --define", name, s.What, name)
		f.definition = true
	default:
		f = faultf(CodeUnknownConstant, s.Word, "unknown %s `%s`", s.What, name)
	}
	return f.says("unknown symbol: '%s'", name)
}

func valueless(w *lang.Word) *fault {
	return faultf(CodeUnknownConstant, w, "`%s` has no value on Linux", w.Name).
		says("unknown symbol: '%s'", w.Name).onLinux()
}

// looksLikeDefinition reports whether a word is written as the names of
// definitions are: in upper case.
func looksLikeDefinition(word string) bool {
	letters := false
	for _, c := range []byte(word) {
		switch {
		case c >= 'a' && c <= 'z':
			return false
		case c >= 'A' && c <= 'Z':
			letters = true
		}
	}
	return letters
}

// allNames are the names of all constants.
var allNames = sync.OnceValue(func() []string { return names(vocab.Constants()) })

// namesOf are the names of all constants of some kinds, or of all kinds.
func namesOf(kinds []vocab.ConstantKind) []string {
	if len(kinds) == 0 {
		return allNames()
	}
	var out []string
	for _, kind := range kinds {
		out = append(out, names(vocab.ConstantsOfKind(kind))...)
	}
	return out
}

func names(constants []*vocab.Constant) []string {
	out := make([]string, len(constants))
	for i, c := range constants {
		out[i] = c.Name
	}
	return out
}

// suggestConstant is the known name that was meant, of the kinds that fit or,
// failing that, of any kind.
func suggestConstant(word string, kinds []vocab.ConstantKind) (string, bool) {
	if name, ok := vocab.Suggest(word, namesOf(kinds)); ok {
		return name, true
	}
	if len(kinds) == 0 {
		return "", false
	}
	return vocab.Suggest(word, namesOf(nil))
}
