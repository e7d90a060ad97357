package packet

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// Text is the packet in script syntax, without direction and time. as is the
// packet of the script that it stands beside, or nil: an ACE count, TOS and
// TTL are shown where that one has them, and a window where it gives one.
func (p *Packet) Text(as *Packet) string {
	var s strings.Builder
	inner := p.ip()
	for i := range p.Headers {
		h := &p.Headers[i]
		if inner != nil && h.Offset >= inner.Offset {
			break
		}
		p.writeEncapsulation(&s, h)
	}
	p.writeIPInfo(&s, as)
	h := p.transport()
	if inner == nil || h == nil {
		s.WriteString("[no TCP, UDP or ICMP header]")
		return s.String()
	}
	switch h.Kind {
	case TCP:
		p.writeTCP(&s, as)
	case UDP:
		s.WriteString("udp ")
		p.writePorts(&s, as)
		fmt.Fprintf(&s, "(%d)", len(p.Payload()))
	default:
		p.writeICMP(&s, h)
	}
	return s.String()
}

func (p *Packet) writeEncapsulation(s *strings.Builder, h *Header) {
	b := p.bytes(h)
	switch h.Kind {
	case IPv4, IPv6:
		source, destination := p.addresses(h)
		fmt.Fprintf(s, "%s %s > %s: ", strings.ToLower(h.Kind.String()), source, destination)
	case GRE:
		writeGRE(s, b[:h.Length])
	case MPLS:
		s.WriteString("mpls ")
		for b = b[:h.Length]; len(b) >= mplsLength; b = b[mplsLength:] {
			entry := binary.BigEndian.Uint32(b)
			bottom := ""
			if entry&0x100 != 0 {
				bottom = "[S],"
			}
			fmt.Fprintf(s, "(label %d,tc %d,%sttl %d) ", entry>>12, entry>>9&7, bottom, entry&0xff)
		}
		s.WriteString(": ")
	}
}

func writeGRE(s *strings.Builder, b []byte) {
	flags := be16(b)
	if flags == 0 {
		s.WriteString("gre: ")
		return
	}
	var sum, off uint16
	var key, seq uint32
	rest := b[greLength:]
	if flags&greChecksum != 0 && len(rest) >= 4 {
		sum, off, rest = be16(rest), be16(rest[2:]), rest[4:]
	}
	if flags&greKey != 0 && len(rest) >= 4 {
		key, rest = binary.BigEndian.Uint32(rest), rest[4:]
	}
	if flags&greSequence != 0 && len(rest) >= 4 {
		seq = binary.BigEndian.Uint32(rest)
	}
	fmt.Fprintf(s, "gre flags 0x%x, sum 0x%x, off 0x%x, key 0x%x, seq 0x%x: ", flags, sum, off, key, seq)
}

func (p *Packet) writeIPInfo(s *strings.Builder, as *Packet) {
	h := p.ip()
	if as == nil || h == nil || as.ip() == nil {
		return
	}
	b, scripted := p.bytes(h), as.bytes(as.ip())
	tos, ttl, scriptedTTL := b[1], b[8], scripted[8]
	if h.Kind == IPv6 {
		tos, ttl = byte(be16(b)>>4), b[7]
	}
	if as.IsIPv6() {
		scriptedTTL = scripted[7]
	}
	var info []string
	switch as.TOS {
	case TOSByte:
		info = append(info, fmt.Sprintf("tos 0x%02x", tos))
	case ECN, ECT01:
		name := ecnNames[tos&3]
		if p == as && as.TOS == ECT01 {
			name = "ect01"
		}
		info = append(info, name)
	}
	if as.FlowLabel() != 0 {
		info = append(info, fmt.Sprintf("flowlabel 0x%x", p.FlowLabel()))
	}
	if scriptedTTL != anyTTL {
		info = append(info, fmt.Sprintf("ttl %d", ttl))
	}
	if len(info) > 0 {
		fmt.Fprintf(s, "[%s] ", strings.Join(info, ","))
	}
}

// writePorts writes the ports where the script gives some: otherwise they are
// the connection's.
func (p *Packet) writePorts(s *strings.Builder, as *Packet) {
	if as == nil {
		return
	}
	source, destination := as.Ports()
	if source == 0 && destination == 0 {
		return
	}
	source, destination = p.Ports()
	fmt.Fprintf(s, "%d > %d ", source, destination)
}

// FlagText is the flags of a TCP packet in script syntax; as says whether they
// hold an ACE count, as in Text.
func FlagText(p, as *Packet) string {
	flags := p.TCP().Flags()
	if as.ACE {
		return flags.WithACE()
	}
	return flags.String()
}

