package program

import (
	"slices"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// Descriptor is what a number of the script means for a while: from the call
// that opens it to the one that closes it, or hides it by opening the number
// anew.
type Descriptor struct {
	Number int32
	// Kind is what stands after it; UnknownDescriptor where no call opened it.
	Kind vocab.DescriptorKind
	// Opened and Closed are the indexes of the references that open and close
	// it, or -1.
	Opened, Closed int
	// Uses counts its references but for the one that opens it.
	Uses int
	// Hides is the index of the descriptor that was open already under the
	// number when this one was opened, or -1. That is an error for most calls.
	Hides int
	// Missing is set where no call of the script opens it, as Compile reports
	// at its first use.
	Missing bool

	restores bool // closing it makes the one that it hides visible again
}

// Reference is a place in the script that names a descriptor.
type Reference struct {
	Statement  int // index into Script.Statements
	Descriptor int // index into Program.Descriptors
	Use        vocab.DescriptorUse
	Node       lang.Expr
}

// ReferencesTo are the places that name a descriptor, given by its index, in the
// order of the script.
func (p *Program) ReferencesTo(descriptor int) []Reference {
	var out []Reference
	for _, r := range p.References {
		if r.Descriptor == descriptor {
			out = append(out, r)
		}
	}
	return out
}

// ReferencesIn are the places in a statement, given by its index, that name a
// descriptor.
func (p *Program) ReferencesIn(statement int) []Reference {
	first, _ := slices.BinarySearchFunc(p.References, statement,
		func(r Reference, at int) int { return r.Statement - at })
	last := first
	for last < len(p.References) && p.References[last].Statement == statement {
		last++
	}
	return p.References[first:last]
}

// OpenedBy is the call that opens a descriptor, or nil.
func (p *Program) OpenedBy(d Descriptor) *Call {
	if d.Opened < 0 {
		return nil
	}
	return p.statements[p.References[d.Opened].Statement].call
}

// naming is a place in one call that names a descriptor.
type naming struct {
	node   lang.Expr
	number int32
	use    vocab.DescriptorUse
	socket bool // it must be one
}

// namings are the descriptors that a call names, in the order in which they
// count: those that it uses, those that it opens, the one that it closes.
func (c *Call) namings() []naming {
	if c.Signature == nil {
		return nil
	}
	var out []naming
	add := func(node lang.Expr, number int32, use vocab.DescriptorUse) {
		out = append(out, naming{node: node, number: number, use: use})
	}
	for n := range c.Arguments {
		a := &c.Arguments[n]
		switch v := a.Value.(type) {
		case DescriptorNumber:
			add(a.Syntax, int32(v), a.Param.Descriptor)
			out[len(out)-1].socket = a.Param.Socket
		case DescriptorPair:
			if list, _ := elements(a.Syntax); !c.Fails() {
				add(list[0], v[0], a.Param.Descriptor)
				add(list[1], v[1], a.Param.Descriptor)
			}
		case PollEntries:
			for _, p := range v {
				add(p.Syntax.FD, p.Descriptor, vocab.FieldUse("fd"))
			}
		case *MessageHeader:
			// A message is sent to the address of the socket.
			if len(out) > 0 {
				out[0].socket = v.Named && !a.Param.Out
			}
		case *EpollEvent:
			if use := vocab.FieldUse(v.Field); use != vocab.NoDescriptor {
				add(v.Syntax.Value, int32(v.Data), use)
			}
		}
	}
	if use := c.Signature.ResultUse(); use != vocab.NoDescriptor && !c.Fails() {
		if _, ok := c.Syntax.Result.(*lang.Number); ok {
			add(c.Syntax.Result, c.Result, use)
		}
	}
	return out
}

// opensUnknown reports whether the call opens a descriptor, or may do so, whose
// number is not known.
func (c *Call) opensUnknown() bool {
	if c.Signature == nil {
		return true
	}
	if _, ok := c.Syntax.Result.(*lang.Number); !ok && c.Signature.ResultUse() == vocab.OpensDescriptor {
		return true
	}
	for n, p := range c.Signature.Params {
		if p.Descriptor == vocab.OpensDescriptor && (n >= len(c.Arguments) || c.Arguments[n].Value == nil) {
			return true
		}
	}
	return false
}
