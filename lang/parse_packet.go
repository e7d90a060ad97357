package lang

import (
	"net/netip"
	"strings"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
)

// packet reads a packet from its direction on. It returns nil where nothing of
// use was read, and false where the rest of the statement is to be skipped.
func (p *parser) packet() (*Packet, bool) {
	first := p.take()
	packet := &Packet{DirectionSpan: p.relative(first)}
	if first.Byte == '>' {
		packet.Direction = Outbound
	}
	ok := p.encapsulations(packet) && p.inner(packet)
	if ok && p.is('/') {
		packet.UDP, ok = p.udpEncapsulation()
	}
	packet.Span = p.since(first)
	if packet.Transport == nil {
		return nil, false
	}
	return packet, ok
}

// encapsulations reads the outer headers.
func (p *parser) encapsulations(packet *Packet) bool {
	for {
		var header Encapsulation
		var ok bool
		switch {
		case p.isWord("ipv4"):
			header, ok = p.ipHeader(4)
		case p.isWord("ipv6"):
			header, ok = p.ipHeader(6)
		case p.isWord("gre") || p.isWord("GREv0"):
			header, ok = p.greHeader()
		case p.isWord("mpls"):
			header, ok = p.mplsHeader()
		default:
			return true
		}
		if !ok {
			return false
		}
		packet.Encapsulations = append(packet.Encapsulations, header)
	}
}

func (p *parser) ipHeader(version int) (*IPHeader, bool) {
	first := p.take()
	h := &IPHeader{Version: version}
	var ok bool
	if h.IP, ok = p.ipInfo(Outbound); !ok {
		return nil, false
	}
	if h.Source, ok = p.address(version); !ok {
		return nil, false
	}
	if !p.accept('>') {
		return nil, p.unexpected("`>` between the source and the destination address")
	}
	if h.Destination, ok = p.address(version); !ok {
		return nil, false
	}
	p.colon("the outer IP header")
	h.Span = p.since(first)
	return h, true
}

// colon takes the colon that ends an outer header.
func (p *parser) colon(what string) {
	if !p.accept(':') {
		p.missing(":", "after "+what)
	}
}

func (p *parser) address(version int) (Address, bool) {
	t := *p.current()
	want, example := IPv4Address, "an IPv4 address such as 192.0.2.1"
	if version == 6 {
		want, example = IPv6Address, "an IPv6 address such as 2001:db8::1"
	}
	if t.Kind != want {
		return Address{}, p.unexpected(example)
	}
	p.take()
	a := Address{Span: p.relative(t), Text: p.source(t)}
	if !validAddress(a.Text, version) {
		p.problem(a.Span, CodeAddress, "`%s` is not an IPv%d address: expected %s", short(a.Text), version, example)
	}
	return a, true
}

func validAddress(text string, version int) bool {
	address, err := netip.ParseAddr(text)
	return err == nil && address.Is4() == (version == 4)
}

// ipInfo reads what is said of the IP header in parentheses or brackets.
func (p *parser) ipInfo(direction Direction) (*IPInfo, bool) {
	first := *p.current()
	closing := byte(')')
	switch {
	case p.is('['):
		closing = ']'
	case !p.is('('):
		return nil, true
	}
	p.take()
	info := &IPInfo{}
	var twice *Span
	for {
		field, before := *p.current(), *info
		if !p.ipField(info, direction) {
			return nil, false
		}
		if twice == nil && info.repeats(&before) {
			at := p.since(field)
			twice = &at
		}
		if !p.accept(',') {
			break
		}
	}
	if !p.accept(closing) {
		if p.current().FirstOnLine || p.is(')') || p.is(']') {
			return nil, p.unexpected("`" + string(closing) + "` after the IP information")
		}
		p.missing(string(closing), "after the IP information")
	}
	info.Span = p.since(first)
	if twice != nil && len(info.Other) == 0 {
		p.problem(*twice, CodeOrder, "the field is given twice: expected each field of the IP header once")
	}
	p.checkIPInfo(info)
	return info, true
}

