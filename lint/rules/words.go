package rules

import (
	"slices"
	"sync"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// symbol is a word that stands for an integer in a system call.
type symbol struct {
	word *lang.Word
	// kinds are the kinds of constants that fit, and what their name in
	// messages; no kinds where anything does.
	kinds []vocab.ConstantKind
	what  string
}

// Kinds of constants in the fields of structures.
var (
	familyKinds  = []vocab.ConstantKind{vocab.AddressFamily}
	messageKinds = []vocab.ConstantKind{vocab.MessageFlag}
	levelKinds   = []vocab.ConstantKind{vocab.ProtocolConstant, vocab.LevelConstant}
	controlKinds = []vocab.ConstantKind{vocab.ControlMessageType, vocab.SocketOption}
	pollKinds    = []vocab.ConstantKind{vocab.PollEventFlag}
	epollKinds   = []vocab.ConstantKind{vocab.EpollEventFlag}
	errnoKinds   = []vocab.ConstantKind{vocab.ErrorNumber}
	originKinds  = []vocab.ConstantKind{vocab.ErrorOrigin, vocab.TimestampKind}
)

// symbols are the words of a call that stand for integers, its name and errno
// left out, with what fits where they stand.
func symbols(call *lang.SystemCall) []symbol {
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

type symbolCollector struct{ found []symbol }

func (c *symbolCollector) word(w *lang.Word, kinds []vocab.ConstantKind, what string) {
	c.found = append(c.found, symbol{w, kinds, what})
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
	default:
		c.structure(e)
	}
}

func (c *symbolCollector) structure(e lang.Expr) {
	switch e := e.(type) {
	case *lang.Sockaddr:
		c.word(&e.Family, familyKinds, "address family")
	case *lang.MsgHdr:
		c.expression(e.Flags, messageKinds, "message flag")
		if e.Control != nil {
			c.expression(e.Control, nil, "control message")
		}
	case *lang.ControlMessage:
		c.expression(e.Level, levelKinds, "level")
		c.expression(e.Type, controlKinds, "control message type")
		c.expression(e.Data, nil, "value")
	case *lang.SockExtendedErr:
		c.expression(e.Errno, errnoKinds, "errno")
		c.expression(e.Origin, originKinds, "error origin")
		for _, field := range []lang.Expr{e.Type, e.Code, e.Info, e.Data} {
			c.expression(field, nil, "value")
		}
	case *lang.PollFD:
		c.expression(e.Events, pollKinds, "poll event")
		c.expression(e.Revents, pollKinds, "poll event")
	case *lang.EpollEvent:
		c.expression(e.Events, epollKinds, "epoll event")
	}
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

// fits tells whether a constant is of one of the kinds; every one fits where
// there are none.
func fits(c *vocab.Constant, kinds []vocab.ConstantKind) bool {
	return len(kinds) == 0 || slices.Contains(kinds, c.Kind)
}

// fails tells whether a call is expected to fail.
func fails(call *lang.SystemCall) bool {
	n, ok := call.Result.(*lang.Number)
	return ok && n.Value < 0
}

// looksLikeDefinition tells whether a word is written as the names of
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
