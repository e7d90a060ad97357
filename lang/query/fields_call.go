package query

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
)

// ofCall is a field that only system calls have.
func ofCall(read func(*program.Event) value) func(*Event) value {
	return func(e *Event) value {
		if e.Event.SystemCall() == nil {
			return value{}
		}
		return read(e.Event)
	}
}

func callFields() []Field {
	return []Field{
		{Name: "call", Type: Name, Names: callNames(), Doc: "the name of a system call",
			read: ofCall(func(e *program.Event) value { return text(e.SystemCall().Name.Name) })},
		{Name: "result", Type: Number, Doc: "the number that a call is expected to return", read: ofCall(result)},
		{Name: "errno", Type: Name, Names: errnoNames(), Doc: "the error that a call is expected to end with",
			read: ofCall(func(e *program.Event) value { return ofWord(e.SystemCall().Errno) })},
		{Name: "fd", Type: Number, Doc: "the descriptor that a call is made on, by its number in the script",
			read: ofCall(func(e *program.Event) value {
				if n, ok := descriptor(e); ok {
					return number(n)
				}
				return value{}
			})},
		{Name: "arguments", Type: Number, Doc: "how many arguments a call has",
			read: ofCall(func(e *program.Event) value { return number(int64(len(e.SystemCall().Args))) })},
		{Name: "blocking", Type: Truth, Doc: "a call that blocks: its time has an end",
			read: func(e *Event) value { return truth(e.Event.Blocking) }},
	}
}

// result is absent where a definition or "..." stands for it.
func result(e *program.Event) value {
	switch r := e.SystemCall().Result.(type) {
	case *lang.Number:
		return ofNumber(r)
	case *lang.Word:
		if e.Call != nil && e.Call.Valid {
			return number(int64(e.Call.Result))
		}
	}
	return value{}
}

// descriptor is the first argument of a call, where that is the one that the
// call is made on.
func descriptor(e *program.Event) (int64, bool) {
	if e.Call == nil || len(e.Call.Arguments) == 0 {
		return 0, false
	}
	first := &e.Call.Arguments[0]
	n, ok := first.Value.(program.DescriptorNumber)
	return int64(n), ok
}

func callNames() []string {
	var names []string
	for _, c := range vocab.SystemCalls() {
		names = append(names, c.Name)
	}
	return names
}

func errnoNames() []string {
	var names []string
	for _, e := range vocab.Errnos() {
		names = append(names, e.Name)
	}
	return names
}
