package feature

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// descriptorUse is a number in a script that is a descriptor.
type descriptorUse struct {
	statement int
	number    *lang.Number
	// made is set where a call returns it, closed where the call ends it.
	made, closed bool
}

// descriptorUses finds the descriptors in a call: arguments, results, and the
// fields of structures that hold one.
func descriptorUses(index int, st *lang.Statement) []descriptorUse {
	call, ok := st.Action.(*lang.SystemCall)
	if !ok {
		return nil
	}
	known, ok := vocab.SystemCall(call.Name.Name)
	if !ok {
		return nil
	}
	var uses []descriptorUse
	add := func(e lang.Expr, made bool) {
		n, ok := e.(*lang.Number)
		if ok && n.Value >= 0 && !n.Pending && !n.Defined {
			uses = append(uses, descriptorUse{index, n, made, known.Name == "close" && !made && !failed(call)})
		}
	}
	for i, a := range call.Args {
		if i >= len(known.Params) {
			break
		}
		switch p := known.Params[i]; p.Kind {
		case vocab.Descriptor:
			add(a, false)
		case vocab.DescriptorPair:
			if pair, ok := a.(*lang.Array); ok {
				for _, e := range pair.Elements {
					add(e, true)
				}
			}
		default:
			lang.Walk(a, func(n lang.Node) bool {
				switch n := n.(type) {
				case *lang.PollFD:
					add(n.FD, false)
				case *lang.EpollEvent:
					if n.Field.Name == "fd" {
						add(n.Value, false)
					}
				}
				return true
			})
		}
	}
	if known.Result == vocab.DescriptorResult && call.Result != nil {
		add(call.Result, true)
	}
	return uses
}

// failed reports whether a call is expected to return -1.
func failed(call *lang.SystemCall) bool {
	n, ok := call.Result.(*lang.Number)
	return ok && n.Value < 0
}

// isDescriptor reports whether a number of the statement is a descriptor.
func (p *place) isDescriptor(n *lang.Number) bool {
	for _, u := range descriptorUses(p.index, p.statement) {
		if u.number == n {
			return true
		}
	}
	return false
}

// descriptorAt is the descriptor under the cursor, or nil.
func (p *place) descriptorAt() *lang.Number {
	n, ok := around[*lang.Number](p)
	if !ok || !p.isDescriptor(n) {
		return nil
	}
	return n
}

// sameDescriptor finds all uses of the open file that a number means at a
// statement: from the call that made it to the close, or to the call that
// returns the number anew.
func sameDescriptor(script *lang.Script, statement int, number *lang.Number) []descriptorUse {
	var uses []descriptorUse // of the number's current meaning
	found, ended := false, false
	for i, st := range script.Statements {
		for _, u := range descriptorUses(i, st) {
			if u.number.Value != number.Value {
				continue
			}
			if u.made || ended {
				if found {
					return uses
				}
				uses, ended = nil, false
			}
			uses = append(uses, u)
			found = found || i == statement && u.number == number
			ended = ended || u.closed
		}
	}
	return uses
}

// spans are the places of uses in the file.
func spans(script *lang.Script, uses []descriptorUse) []source.Range {
	out := make([]source.Range, len(uses))
	for i, u := range uses {
		out[i] = script.Statements[u.statement].Range(u.number)
	}
	return out
}
