package rules

import (
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var delayedAck = &rule.Rule{
	Code: "PKT507", Name: "delayed-ack", Severity: diag.Hint, LinuxOnly: true,
	Summary: "an acknowledgment is expected at once that Linux delays",
	Details: "Linux delays the acknowledgment of a single segment by 40 ms or more when it takes the connection for an interactive one, where " +
		"an answer of the application may carry it: after the application has sent data within 40 ms of receiving some, and once the peer's FIN " +
		"has arrived behind data. At the start of a connection, and after segments out of order, it acknowledges at once. " +
		"Whether that breaks a script depends on the route, so it is a hint: where the acknowledgment must come at once, it needs quick acknowledgments: `pkt run --quickack`, `ip route change ... quickack 1`, or TCP_QUICKACK.",
	Sources: []string{"RFC 9293 section 3.8.6.3", "Linux, tcp_event_data_sent, tcp_fin and __tcp_ack_snd_check"},
	Bad: script(connected, "  +0 < P. 1:3(2) ack 1 win 4000", "  +0 > . 1:1(0) ack 3", "  +0 < F. 3:3(0) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 4"),
	Good: script(connected, "  +0 < P. 1:3(2) ack 1 win 4000", "  +0 > . 1:1(0) ack 3", "  +0 < F. 3:3(0) ack 1 win 4000",
		"  +.04 > . 1:1(0) ack 4"),

	Script: func(p *rule.ScriptPass) {
		w := delayedAckWalk{pass: p, owed: -1}
		for i, st := range p.Script.Statements {
			switch action := st.Action.(type) {
			case *lang.Command:
				if strings.Contains(action.Text, "quickack") {
					return
				}
			case *lang.SystemCall:
				if !w.call(action) {
					return
				}
			case *lang.Packet:
				if action.Ports != nil || action.PSP != nil || len(action.Encapsulations) > 0 || action.TCP() == nil {
					return
				}
				w.packet(i, action)
			}
		}
	},
}

// answerTime is how soon behind a segment the application must send for Linux to
// take the connection for an interactive one: TCP_ATO_MIN, in microseconds.
const answerTime = 40_000

// leastSegment is the first estimate of the peer's MSS (TCP_MSS_DEFAULT), in
// bytes.
const leastSegment = 536

// delayedAckWalk follows what decides when an acknowledgment leaves, for one
// connection after the other.
type delayedAckWalk struct {
	pass        *rule.ScriptPass
	next        uint32 // RCV.NXT
	data        bool   // the peer has sent some
	dataAt      model.Clock
	interactive bool // the kernel's pingpong mode
	closed      bool // our side
	// owed is the statement of the only segment not yet acknowledged, or -1.
	owed   int
	owedAt model.Clock
}

// call notes what a system call changes; false where nothing more can be said.
func (w *delayedAckWalk) call(call *lang.SystemCall) bool {
	switch call.Name.Name {
	case "close", "shutdown":
		w.closed = true
		w.owed = -1
	case "setsockopt":
		for _, s := range program.Symbols(call) {
			if s.Word.Name == "TCP_QUICKACK" {
				return false
			}
		}
	case "read", "readv", "recv", "recvfrom", "recvmsg", "splice":
		// Reading can send a window update, which acknowledges too.
		w.owed = -1
	}
	return true
}

func (w *delayedAckWalk) packet(i int, packet *lang.Packet) {
	clock, ok := w.pass.Model.AbsoluteTime(i)
	if !ok {
		return
	}
	if packet.Direction == lang.Inbound {
		w.inbound(i, clock, packet.TCP())
		return
	}
	w.outbound(i, clock, packet.TCP())
}

func (w *delayedAckWalk) inbound(i int, clock model.Clock, tcp *lang.TCP) {
	if tcp.Flags.Has(lang.SYN) {
		*w = delayedAckWalk{pass: w.pass, owed: -1, next: uint32(tcp.Seq.Left.Value) + 1}
		return
	}
	fin := tcp.Flags.Has(lang.FIN)
	if tcp.Seq.Length.Value == 0 && !fin {
		return
	}
	pending := w.owed >= 0
	w.owed = -1
	if uint32(tcp.Seq.Left.Value) != w.next {
		w.interactive = false // segments out of order are acknowledged at once
		return
	}
	w.next = uint32(tcp.Seq.Right.Value)
	if fin {
		w.next++
		w.interactive = !w.closed
	}
	// More than the kernel's estimate of the MSS, 536 bytes at least, is
	// acknowledged at once (tcp_measure_rcv_mss).
	if w.interactive && w.data && !pending && tcp.Seq.Length.Value < leastSegment {
		w.owed, w.owedAt = i, clock
	}
	if tcp.Seq.Length.Value > 0 {
		w.data, w.dataAt = true, clock
	}
}

func (w *delayedAckWalk) outbound(i int, clock model.Clock, tcp *lang.TCP) {
	owed := w.owed
	w.owed = -1
	if tcp.Seq.Length.Value > 0 {
		if _, top := clock.Since(w.dataAt); w.data && top < answerTime {
			w.interactive = true
		}
		return
	}
	st := w.pass.Script.Statements[i]
	// Where the window is closed, the receive buffer decides.
	if tcp.Win != nil && tcp.Win.Value == 0 {
		return
	}
	if owed < 0 || tcp.Flags.Set != lang.ACK || tcp.Ack == nil || uint32(tcp.Ack.Value) != w.next {
		return
	}
	if _, top := clock.Since(w.owedAt); top >= answerTime/2 {
		return
	}
	cause := w.pass.Script.Statements[owed]
	w.pass.Report(st, tcp.Ack, "this acknowledgment is expected at once, but Linux delays it by 40 ms or more").
		Related(cause, cause.Action, "of this segment").
		Note("expect it later (+.04), or ask for quick acknowledgments (pkt run --quickack)")
}
