package feature

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/vocab"
)

// explainTime says when the event happens, counted from the first one.
func (p *place) explainTime() string {
	clock, ok := p.document.Model().AbsoluteTime(p.index)
	if !ok || p.statement.Time == nil {
		return ""
	}
	written := p.text(p.statement.Time)
	return fmt.Sprintf("`%s`: %s after the first event", written, clockText(clock))
}

// explainUntil says when a call that blocks returns: like the event's own time,
// the end of a relative one counts from the event before.
func (p *place) explainUntil(n *lang.Decimal) string {
	call, ok := p.statement.Action.(*lang.SystemCall)
	if !ok || n != call.Until || p.statement.Time == nil {
		return ""
	}
	at := model.Clock{}
	if p.statement.Time.Kind.Relative() {
		at = p.document.Model().Before(p.index).Clock
	}
	at.Low += n.Microseconds
	at.Top += n.Microseconds
	return fmt.Sprintf("the call blocks, and returns %s after the first event", clockText(at))
}

// clockText is a time in seconds: exact, a range, or from when on.
func clockText(c model.Clock) string {
	if us, ok := c.Certain(); ok {
		return secondsText(us) + " s"
	}
	if c.Unbounded() {
		return secondsText(c.Low) + " s or more"
	}
	return secondsText(c.Low) + " to " + secondsText(c.Top) + " s"
}

// secondsText writes microseconds as seconds with as many digits as it takes,
// but at least three.
func secondsText(us int64) string {
	text := fmt.Sprintf("%d.%06d", us/1e6, us%1e6)
	for strings.HasSuffix(text, "0") && len(text)-strings.IndexByte(text, '.') > 4 {
		text = text[:len(text)-1]
	}
	return text
}

// explainFlags spells the flags out.
func explainFlags(f *lang.Flags) string {
	var lines []string
	for _, flag := range vocab.TCPFlags() {
		if f.Has(lang.FlagSet(flag.Bit)) && f.ACE < 0 {
			lines = append(lines, fmt.Sprintf("- `%c` %s: %s (%s)", flag.Letter, flag.Name, flag.Doc, flag.Source))
		}
	}
	if f.ACE >= 0 {
		lines = append(lines, fmt.Sprintf("- ACE field %d (RFC 9768 section 3.1)", f.ACE))
		for _, flag := range vocab.TCPFlags() {
			if flag.Bit < 1<<6 && f.Has(lang.FlagSet(flag.Bit)) {
				lines = append(lines, fmt.Sprintf("- `%c` %s: %s (%s)", flag.Letter, flag.Name, flag.Doc, flag.Source))
			}
		}
	}
	if len(lines) == 0 {
		return "no flag"
	}
	return strings.Join(lines, "\n")
}

func explainTCPOption(o lang.TCPOption) string {
	known, ok := vocab.TCPOptionWord(o.OptionName())
	if !ok {
		return ""
	}
	return tcpOptionDoc(known)
}

func tcpOptionDoc(o *vocab.TCPOption) string {
	length := "of varying length"
	if o.Length > 0 {
		length = fmt.Sprintf("%d bytes", o.Length)
	}
	return fmt.Sprintf("`%s`, option %d, %s\n\n%s\n\n%s", o.Syntax, o.Kind, length, sentence(o.Doc), o.Source)
}

func explainICMP(m *lang.ICMP, w *lang.Word) string {
	t, ok := vocab.ICMPType(0, m.Type.Name)
	if !ok {
		return ""
	}
	if w == &m.Type {
		return fmt.Sprintf("ICMP type %d `%s`\n\n%s\n\n%s", t.Number, t.Name, sentence(t.Doc), t.Source)
	}
	c, ok := vocab.ICMPCodeOf(0, t.Name, w.Name)
	if !ok {
		return ""
	}
	text := fmt.Sprintf("ICMP code %d `%s`\n\n%s", c.Number, c.Name, sentence(c.Doc))
	if c.Errno != "" {
		text += " Linux makes it " + c.Errno + "."
	}
	return text
}

