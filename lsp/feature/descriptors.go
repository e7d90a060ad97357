package feature

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// written is the number by which a reference names its descriptor; nil where it
// is not written out, but comes from a definition.
func written(r program.Reference) *lang.Number {
	n, ok := r.Node.(*lang.Number)
	if !ok || n.Value < 0 || n.Pending || n.Defined {
		return nil
	}
	return n
}

// referenceOf is the reference that a number of the statement is.
func (p *place) referenceOf(n *lang.Number) (program.Reference, bool) {
	if p.index >= 0 {
		for _, r := range p.document.Program().ReferencesIn(p.index) {
			if written(r) == n {
				return r, true
			}
		}
	}
	return program.Reference{}, false
}

// descriptorAt is the descriptor under the cursor; ok is false where there is
// none.
func (p *place) descriptorAt() (r program.Reference, ok bool) {
	n, ok := around[*lang.Number](p)
	if !ok {
		return program.Reference{}, false
	}
	return p.referenceOf(n)
}

// descriptorReferences are all places that mean the descriptor of one.
func (p *place) descriptorReferences(r program.Reference) []reference {
	var out []reference
	for _, r := range p.document.Program().ReferencesTo(r.Descriptor) {
		if n := written(r); n != nil {
			out = append(out, reference{p.rangeOf(r), r.Use == vocab.OpensDescriptor})
		}
	}
	return out
}

// rangeOf is where a reference stands in the file.
func (p *place) rangeOf(r program.Reference) source.Range {
	return p.script.Statements[r.Statement].Range(r.Node)
}
