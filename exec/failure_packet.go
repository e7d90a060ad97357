package exec

import (
	"fmt"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/run"
)

// badPacket is a packet of the stack that cannot be decoded.
func (e *engine) badPacket(ev *event, data []byte, err error) *run.Failure {
	message := fmt.Sprintf("the stack sent a packet of %d bytes that is no valid IP packet: %v", len(data), err)
	f := e.at(ev, run.Mismatch, "run/packet", ev.Statement.Action, message, "error handling packet: "+err.Error())
	f.Diagnostic.Notes = []string{fmt.Sprintf("it begins with % x", data[:min(len(data), 64)])}
	return f
}

// timeout is a packet that never came.
func (e *engine) timeout(ev *event) *run.Failure {
	message := fmt.Sprintf("the stack did not send this packet, due %s", e.window(ev).describe())
	f := e.at(ev, run.Timeout, "run/timeout", ev.Statement.Action, message,
		"error handling packet: Timed out waiting for packet")
	f.Diagnostic.Comparison = &diag.Comparison{Expected: expectedText(ev.packet), Actual: "nothing"}
	f.Diagnostic.Notes = e.silenceHints(ev)
	return f
}

// packetFailure is a packet that differs. earlier are the packets before it
// that it should continue.
func (e *engine) packetFailure(
	ev *event, earlier []sniffed, differences []packet.Difference, actual sniffed,
) *run.Failure {
	message := "the stack sent another packet than expected"
	if len(earlier) > 0 {
		message = fmt.Sprintf("packet %d of those that should carry the payload together is not what it should be",
			len(earlier)+1)
	}
	e.collectOthers()
	expected := ev.packet
	reference := "error handling packet: " + differences[0].Reference + bothPackets(ev, actual)
	texts, main := explain(expected, actual.packet, differences)
	f := e.at(ev, run.Mismatch, "run/packet", place(ev, main), message, reference)
	f.Diagnostic.Comparison = &diag.Comparison{
		Expected: expectedText(expected), Actual: actual.packet.Text(expected), Differs: texts,
	}
	f.Diagnostic.Notes = e.packetHints(ev, actual)
	if len(earlier) == 0 {
		f.Accept = accept(ev, actual.packet, differences)
	}
	return f
}

// bothPackets are the packet of the script and that of the stack, as the
// reference shows them.
func bothPackets(ev *event, actual sniffed) string {
	return fmt.Sprintf("\nscript packet: %9.6f %s\nactual packet: %9.6f %s",
		seconds(ev.time), expectedText(ev.packet), seconds(actual.at), actual.packet.Text(ev.packet))
}

// explain words the differences for people, and says which of them to
// point at.
func explain(expected, actual *packet.Packet, differences []packet.Difference) ([]string, packet.Difference) {
	var texts []string
	main := differences[0]
	found := false
	flags := false
	for _, d := range differences {
		if d.Derived {
			continue
		}
		if !found {
			main, found = d, true
		}
		if d.Part == packet.PartFlags && expected.TCP() != nil && actual.TCP() != nil {
			if !flags {
				texts = append(texts, fmt.Sprintf("flags %s instead of %s",
					packet.FlagText(actual, expected), packet.FlagText(expected, expected)))
			}
			flags = true
			continue
		}
		texts = append(texts, d.Text)
	}
	if len(texts) == 0 {
		texts = append(texts, differences[0].Text)
	}
	return texts, main
}

// place is the node in which a script writes what differs.
func place(ev *event, d packet.Difference) lang.Node {
	part := d.Part
	p := ev.Statement.Action.(*lang.Packet)
	if part == packet.PartIP && p.IP != nil {
		return p.IP
	}
	if part == packet.PartPacket && len(p.Encapsulations) > 0 {
		return p.Encapsulations[0]
	}
	t := p.TCP()
	if t == nil {
		if p.Transport != nil {
			return p.Transport
		}
		return p
	}
	switch {
	case part == packet.PartFlags:
		return t.Flags
	case part == packet.PartSequence, part == packet.PartLength:
		return t.Seq
	case part == packet.PartAck && t.Ack != nil:
		return withKeyword(t.Ack)
	case part == packet.PartWindow && t.Win != nil:
		return withKeyword(t.Win)
	case part == packet.PartUrgent && t.Urg != nil:
		return withKeyword(t.Urg)
	case part == packet.PartOptions && t.Options != nil:
		for _, o := range t.Options.List {
			if o.OptionName() == d.Option {
				return o
			}
		}
		return t.Options
	}
	return t
}

// withKeyword is a number with the word before it.
func withKeyword(n *lang.Number) lang.Node {
	s := n.Span
	if !n.Keyword.Empty() {
		s.Off = n.Keyword.Off
	}
	return s
}