func (p *Packet) writeTCP(s *strings.Builder, as *Packet) {
	t := p.TCP()
	scripted := as
	if as == nil {
		scripted = &Packet{}
	}
	p.writePorts(s, as)
	s.WriteString(FlagText(p, scripted))
	n := uint32(len(p.Payload()))
	fmt.Fprintf(s, " %d:%d(%d)", t.Seq(), t.Seq()+n, n)
	if t.Has(lang.ACK) {
		fmt.Fprintf(s, " ack %d", t.Ack())
	}
	if !p.WindowUnchecked {
		fmt.Fprintf(s, " win %d", t.Window())
	}
	if t.Urgent() != 0 {
		fmt.Fprintf(s, " urg %d", t.Urgent())
	}
	if p.OptionsUnchecked {
		s.WriteString(" <...>")
	} else if options := optionsText(t); options != "" {
		fmt.Fprintf(s, " <%s>", options)
	}
}

func optionsText(t TCPHeader) string {
	options, err := parseOptions(t.options())
	var texts []string
	for _, o := range options {
		texts = append(texts, o.String())
	}
	if err != nil && len(texts) > 0 {
		texts[len(texts)-1] += " (" + err.Error() + ")"
	}
	return strings.Join(texts, ",")
}

func (p *Packet) writeICMP(s *strings.Builder, h *Header) {
	b := p.bytes(h)
	typ, code := icmpWords(h.Kind, b[0], b[1])
	fmt.Fprintf(s, "icmp %s", typ)
	if code != "" {
		s.WriteString(" " + code)
	}
	if mtu := be16(b[6:]); h.Kind == ICMPv4 && b[0] == 3 && b[1] == 4 && mtu != 0 {
		fmt.Fprintf(s, " mtu %d", mtu)
	} else if mtu := binary.BigEndian.Uint32(b[4:]); h.Kind == ICMPv6 && b[0] == 2 && mtu != 0 {
		fmt.Fprintf(s, " mtu %d", mtu)
	}
}

// icmpWords names a type and a code; the code is left out where it is 0 and has
// no name.
func icmpWords(k Kind, typ, code byte) (string, string) {
	number := ""
	if code != 0 {
		number = fmt.Sprintf("code_%d", code)
	}
	for _, t := range vocab.ICMPTypesOf(icmpVersion(k)) {
		if t.Dialect != vocab.Base || t.Number != typ {
			continue
		}
		for i := range t.Codes {
			if c := &t.Codes[i]; c.Number == code && c.Dialect == vocab.Base {
				return t.Name, c.Name
			}
		}
		return t.Name, number
	}
	return fmt.Sprintf("type_%d", typ), number
}

var optionNames = map[byte]string{
	optionEnd: "eol", optionNop: "nop", optionMSS: "mss", optionWindowScale: "wscale", optionSACKPermitted: "sackOK",
	optionSACK: "sack", optionTimestamps: "TS", optionMD5: "md5", optionFastOpen: "FO", optionAccECN0: "ECN",
	optionAccECN1: "ECN", optionExperimental: "FOEXP",
}

func (o option) name() string {
	if name, ok := optionNames[o.Kind]; ok {
		return name
	}
	return fmt.Sprintf("option %d", o.Kind)
}

// value is what follows the name in a script.
func (o option) value() string {
	be := binary.BigEndian
	switch {
	case o.Kind == optionMSS && len(o.Data) == 2:
		return strconv.Itoa(int(be16(o.Data)))
	case o.Kind == optionWindowScale && len(o.Data) == 1:
		return strconv.Itoa(int(o.Data[0]))
	case o.Kind == optionTimestamps && len(o.Data) == 8:
		return fmt.Sprintf("val %d ecr %d", be.Uint32(o.Data), be.Uint32(o.Data[4:]))
	case o.Kind == optionSACK && len(o.Data)%8 == 0:
		var blocks []string
		for b := o.Data; len(b) >= 8; b = b[8:] {
			blocks = append(blocks, fmt.Sprintf("%d:%d", be.Uint32(b), be.Uint32(b[4:])))
		}
		return strings.Join(blocks, " ")
	case o.Kind == optionAccECN0 || o.Kind == optionAccECN1:
		return accECNText(o)
	case o.Kind == optionExperimental && len(o.Data) >= 2:
		return hex.EncodeToString(o.Data[2:])
	}
	return hex.EncodeToString(o.Data)
}

func accECNText(o option) string {
	names := [...]string{"e0b", "ceb", "e1b"}
	if o.Kind == optionAccECN1 {
		names[0], names[2] = names[2], names[0]
	}
	var fields []string
	for i, b := 0, o.Data; len(b) >= 3 && i < len(names); i, b = i+1, b[3:] {
		fields = append(fields, fmt.Sprintf("%s %d", names[i], uint32(b[0])<<16|uint32(b[1])<<8|uint32(b[2])))
	}
	return strings.Join(fields, " ")
}

// String is the option in script syntax.
func (o option) String() string {
	if o.Kind == optionExperimental && (len(o.Data) < 2 || be16(o.Data) != fastOpenMagic) {
		return "option 254 " + hex.EncodeToString(o.Data)
	}
	return strings.TrimSpace(o.name() + " " + o.value())
}

// OptionsText is the list of options of a TCP packet in script syntax, without
// angle brackets.
func OptionsText(p *Packet) string { return optionsText(p.TCP()) }

func icmpVersion(k Kind) int {
	if k == ICMPv6 {
		return 6
	}
	return 4
}
