package feature

import (
	"fmt"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/vocab"
)

// packet completes after < and >.
func (c *completer) packet() {
	direction := lang.Inbound
	if c.is(c.action, '>') {
		direction = lang.Outbound
	}
	if n := len(c.levels); n > 0 {
		c.inBrackets(c.levels[n-1], direction)
		return
	}
	last := c.word(-1)
	switch {
	case c.hasWord("icmp"):
		c.icmp()
	case last == "ack" || last == "win" || last == "urg":
		c.fieldValue(last, direction)
	case c.afterSequence():
		c.fields(direction)
	default:
		c.flags(direction)
	}
}

// hasWord reports whether a word stands in the packet so far.
func (c *completer) hasWord(word string) bool {
	for i := c.action + 1; i < len(c.tokens); i++ {
		if c.word(i) == word {
			return true
		}
	}
	return false
}

// afterSequence reports whether the sequence range is over.
func (c *completer) afterSequence() bool {
	for i := len(c.tokens) - 1; i > c.action; i-- {
		// 1:1001(1000)
		if c.is(i, ')') && i >= 5 && c.is(i-2, '(') && c.is(i-4, ':') {
			return true
		}
	}
	return false
}

// inBrackets completes in options, and in the information about the IP header.
func (c *completer) inBrackets(inner level, direction lang.Direction) {
	switch {
	case inner.open == '<':
		c.tcpOptions(inner, direction)
	case inner.token == c.action+1:
		for _, k := range vocab.Keywords() {
			if k.Group == vocab.IPKeyword && c.fits(k.Dialect, k.Name) {
				c.add(protocol.CompletionItemKindKeyword, k.Name, k.Doc, "keyword:"+k.Name)
			}
		}
	}
}

// tcpOptions offers the options that are not there yet.
func (c *completer) tcpOptions(inner level, direction lang.Direction) {
	if !c.is(len(c.tokens)-1, ',') && inner.token != len(c.tokens)-1 {
		return
	}
	if direction == lang.Outbound && inner.token == len(c.tokens)-1 {
		c.add(protocol.CompletionItemKindKeyword, "...", "any options", "")
	}
	there := make(map[string]bool)
	for i := inner.token + 1; i < len(c.tokens); i++ {
		there[c.word(i)] = true
	}
	for _, o := range vocab.TCPOptions() {
		if !c.fits(o.Dialect, o.Name) || there[o.Name] && o.Name != "nop" {
			continue
		}
		c.addSnippet(protocol.CompletionItemKindProperty, o.Syntax, optionSnippet(o), o.Doc, "tcpoption:"+o.Name)
	}
}

// optionSnippet makes places of what is to be filled in, which the syntax has
// in upper case.
func optionSnippet(o *vocab.TCPOption) string {
	var out strings.Builder
	n := 0
	for i, word := range strings.Split(o.Syntax, " ") {
		if i > 0 {
			out.WriteByte(' ')
		}
		if i > 0 && word == strings.ToUpper(word) {
			n++
			word = fmt.Sprintf("${%d:%s}", n, word)
		}
		out.WriteString(word)
	}
	return out.String()
}

// icmp offers types, codes and fields.
func (c *completer) icmp() {
	after := 0
	for i := c.action + 1; i < len(c.tokens); i++ {
		if c.word(i) == "icmp" {
			after = len(c.tokens) - 1 - i
		}
	}
	seen := make(map[string]bool)
	offer := func(name, doc string) {
		if !seen[name] {
			seen[name] = true
			c.add(protocol.CompletionItemKindEnumMember, name, doc, "")
		}
	}
	for _, t := range vocab.ICMPTypes() {
		switch {
		case after == 0 && c.fits(t.Dialect, t.Name):
			offer(t.Name, t.Doc)
		case after == 1 && t.Name == c.word(-1):
			for _, code := range t.Codes {
				offer(code.Name, code.Doc)
			}
		}
	}
	if after >= 2 {
		c.add(protocol.CompletionItemKindKeyword, "mtu ",
			"MTU of the next link, for frag_needed and packet_too_big", "")
		c.segmentQuote()
	}
}

// segmentQuote offers the segment that an ICMP error is about: the first that
// is not acknowledged.
func (c *completer) segmentQuote() {
	if conn := c.state().Current(); conn != nil && conn.Tracked() && conn.Outstanding() > 0 {
		left, right := conn.Send.Unacknowledged, conn.Send.Next
		c.add(protocol.CompletionItemKindSnippet, fmt.Sprintf("[%d:%d(%d)]", left, right, right-left),
			"what is outstanding", "")
	}
}