// repeats reports whether the last field that was read was there before.
func (info *IPInfo) repeats(before *IPInfo) bool {
	return before.ECN != nil && info.ECN != before.ECN || before.TOS != nil && info.TOS != before.TOS ||
		before.FlowLabel != nil && info.FlowLabel != before.FlowLabel ||
		before.TTL != nil && info.TTL != before.TTL
}

var ipFieldNames = []string{"tos", "noecn", "ect0", "ect1", "ect01", "ce", "flowlabel", "ttl"}

func (p *parser) ipField(info *IPInfo, direction Direction) bool {
	if field, ok, known := p.dialectIPField(); known {
		info.Other = append(info.Other, field)
		return ok
	}
	t := *p.current()
	name := p.keyword("field of the IP header", ipFieldNames...)
	var ok bool
	switch name {
	case "":
		return false
	case "tos":
		info.TOS, ok = p.hexNumber(t, 0xff, "the TOS byte")
		return ok
	case "flowlabel":
		info.FlowLabel, ok = p.hexNumber(t, 0xfffff, "the flow label, of 20 bits,")
		return ok
	case "ttl":
		info.TTL, ok = p.number(t, 0, 255, "the TTL")
		return ok
	}
	info.ECN = &Word{Span: p.relative(t), Name: name}
	if name == "ect01" && direction == Inbound {
		p.problem(info.ECN.Span, CodeInboundOnly,
			"`ect01` leaves open which one, so it can only be expected: write `ect0` or `ect1`")
	}
	return true
}

// checkIPInfo refuses combinations of fields that the grammar of google/packetdrill
// has no place for: it knows a TOS or ECN, then a flow label, or a TTL alone.
func (p *parser) checkIPInfo(info *IPInfo) {
	if len(info.Other) > 0 {
		return // the nplab dialect takes them in any order
	}
	if info.ECN != nil && info.TOS != nil {
		p.problem(info.Span, CodeOrder, "the TOS byte holds the ECN bits too: give either `tos` or ECN, not both")
	}
	if info.TTL != nil && (info.ECN != nil || info.TOS != nil || info.FlowLabel != nil) {
		p.problem(info.Span, CodeOrder, "`ttl` can only stand alone in the IP information")
	}
	if label := info.FlowLabel; label != nil {
		if info.TOS != nil && info.TOS.Off > label.Off || info.ECN != nil && info.ECN.Off > label.Off {
			p.problem(info.Span, CodeOrder, "`flowlabel` stands after `tos` or ECN: swap them")
		}
	}
}

// number reads a decimal number after its keyword, or without one where the
// zero token is given.
func (p *parser) number(keyword Token, low, high int64, what string) (*Number, bool) {
	t := *p.current()
	if t.Kind != Integer && !p.pending(t) {
		return nil, p.unexpected("a number for " + strings.TrimSuffix(what, ","))
	}
	n := p.integer(p.take())
	if keyword.End > 0 {
		n.Keyword = p.relative(keyword)
	}
	p.checkRange(n, low, high, what)
	return n, true
}

// pending reports whether a word stands where a number is needed and looks like
// a definition that was not given.
func (p *parser) pending(t Token) bool {
	return t.Kind == WordToken && !t.Defined && !t.FirstOnLine && LooksLikeDefinition(p.source(t))
}

// notGiven says that a name looks like a definition which was not given. It is
// no error: whoever runs the script may give it.
func (p *parser) notGiven(at Span, name string) {
	p.problem(at, CodePendingName, "`%s` looks like a definition that was not given: define it with -D %s=VALUE",
		short(name), short(name)).Severity = diag.Info
}

// hexNumber reads a number that has to be written in hexadecimal.
func (p *parser) hexNumber(keyword Token, high int64, what string) (*Number, bool) {
	t := *p.current()
	if t.Kind == Integer && !t.Defined {
		p.take()
		n := p.integer(t)
		n.Keyword = p.relative(keyword)
		p.problem(n.Span, CodeUnexpected, "%s is written in hexadecimal: expected 0x%x",
			strings.TrimSuffix(what, ","), n.Value)
		p.offer("write it in hexadecimal", true, t.Off, t.End, hexText(n.Value))
		return n, true
	}
	if t.Kind != HexInteger {
		return nil, p.unexpected("a hexadecimal number for " + strings.TrimSuffix(what, ","))
	}
	n := p.integer(p.take())
	n.Keyword = p.relative(keyword)
	p.checkRange(n, 0, high, what)
	return n, true
}

