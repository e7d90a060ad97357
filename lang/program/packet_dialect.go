package program

import (
	"github.com/pktlang/pkt/lang"
)

// dialects finds the parts of a packet that only another dialect has, and what
// no run can do yet.
func (c *packetCheck) dialects() {
	p := c.packet
	if p.PSP != nil {
		c.lacking(p.PSP, "PSP packets need a kernel with PSP and a remote host; not supported yet")
	}
	c.ipInfo(p.IP)
	for _, e := range p.Encapsulations {
		if h, ok := e.(*lang.IPHeader); ok {
			c.ipInfo(h.IP)
		}
	}
	if p.Named != nil {
		c.foreignPart(p.Named, "a packet of a named address")
	}
	if p.UDP != nil {
		c.foreignPart(p.UDP, "encapsulation in UDP")
	}
	switch t := p.Transport.(type) {
	case *lang.TCP:
		c.segment(t)
	case *lang.ICMP:
		c.quotation(t.Echoed)
	case *lang.OtherTransport:
		c.foreignPart(t, "a packet of "+t.Protocol.Name)
	}
}

// lacking adds what no run can do yet.
func (c *packetCheck) lacking(node lang.Node, format string, args ...any) *fault {
	f := c.fault(CodeUnsupported, node, format, args...)
	f.unsupported = true
	return f
}

func (c *packetCheck) foreignPart(node lang.Node, what string) *fault {
	return c.lacking(node, "%s belongs to another dialect and cannot be run", what)
}

func (c *packetCheck) ipInfo(info *lang.IPInfo) {
	if info != nil && len(info.Other) > 0 {
		c.foreignPart(&info.Other[0], info.Other[0].Name.Name)
	}
}

// segment finds what is not of the base dialect in a TCP segment.
func (c *packetCheck) segment(t *lang.TCP) {
	c.sequence(&t.Seq)
	if t.Options == nil {
		return
	}
	for _, o := range t.Options.List {
		switch o := o.(type) {
		case *lang.OtherOption:
			c.foreignPart(o, "the option "+o.Name.Name)
		case *lang.MD5:
			c.digest(&o.Digest)
		case *lang.FastOpen:
			c.digest(o.Cookie)
		}
	}
}

// digest finds words that stand for the digits of a digest in the nplab dialect.
func (c *packetCheck) digest(b *lang.HexBlob) {
	if b != nil && b.Word {
		c.foreignPart(b, "`"+b.Text+"`")
	}
}

// sequence finds sequence ranges that leave the place open, or say that it is an
// absolute one.
func (c *packetCheck) sequence(s *lang.SequenceRange) {
	if s != nil && (s.Open || s.Absolute) {
		c.foreignPart(s, "a sequence range of this form")
	}
}

// quotation finds what is not of the base dialect in what an ICMP message
// echoes.
func (c *packetCheck) quotation(e *lang.Echoed) {
	switch {
	case e == nil:
	case e.Kind == lang.EchoedOther:
		c.foreignPart(e, "an echoed packet of this protocol")
	case e.UDP != nil:
		c.foreignPart(e.UDP, "encapsulation in UDP")
	default:
		c.sequence(e.Seq)
	}
}