// fields offers what may stand after the sequence range.
func (c *completer) fields(direction lang.Direction) {
	for _, s := range c.plausible(direction) {
		if s.hasAck && !c.hasWord("ack") && !c.hasWord("win") {
			c.add(protocol.CompletionItemKindSnippet, fmt.Sprintf("ack %d", s.ack), "what has arrived", "keyword:ack")
			break
		}
	}
	if !c.hasWord("win") {
		c.add(protocol.CompletionItemKindSnippet, fmt.Sprintf("win %d", c.window()),
			"the window, before scaling", "keyword:win")
	}
	c.addSnippet(protocol.CompletionItemKindKeyword, "urg N", "urg ${1:1}", "urgent pointer", "keyword:urg")
	c.addSnippet(protocol.CompletionItemKindSnippet, "<options>", "<$1>", "TCP options", "")
	if direction == lang.Outbound {
		c.add(protocol.CompletionItemKindKeyword, "<...>", "any options", "")
	}
}

// fieldValue offers the number after ack and win.
func (c *completer) fieldValue(field string, direction lang.Direction) {
	switch field {
	case "ack":
		for _, s := range c.plausible(direction) {
			if s.hasAck {
				c.add(protocol.CompletionItemKindValue, fmt.Sprint(s.ack), "what has arrived", "")
				return
			}
		}
	case "win":
		c.add(protocol.CompletionItemKindValue, fmt.Sprint(c.window()), "", "")
	}
}

// flags offers whole segments and, after them, single sets of flags.
func (c *completer) flags(direction lang.Direction) {
	text := c.document.file.Text
	for c.from > 0 && strings.IndexByte("SFRPEWCAU.", text[c.from-1]) >= 0 {
		c.from--
	}
	if flags := flagsBefore(c.situation); flags != "" {
		for _, s := range c.plausible(direction) {
			if s.flags == flags {
				c.add(protocol.CompletionItemKindSnippet, s.rest(), s.what, "")
			}
		}
		return
	}
	c.segments(direction, "")
	for _, f := range []struct{ text, doc string }{
		{"S", "SYN"}, {"S.", "SYN-ACK"}, {".", "ACK"}, {"P.", "PSH and ACK: data"}, {"F.", "FIN and ACK"}, {"R", "RST"},
		{"R.", "RST and ACK"},
		{"SEW", "SYN that offers ECN"}, {"S.E", "SYN-ACK that agrees on ECN"},
	} {
		c.offer(protocol.CompletionItemKindEnumMember, f.text, f.text+" ", f.doc, "", 0)
	}
	for _, k := range packetForms {
		c.addSnippet(protocol.CompletionItemKindKeyword, k.word, k.snippet, k.doc, "keyword:"+k.word)
	}
}

// packetForms are what a packet can begin with besides flags.
var packetForms = []struct{ word, snippet, doc string }{
	{"udp", "udp (${1:1000})", "a UDP datagram"},
	{"icmp", "icmp ${1:unreachable} ${2:frag_needed} $0", "an ICMP message"},
	{"ipv4", "ipv4 ${1:192.0.2.1} > ${2:192.168.0.1}: $0", "in an IPv4 packet"},
	{"ipv6", "ipv6 ${1:2001:db8::1} > ${2:2001:db8::2}: $0", "in an IPv6 packet"},
	{"gre", "gre: $0", "in a GRE packet"},
	{"mpls", "mpls (label ${1:16},tc ${2:0},[S],ttl ${3:64}): $0", "after an MPLS label stack"},
}

// flagsBefore are the flags right before the cursor's word, after a space.
func flagsBefore(s *situation) string {
	text := s.document.file.Text
	end := s.start
	for end > 0 && text[end-1] == ' ' {
		end--
	}
	if end == s.start {
		return ""
	}
	start := end
	for start > 0 && strings.IndexByte("SFRPEWCAU.", text[start-1]) >= 0 {
		start--
	}
	return text[start:end]
}

// segments offers the plausible segments as a whole.
func (c *completer) segments(direction lang.Direction, before string) {
	for _, s := range c.plausible(direction) {
		c.add(protocol.CompletionItemKindSnippet, before+s.flags+" "+s.rest(), s.what, "")
	}
}

