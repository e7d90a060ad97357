package feature

import (
	"sort"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// reference is a place that means the same as another.
type reference struct {
	source.Range
	// origin is set where the thing comes from here: the call that made a
	// descriptor, the line that defines a word, the write of some data.
	origin bool
}

// references are all places that mean what stands at a place, in the order of
// the text; none where nothing there has a meaning elsewhere.
func (p *place) references() []reference {
	if r, ok := p.descriptorAt(); ok {
		return p.descriptorReferences(r)
	}
	if name := p.definitionName(); name != "" {
		return definitionReferences(p.script, name)
	}
	return p.dataReferences()
}

// definitionName is the name of the definition under the cursor, where it is
// used or made; empty where there is none.
func (p *place) definitionName() string {
	if p.token == nil || p.token.Kind == lang.Comment {
		return ""
	}
	text := p.text(*p.token)
	if p.token.Defined {
		return text
	}
	if v, ok := around[*lang.OptionValue](p); ok && v.Define != nil && v.Define.Where() == p.token.Where() {
		return text
	}
	return ""
}

// definitionReferences are the uses of a definition and, where the script makes
// it, its line.
func definitionReferences(script *lang.Script, name string) []reference {
	var out []reference
	for _, st := range script.Statements {
		var own lang.Span
		if st.Option != nil && st.Option.Value != nil && st.Option.Value.Define != nil &&
			st.Option.Value.Define.Name == name {
			own = st.Option.Value.Define.Span
			out = append(out, reference{st.Range(own), true})
		}
		for _, t := range st.Tokens {
			if t.Defined && t.Span != own && script.File.Slice(st.Range(t)) == name {
				out = append(out, reference{st.Range(t), false})
			}
		}
	}
	return out
}

// dataReferences lead from a segment with data that the stack sends to the call
// that wrote its first byte, and from such a call to the segments.
func (p *place) dataReferences() []reference {
	if p.index < 0 {
		return nil
	}
	switch action := p.statement.Action.(type) {
	case *lang.Packet:
		if i := p.writeOf(action); i >= 0 {
			return []reference{p.action(i, true), p.action(p.index, false)}
		}
	case *lang.SystemCall:
		return p.segmentsOf(action)
	}
	return nil
}

func (p *place) action(statement int, origin bool) reference {
	st := p.script.Statements[statement]
	if call, ok := st.Action.(*lang.SystemCall); ok {
		return reference{st.Range(call.Name), origin}
	}
	if packet, ok := st.Action.(*lang.Packet); ok && packet.TCP() != nil {
		return reference{st.Range(packet.TCP().Seq), origin}
	}
	return reference{st.Range(st.Core), origin}
}

// writeOf is the statement that wrote the first byte of a segment, or -1.
func (p *place) writeOf(packet *lang.Packet) int {
	tcp := packet.TCP()
	if tcp == nil || packet.Direction != lang.Outbound || tcp.Seq.Length.Value == 0 || tcp.Flags.Has(lang.SYN) {
		return -1
	}
	m := p.document.Model()
	c := m.Before(p.index).Current()
	if c == nil || !c.Tracked() {
		return -1
	}
	first := uint32(tcp.Seq.Left.Value)
	// What was written only grows: the write is the first statement after
	// which the byte was written.
	at := sort.Search(p.index, func(i int) bool {
		then := m.After(i).Connection(c.Ref())
		return then != nil && int32(then.Send.WrittenTop-first) > 0
	})
	if at >= p.index || !writes(p.script.Statements[at]) {
		return -1
	}
	return at
}

// writes reports whether a statement is a call that returns how many bytes it
// has sent.
func writes(st *lang.Statement) bool {
	call, ok := st.Action.(*lang.SystemCall)
	if !ok {
		return false
	}
	known, ok := vocab.SystemCall(call.Name.Name)
	return ok && known.Result == vocab.BytesResult
}

// segmentsOf are a call that writes and the segments with its bytes.
func (p *place) segmentsOf(*lang.SystemCall) []reference {
	if !writes(p.statement) || len(p.path) < 2 {
		return nil
	}
	m := p.document.Model()
	before, after := m.Before(p.index), m.After(p.index)
	for _, c := range after.Connections() {
		was := before.Connection(c.Ref())
		if was == nil || !c.Tracked() || was.Send.WrittenTop == c.Send.WrittenTop {
			continue
		}
		out := []reference{p.action(p.index, true)}
		for i := p.index + 1; i < len(p.script.Statements); i++ {
			packet, ok := p.script.Statements[i].Action.(*lang.Packet)
			if !ok || packet.Direction != lang.Outbound || packet.TCP() == nil || packet.TCP().Seq.Length.Value == 0 {
				continue
			}
			left, right := uint32(packet.TCP().Seq.Left.Value), uint32(packet.TCP().Seq.Right.Value)
			if int32(right-was.Send.WrittenTop) > 0 && int32(c.Send.WrittenTop-left) > 0 {
				out = append(out, p.action(i, false))
			}
		}
		return out
	}
	return nil
}

// Definition is where what stands at a place comes from: the call that made a
// descriptor, the line that defines a word, the write of a segment's data.
func Definition(d *Document, p protocol.Position) []protocol.Location {
	at := d.at(p)
	var out []protocol.Location
	for _, ref := range at.references() {
		if ref.origin {
			out = append(out, protocol.Location{URI: d.uri, Range: d.Span(ref.Range)})
		}
	}
	return out
}

// References are the places that mean what stands at a place, with the one that
// it comes from or without.
func References(d *Document, p protocol.Position, withOrigin bool) []protocol.Location {
	at := d.at(p)
	var out []protocol.Location
	for _, ref := range at.references() {
		if !ref.origin || withOrigin {
			out = append(out, protocol.Location{URI: d.uri, Range: d.Span(ref.Range)})
		}
	}
	return out
}

// Highlights are the same places as References are; what makes something, or
// writes it, is marked as writing.
func Highlights(d *Document, p protocol.Position) []protocol.DocumentHighlight {
	at := d.at(p)
	var out []protocol.DocumentHighlight
	for _, ref := range at.references() {
		kind := protocol.DocumentHighlightKindRead
		if ref.origin {
			kind = protocol.DocumentHighlightKindWrite
		}
		out = append(out, protocol.DocumentHighlight{Range: d.Span(ref.Range), Kind: &kind})
	}
	return out
}