// explainPacket decodes the packet of the event, and shows what it changes.
func (p *place) explainPacket() string {
	packet, ok := p.statement.Action.(*lang.Packet)
	if !ok {
		return ""
	}
	text := decoded(packet)
	if packet.TCP() == nil {
		return text
	}
	m := p.document.Model()
	before, after := m.Before(p.index), m.After(p.index)
	c := after.Current()
	if c == nil {
		return text
	}
	if !c.Tracked() {
		return text + "\n\nThe numbers of the connection are not certain here: " + c.Uncertain.String() + "."
	}
	return text + "\n\n" + connectionTable(before.Connection(c.Ref()), c)
}

// decoded is a packet in words.
func decoded(packet *lang.Packet) string {
	verb := "injected into the stack"
	if packet.Direction == lang.Outbound {
		verb = "expected from the stack"
	}
	tcp := packet.TCP()
	if tcp == nil {
		switch t := packet.Transport.(type) {
		case *lang.UDP:
			return fmt.Sprintf("A UDP datagram with %d bytes of data, %s.", t.Length.Value, verb)
		case *lang.ICMP:
			return fmt.Sprintf("An ICMP message `%s`, %s.", t.Type.Name, verb)
		}
		return "A packet " + verb + "."
	}
	parts := []string{segmentName(tcp) + ", " + verb}
	if n := tcp.Seq.Length.Value; n > 0 {
		parts = append(parts, fmt.Sprintf("%d bytes of data, from %d up to %d", n, tcp.Seq.Left.Value,
			tcp.Seq.Right.Value-1))
	}
	if tcp.Ack != nil {
		parts = append(parts, fmt.Sprintf("all before %d is acknowledged", tcp.Ack.Value))
	}
	if tcp.Win != nil {
		parts = append(parts, fmt.Sprintf("window %d", tcp.Win.Value))
	}
	return strings.Join(parts, "; ") + "."
}

// segmentName is what people call a segment.
func segmentName(tcp *lang.TCP) string {
	f := tcp.Flags
	switch {
	case f.Has(lang.SYN | lang.ACK):
		return "A SYN-ACK"
	case f.Has(lang.SYN):
		return "A SYN"
	case f.Has(lang.RST):
		return "A RST"
	case f.Has(lang.FIN):
		return "A FIN"
	case tcp.Seq.Length.Value > 0:
		return "Data"
	case f.Has(lang.ACK):
		return "An ACK"
	}
	return "A segment"
}

// connectionTable shows a connection, and how it was before where that is
// known and differs.
func connectionTable(before, after *model.Connection) string {
	rows := []struct {
		name string
		of   func(*model.Connection) string
	}{
		{"state", func(c *model.Connection) string { return c.State.String() }},
		{"peer", func(c *model.Connection) string { return c.Peer.String() }},
		{"SND.UNA", func(c *model.Connection) string { return fmt.Sprint(c.Send.Unacknowledged) }},
		{"SND.NXT", func(c *model.Connection) string { return fmt.Sprint(c.Send.Next) }},
		{"outstanding", func(c *model.Connection) string { return fmt.Sprint(c.Outstanding()) }},
		{"not sent", func(c *model.Connection) string { return c.NotSent().String() }},
		{"peer's window", func(c *model.Connection) string { return c.Send.Window.String() }},
		{"RCV.NXT", func(c *model.Connection) string { return fmt.Sprint(c.Receive.Next) }},
		{"not read", func(c *model.Connection) string { return c.Receive.Unread.String() }},
	}
	var out strings.Builder
	if before == nil {
		out.WriteString("| | now |\n|---|---|\n")
	} else {
		out.WriteString("| | before | after |\n|---|---|---|\n")
	}
	for _, row := range rows {
		now := row.of(after)
		if before == nil {
			fmt.Fprintf(&out, "| %s | %s |\n", row.name, now)
			continue
		}
		was := row.of(before)
		if was != now {
			now = "**" + now + "**"
		}
		fmt.Fprintf(&out, "| %s | %s | %s |\n", row.name, was, now)
	}
	return strings.TrimRight(out.String(), "\n")
}