// plausibleSegment is a segment that may come next.
type plausibleSegment struct {
	flags  string
	seq    uint32
	length int64
	hasAck bool
	ack    uint32
	win    int64 // 0 for none
	tail   string
	what   string
}

// rest is the segment after its flags.
func (s *plausibleSegment) rest() string {
	text := fmt.Sprintf("%d:%d(%d)", s.seq, int64(s.seq)+s.length, s.length)
	if s.hasAck {
		text += fmt.Sprintf(" ack %d", s.ack)
	}
	if s.win > 0 {
		text += fmt.Sprintf(" win %d", s.win)
	}
	return text + s.tail
}

// plausible are the segments that may come next, by what the model knows; the
// most likely first.
func (c *completer) plausible(direction lang.Direction) []plausibleSegment {
	state := c.state()
	conn := state.Current()
	if direction == lang.Inbound {
		return c.plausibleInbound(state, conn)
	}
	if conn == nil || !conn.Tracked() {
		return nil
	}
	return plausibleOutbound(conn)
}

const offeredOptions = " <mss 1460,sackOK,nop,nop,nop,wscale 7>"

func (c *completer) plausibleInbound(state *model.State, conn *model.Connection) []plausibleSegment {
	win := c.window()
	if conn == nil {
		for _, d := range state.Descriptors() {
			if d.Role == model.Listening {
				return []plausibleSegment{{flags: "S", win: win, tail: offeredOptions, what: "open a connection"}}
			}
		}
		return nil
	}
	if !conn.Tracked() || conn.Send.Next == 0 && conn.State != model.SynSent {
		return nil // or it waits for the SYN-ACK of the stack
	}
	next, ack := conn.Receive.Next, conn.Send.Next
	if conn.State == model.SynSent {
		return []plausibleSegment{{flags: "S.", hasAck: true, ack: 1, win: win, tail: offeredOptions,
			what: "accept the connection"}}
	}
	const segment = 1000
	return []plausibleSegment{
		{flags: ".", seq: next, hasAck: true, ack: ack, win: win, what: "acknowledge all"},
		{flags: "P.", seq: next, length: segment, hasAck: true, ack: ack, win: win, what: "the next data"},
		{flags: "F.", seq: next, hasAck: true, ack: ack, win: win, what: "close"},
		{flags: "R", seq: next, win: win, what: "reset"},
	}
}

func plausibleOutbound(conn *model.Connection) []plausibleSegment {
	var out []plausibleSegment
	for _, e := range conn.Due() {
		_, length, _ := e.Length.Range()
		s := plausibleSegment{flags: e.Flags.String(), seq: e.Seq, length: length, hasAck: e.Flags&lang.ACK != 0,
			ack: e.Ack, what: "the stack sends it now"}
		if e.Flags&lang.SYN != 0 {
			s.tail = " <...>"
		}
		if length > 0 {
			s.flags = (e.Flags | lang.PSH).String()
		}
		out = append(out, s)
	}
	next, ack := conn.Send.Next, conn.Receive.Next
	if _, unsent, ok := conn.NotSent().Range(); ok && unsent > 0 && len(out) == 0 && conn.State >= model.Established {
		out = append(out, plausibleSegment{flags: "P.", seq: next, length: unsent, hasAck: true, ack: ack,
			what: "what was written"})
	}
	if conn.State >= model.Established {
		out = append(out, plausibleSegment{flags: ".", seq: next, hasAck: true, ack: ack,
			what: "an ACK of all that has arrived"})
		if n := conn.Outstanding(); n > 0 {
			out = append(out, plausibleSegment{flags: "P.", seq: conn.Send.Unacknowledged, length: n, hasAck: true,
				ack: ack, what: "a retransmission"})
		}
	}
	return out
}

// window is that of the last segment that the script injects before the
// cursor, or one that most scripts would take.
func (c *completer) window() int64 {
	const usual = 65535
	for i := c.index - 1; i >= 0; i-- {
		packet, ok := c.script.Statements[i].Action.(*lang.Packet)
		if ok && packet.Direction == lang.Inbound && packet.TCP() != nil && packet.TCP().Win != nil &&
			!packet.TCP().Flags.Has(lang.SYN) {
			return packet.TCP().Win.Value
		}
	}
	return usual
}
