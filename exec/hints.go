package exec

import (
	"fmt"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
)

// Hints name a likely cause. They are given only where what happened bears the
// cause's mark.

// Linux delays a lone ACK by 40 ms at least (TCP_DELACK_MIN), rounded up to a
// tick, and by 200 ms at most (TCP_DELACK_MAX). Microseconds.
const (
	shortestDelayedACK = 38_000
	longestDelayedACK  = 215_000
)

// lateHints are hints for a packet that came at the wrong time.
func (e *engine) lateHints(ev *event, w window, actual sniffed) []string {
	var out []string
	late := actual.at - w.last
	t := actual.packet.TCP()
	lone := t != nil && len(actual.packet.Payload()) == 0 && t.Flags() == ack
	if lone && late >= shortestDelayedACK && late <= longestDelayedACK {
		out = append(out, "hint: this looks like a delayed ACK: "+
			"run with --quickack, or expect it "+millis(late)+" later")
	}
	return append(out, e.acknowledgesNothing(ev)...)
}

// packetHints are hints for a packet that differs.
func (e *engine) packetHints(ev *event, actual sniffed) []string {
	var out []string
	want, have := len(ev.packet.Payload()), len(actual.packet.Payload())
	if want > 0 && have > want && e.settings.Profile != "simple" {
		t := actual.packet.TCP()
		if t != nil {
			out = append(out, fmt.Sprintf("hint: segmentation offload is on for the tun device: "+
				"run with --profile simple, or expect %s %d:%d(%d)",
				packet.FlagText(actual.packet, ev.packet), t.Seq(), t.Seq()+uint32(have), have))
		}
	}
	return append(out, e.acknowledgesNothing(ev)...)
}

// silenceHints are hints for a packet that never came.
func (e *engine) silenceHints(ev *event) []string {
	if n := e.record.strays; n > 0 {
		strays := fmt.Sprintf("%d packets arrived that do not belong to the connection under test", n)
		return append([]string{strays}, e.acknowledgesNothing(ev)...)
	}
	return e.acknowledgesNothing(ev)
}

// acknowledgesNothing finds an injected segment before ev with the ACK flag but
// without an ack number. It acknowledges 0, the number before the first byte
// of the connection; Linux 6.18 discards it with the data that it carries.
func (e *engine) acknowledgesNothing(ev *event) []string {
	for i := ev.Index - 1; i >= 0; i-- {
		earlier := e.events[i]
		p, ok := earlier.Statement.Action.(*lang.Packet)
		if !ok || p.Direction != lang.Inbound {
			continue
		}
		t := p.TCP()
		if t == nil || !t.Flags.Has(lang.ACK) || t.Ack != nil || t.Flags.Has(lang.SYN) {
			continue
		}
		return []string{fmt.Sprintf("hint: the segment injected on line %d has the ACK flag but no ack number, "+
			"which acknowledges 0: recent kernels discard it; write ack 1", earlier.Line)}
	}
	return nil
}
