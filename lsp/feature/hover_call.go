package feature

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/vocab"
)

// explainWord speaks of a name: a definition, a call, an errno or a constant.
func (p *place) explainWord(w *lang.Word, depth int) string {
	if w.Defined != "" {
		return fmt.Sprintf("`%s` is defined as `%s`", w.Defined, w.Name) + more(p.explainName(w, depth))
	}
	return p.explainName(w, depth)
}

func more(text string) string {
	if text == "" {
		return ""
	}
	return "\n\n" + text
}

func (p *place) explainName(w *lang.Word, depth int) string {
	var parent lang.Node
	if depth > 0 {
		parent = p.path[depth-1]
	}
	switch parent := parent.(type) {
	case *lang.SystemCall:
		if w == &parent.Name {
			return callDoc(parent.Name.Name)
		}
		if w == parent.Errno {
			return errnoDoc(w.Name)
		}
	case *lang.OptionValue:
		return fmt.Sprintf("`%s` is defined as `%s`", w.Name, parent.Text)
	case *lang.ICMP:
		return explainICMP(parent, w)
	case *lang.IPInfo:
		return p.explainKeyword(vocab.IPKeyword)
	case *lang.EpollEvent, *lang.Assign:
		if text := p.explainKeyword(vocab.StructureKeyword); text != "" {
			return text
		}
	}
	if c, ok := vocab.LookupConstant(w.Name); ok {
		return constantDoc(c)
	}
	return p.explainKeyword(vocab.StructureKeyword, vocab.FunctionKeyword, vocab.TransportKeyword)
}

// callDoc is a call's signature, what it does and where that is written down.
func callDoc(name string) string {
	c, ok := vocab.SystemCall(name)
	if !ok {
		return ""
	}
	text := "```pkt\n" + c.Signature() + "\n```\n" + sentence(c.Doc)
	if c.Blocking {
		text += " It may block: `+0...0.2 " + name + "(...)`."
	}
	return text + "\n\n" + c.Source
}

func errnoDoc(name string) string {
	e, ok := vocab.Errno(name)
	if !ok {
		return ""
	}
	head := "`" + e.Name + "`"
	if e.HasValue {
		head += fmt.Sprintf(" = %d", e.Value)
	}
	return head + ": " + e.Text + "\n\n" + sentence(e.Doc) + "\n\n" + e.Source
}

// constantDoc is a constant with its value, kind and meaning.
func constantDoc(c *vocab.Constant) string {
	if c.Kind == vocab.ErrorNumber {
		return errnoDoc(c.Name)
	}
	head := "`" + c.Name + "`"
	if c.HasValue {
		head += fmt.Sprintf(" = %d", c.Value)
		if c.Value > 9 {
			head += fmt.Sprintf(" (%#x)", c.Value)
		}
	}
	kind := c.Kind.String()
	if c.Level != "" {
		kind += " of " + c.Level + ", " + c.Type.String()
	}
	return head + ", " + kind + "\n\n" + sentence(c.Doc) + "\n\n" + c.Source
}

// explainNumber speaks of a descriptor, or of a number with a definition.
func (p *place) explainNumber(n *lang.Number) string {
	text := ""
	if n.Defined {
		text = fmt.Sprintf("`%s` is defined as %d", n.Text, n.Value)
	}
	if _, ok := p.referenceOf(n); ok {
		return strings.TrimSpace(text + "\n\n" + p.explainDescriptor(n.Value))
	}
	if _, ok := around[*lang.Packet](p); ok && text == "" {
		if _, inOptions := around[*lang.TCPOptions](p); inOptions {
			return ""
		}
		return p.explainPacket()
	}
	if n.Hex || n.Value > 9 && text == "" {
		if _, ok := around[*lang.SystemCall](p); ok {
			text = fmt.Sprintf("%d = %#x", n.Value, n.Value)
		}
	}
	return text
}

// explainDescriptor says what a descriptor is after the event.
func (p *place) explainDescriptor(number int64) string {
	after := p.document.Model().After(p.index)
	d := after.Descriptor(number)
	closed := ""
	if d == nil {
		if d = after.ClosedDescriptor(number); d == nil {
			return fmt.Sprintf("descriptor %d: nothing is open under this number here", number)
		}
		closed = fmt.Sprintf(", closed on line %d", lineOf(p.script, d.Closed))
	}
	text := fmt.Sprintf("descriptor %d: %s, made on line %d%s", number, describe(d), lineOf(p.script, d.Opened), closed)
	if c := after.Connection(d.Connection); c != nil && c.Tracked() {
		text += "\n\n" + connectionTable(nil, c)
	}
	return text
}

func describe(d *model.Descriptor) string {
	if d.Kind == vocab.SocketDescriptor && d.TCP {
		return "TCP socket, " + d.Role.String()
	}
	return d.Kind.String()
}