func (p *parser) checkRange(n *Number, low, high int64, what string) {
	if !n.Pending && (n.Value < low || n.Value > high) {
		p.problem(n.Span, CodeOutOfRange, "%s is out of range: expected %d to %d", what, low, high)
	}
}

// inner reads the packet itself, after its encapsulations.
func (p *parser) inner(packet *Packet) bool {
	var ok bool
	if p.echoedBefore() {
		return p.icmpAfterEchoed(packet)
	}
	if packet.IP, ok = p.ipInfo(packet.Direction); !ok {
		return false
	}
	if p.isWord("encap") {
		if packet.PSP, ok = p.psp(); !ok {
			return false
		}
	}
	if p.isWord("icmp") {
		packet.Transport, ok = p.icmp()
		return ok
	}
	if p.isWord("udp") {
		first := p.take()
		if packet.Ports, ok = p.ports(); !ok {
			return false
		}
		packet.Transport, ok = p.udp(first)
		if packet.IP != nil && packet.IP.ECN != nil {
			p.problem(packet.IP.ECN.Span, CodeInboundOnly,
				"ECN can only be given for TCP and ICMP packets: write `tos 0xNN` for UDP")
		}
		return ok
	}
	if transport, ok, known := p.dialectTransport(packet); known {
		packet.Transport = transport
		return ok
	}
	if packet.Ports, ok = p.ports(); !ok {
		return false
	}
	packet.Named = p.namedAddresses()
	tcp, ok := p.tcp(packet)
	if tcp != nil {
		packet.Transport = tcp
	}
	return ok
}

// psp reads "encap psp spi N".
func (p *parser) psp() (*PSP, bool) {
	first := p.take()
	if p.keyword("encapsulation", "psp") == "" {
		return nil, false
	}
	keyword := *p.current()
	if p.keyword("field of the PSP header", "spi") == "" {
		return nil, false
	}
	if t := p.current(); t.Kind != Integer && t.Kind != HexInteger {
		return nil, p.unexpected("the number of the security parameters index")
	}
	n := p.integer(p.take())
	n.Keyword = p.relative(keyword)
	p.checkRange(n, 0, 1<<32-1, "the security parameters index")
	return &PSP{Span: p.since(first), SPI: *n}, true
}

// ports reads "S > D", if ports are given.
func (p *parser) ports() (*Ports, bool) {
	first := *p.current()
	if first.Kind != Integer || !isByte(p.peek(1), '>') {
		return nil, true
	}
	source, _ := p.number(Token{}, 0, 65535, "the source port")
	p.take()
	destination, ok := p.number(Token{}, 0, 65535, "the destination port")
	if !ok {
		return nil, false
	}
	return &Ports{Span: p.since(first), Source: *source, Destination: *destination}, true
}

func isByte(t Token, c byte) bool { return t.Kind == Punctuation && t.Byte == c }

// udp reads "(length)" after "udp" and the ports.
func (p *parser) udp(first Token) (Transport, bool) {
	length, ok := p.parenthesised(0, 65535-20-8, "the length of the UDP payload")
	if !ok {
		return nil, false
	}
	return &UDP{Span: p.since(first), Length: *length}, true
}

// parenthesised reads "(N)".
func (p *parser) parenthesised(low, high int64, what string) (*Number, bool) {
	if !p.accept('(') {
		return nil, p.unexpected("`(` before " + what)
	}
	n, ok := p.number(Token{}, low, high, what)
	if !ok {
		return nil, false
	}
	if !p.accept(')') {
		p.missing(")", "after "+what)
	}
	return n, true
}

