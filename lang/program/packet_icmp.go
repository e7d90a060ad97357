package program

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// ICMPMessage is what the words of an ICMP message mean in a version of IP.
type ICMPMessage struct {
	Type, Code uint8
}

// ResolveICMP reads the type and the code of a message, type_N and code_N
// included, for packets of an IP version, 4 or 6. What cannot be read is
// returned, with whether only another dialect has it; nil where all can.
func ResolveICMP(m *lang.ICMP, version int) (message ICMPMessage, unknown *lang.Word, dialect bool) {
	t, known := vocab.ICMPType(version, m.Type.Name)
	if n, ok := vocab.ICMPTypeNumber(m.Type.Name); ok {
		t, known = &vocab.ICMP{Number: n}, true
	}
	if !known || t.Dialect != vocab.Base {
		return message, &m.Type, known
	}
	message.Type = t.Number
	if m.Code == nil {
		return message, nil, false
	}
	if n, ok := vocab.ICMPCodeNumber(m.Code.Name); ok {
		message.Code = n
		return message, nil, false
	}
	code, known := t.Code(m.Code.Name)
	if !known || code.Dialect != vocab.Base {
		return message, m.Code, known
	}
	message.Code = code.Number
	return message, nil, false
}

// CarriesMTU reports whether a message has the MTU of the next link (RFC 1191,
// RFC 4443 section 3.2).
func (m ICMPMessage) CarriesMTU(version int) bool {
	if version == 4 {
		return m == ICMPMessage{Type: 3, Code: 4}
	}
	return m == ICMPMessage{Type: 2, Code: 0}
}

// icmp returns the size of the message, in bytes.
func (c *packetCheck) icmp(m *lang.ICMP) int {
	switch {
	case m.Code != nil && m.Code.Defined == "" && lang.LooksLikeDefinition(m.Code.Name):
		// Which message it is depends on the definition.
		name := m.Code.Name
		c.fault(lang.CodePendingName, m.Code,
			"`%s` looks like a definition that was not given: define it with -D %s=VALUE", name, name).
			says("bad ICMP code %s", name).definition = true
	case !c.known[lang.CodeICMP]: // what is wrong with it over either version, the parser has found
		c.icmpOver(m, 4, overIPv4)
		c.icmpOver(m, 6, overIPv6)
	}
	return c.echoed(m)
}

// icmpOver checks the message for one version of IP.
func (c *packetCheck) icmpOver(m *lang.ICMP, version int, over ipVersions) {
	name := "ICMPv4"
	if version == 6 {
		name = "ICMPv6"
	}
	message, unknown, dialect := ResolveICMP(m, version)
	switch {
	case unknown != nil && dialect:
		c.foreignPart(unknown, "the word `"+unknown.Name+"` of "+name).over = over
	case unknown == &m.Type:
		c.fault(lang.CodeICMP, unknown, "unknown %s type `%s`", name, unknown.Name).
			says("bad ICMP type %s", unknown.Name).over = over
	case unknown != nil:
		c.fault(lang.CodeICMP, unknown, "unknown code `%s` of the %s type `%s`", unknown.Name, name, m.Type.Name).
			says("bad ICMP code %s", unknown.Name).over = over
	case m.MTU == nil:
	case !message.CarriesMTU(version):
		c.fault(lang.CodeICMP, lang.Span{Off: m.MTU.Keyword.Off, End: m.MTU.End},
			"only `unreachable frag_needed` (ICMP) and `packet_too_big` (ICMPv6) carry an MTU").over = over
	case version == 4 && m.MTU.Value > maxMTU:
		c.fault(lang.CodeOutOfRange, m.MTU,
			"the MTU is out of range: expected 0 to %d in an %s message", maxMTU, name).over = over
	}
}

// maxMTU is what the field of an ICMPv4 message holds (RFC 1191 section 4).
const maxMTU = 65535

// echoed returns the size of the message with what it echoes, in bytes: the IP
// header and eight bytes more of a packet (RFC 792), or as many as the script
// says.
func (c *packetCheck) echoed(m *lang.ICMP) int {
	if m.Echoed == nil || m.Echoed.Kind != lang.EchoedRaw {
		return icmpLength + ipv4Length + 8
	}
	size := int(m.Echoed.Length.Value)
	c.size(m.Echoed, "ICMP message", size, int64(size))
	return size
}
