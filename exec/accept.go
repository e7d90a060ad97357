package exec

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// accept makes the script expect the packet that came: only the tokens that
// differ are replaced. nil where the difference is not in what the script says
// of a TCP segment.
func accept(ev *event, actual *packet.Packet, differences []packet.Difference) []source.Edit {
	p := ev.Statement.Action.(*lang.Packet)
	t, a := p.TCP(), actual.TCP()
	if t == nil || a == nil {
		return nil
	}
	parts := map[packet.Part]bool{}
	for _, d := range differences {
		if !d.Derived {
			parts[d.Part] = true
		}
	}
	if parts[packet.PartPacket] || parts[packet.PartIP] || parts[packet.PartTransport] || parts[packet.PartUrgent] {
		return nil
	}
	var edits []source.Edit
	replace := func(n lang.Node, text string) {
		r := ev.Statement.Range(n)
		edits = append(edits, source.Edit{Range: r, New: text})
	}
	insert := func(after lang.Span, text string) {
		at := ev.Statement.Base + int(after.End)
		edits = append(edits, source.Edit{Range: source.Range{Start: at, End: at}, New: text})
	}
	if parts[packet.PartFlags] {
		replace(t.Flags, packet.FlagText(actual, ev.packet))
	}
	if parts[packet.PartSequence] || parts[packet.PartLength] {
		n := uint32(len(actual.Payload()))
		replace(t.Seq, fmt.Sprintf("%d:%d(%d)", a.Seq(), a.Seq()+n, n))
	}
	if parts[packet.PartAck] {
		if t.Ack != nil {
			replace(t.Ack, fmt.Sprint(a.Ack()))
		} else {
			insert(t.Seq.Span, fmt.Sprintf(" ack %d", a.Ack()))
		}
	}
	if parts[packet.PartWindow] && t.Win != nil {
		replace(t.Win, fmt.Sprint(a.Window()))
	}
	if parts[packet.PartOptions] {
		text := packet.OptionsText(actual)
		switch {
		case t.Options != nil && text != "":
			replace(t.Options, "<"+text+">")
		case t.Options != nil:
			replace(t.Options, "")
		case text != "":
			insert(t.Span, " <"+text+">")
		}
	}
	return edits
}

// acceptTime makes the script expect a packet at the time at which it came,
// rounded to milliseconds and written as the author wrote it.
func (e *engine) acceptTime(ev *event, at int64) []source.Edit {
	rounded := (at + 500) / 1000 * 1000
	switch ev.Timing {
	case lang.AbsoluteTime:
		return []source.Edit{{Range: ev.Statement.Range(ev.Statement.Time), New: decimal(rounded)}}
	case lang.RelativeTime:
		since := (max(at-ev.offset, 0) + 500) / 1000 * 1000
		return []source.Edit{{Range: ev.Statement.Range(ev.Statement.Time), New: "+" + decimal(since)}}
	}
	return nil
}

// decimal writes microseconds as seconds the way scripts do: .1, 0, 1.25.
func decimal(micros int64) string {
	s := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.6f", seconds(micros)), "0"), ".")
	if strings.HasPrefix(s, "0.") {
		s = s[1:]
	}
	return s
}