// icmp reads "icmp type code mtu N id N [echoed]".
func (p *parser) icmp() (Transport, bool) {
	first := p.take()
	m := &ICMP{}
	if p.current().Kind != WordToken {
		return nil, p.unexpected("an ICMP type such as `unreachable` or `echo_request`")
	}
	m.Type = p.word(p.take())
	if t := p.current(); t.Kind == WordToken && !p.isWord("mtu") && !p.isWord("id") {
		code := p.word(p.take())
		m.Code = &code
	}
	var ok bool
	if keyword := *p.current(); p.acceptWord("mtu") {
		if m.MTU, ok = p.number(keyword, 0, 1<<32-1, "the MTU"); !ok {
			return nil, false
		}
	}
	if keyword := *p.current(); p.acceptWord("id") {
		if m.ID, ok = p.number(keyword, 0, 65535, "the echo identifier"); !ok {
			return nil, false
		}
	}
	if p.is('[') {
		if m.Echoed, ok = p.echoed(); !ok {
			return nil, false
		}
	}
	m.Span = p.since(first)
	p.checkICMP(m)
	return m, true
}

func (p *parser) echoed() (*Echoed, bool) {
	first := p.take()
	e := &Echoed{}
	var ok bool
	switch {
	case p.acceptWord("udp"):
		e.Kind = EchoedUDP
		e.Length, ok = p.parenthesised(0, 65535, "the length of the echoed UDP payload")
	case p.acceptWord("raw"):
		e.Kind = EchoedRaw
		e.Length, ok = p.parenthesised(0, 65535, "the length of the echoed bytes")
	case p.isWord("sctp") || p.isWord("udplite"):
		e.Kind = EchoedOther
		ok = p.dialectEchoed()
	default:
		e.Seq, ok = p.sequenceRange()
	}
	if ok && p.is('/') {
		e.UDP, ok = p.udpEncapsulation()
	}
	if !ok {
		return nil, false
	}
	if !p.accept(']') {
		p.missing("]", "after the echoed packet")
	}
	e.Span = p.since(first)
	return e, true
}

// checkICMP refuses types and codes that no version of ICMP has, and fields
// that the message does not carry.
func (p *parser) checkICMP(m *ICMP) {
	if m.Type.Defined == "" && !strings.HasPrefix(m.Type.Name, "type_") {
		p.checkICMPType(m)
	}
	if m.MTU != nil && m.Type.Name != "packet_too_big" && !dialectICMP(m.Type.Name) &&
		(m.Code == nil || m.Code.Name != "frag_needed") &&
		m.Type.Defined == "" && (m.Code == nil || m.Code.Defined == "" && !strings.HasPrefix(m.Code.Name, "code_")) &&
		!strings.HasPrefix(m.Type.Name, "type_") {
		p.problem(Span{m.MTU.Keyword.Off, m.MTU.End}, CodeICMP,
			"only `unreachable frag_needed` (ICMP) and `packet_too_big` (ICMPv6) carry an MTU")
	}
	const header = 8
	if e := m.Echoed; e != nil && e.Kind == EchoedRaw && e.Length.Value < header {
		p.problem(e.Length.Span, CodeICMP, "the raw bytes hold the ICMP header too: expected at least %d", header)
	}
}

func (p *parser) checkICMPType(m *ICMP) {
	codes, ok := icmpCodeNames(m.Type.Name)
	if !ok {
		p.unknownICMP(m.Type, "ICMP type", icmpTypeNames(), "type_N")
		return
	}
	if m.Code == nil || m.Code.Defined != "" || strings.HasPrefix(m.Code.Name, "code_") ||
		LooksLikeDefinition(m.Code.Name) {
		return
	}
	for _, c := range codes {
		if c == m.Code.Name {
			return
		}
	}
	p.unknownICMP(*m.Code, "code of `"+short(m.Type.Name)+"`", codes, "code_N")
}

func (p *parser) unknownICMP(w Word, what string, known []string, other string) {
	if right, ok := vocab.Suggest(w.Name, known); ok {
		p.problem(w.Span, CodeICMP, "unknown %s `%s`: did you mean `%s`?", what, short(w.Name),
			right).Label = "write `" + right + "`"
		p.offer("replace it with `"+right+"`", true, w.Off+p.base, w.End+p.base, right)
		return
	}
	if len(known) == 0 {
		p.problem(w.Span, CodeICMP, "unknown %s `%s`: it has no named codes, write `%s`", what, short(w.Name), other)
		return
	}
	p.problem(w.Span, CodeICMP, "unknown %s `%s`: expected %s or `%s`", what, short(w.Name), oneOf(known), other)
}
