package exec

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/run"
)

func addrPort(a netip.Addr, port uint16) netip.AddrPort { return netip.AddrPortFrom(a, port) }

// patience is how long, in microseconds, the engine waits for a packet beyond
// the time at which it would be too late: so that a packet that is late by a
// delayed ACK or by a retransmission timer is seen, and shown.
const patience = 450_000

// sniffed is a packet of the stack with the time at which it was sent.
type sniffed struct {
	packet *packet.Packet // sequence numbers as in the script, addresses live
	live   *packet.Packet
	at     int64
}

// expect waits for a packet of the stack and compares it. There is no waiting
// for the event's time first: a packet that comes too early is to be noticed.
func (e *engine) expect(ev *event) bool {
	k, err := e.sockets.forScript(ev.packet, false)
	if err != nil {
		e.fail(e.packetRefused(ev, err))
		return false
	}
	failure, tolerable := e.outbound(ev, k)
	if failure == nil {
		e.record.finish(ev)
		return true
	}
	if e.settings.NonFatalPackets && tolerable {
		e.record.warn(failure)
		return true
	}
	e.fail(failure)
	return false
}

// outbound collects the packets of the stack that together carry the payload
// of the expected one, and compares. tolerable says that --non_fatal=packet
// makes the failure a warning: the run can go on.
func (e *engine) outbound(ev *event, k *socket) (failure *run.Failure, tolerable bool) {
	expected := ev.packet
	opening := k.state == passiveReceived && expected.TCP() != nil && expected.TCP().Has(syn|ack)
	if opening {
		k.script.localISN = expected.TCP().Seq()
	}
	want := len(expected.Payload())
	var got []sniffed
	have := 0
	for {
		live, at, failure := e.sniff(ev)
		if failure != nil {
			return failure, false
		}
		if opening && k.state == passiveReceived {
			k.state = passiveSynackSent
			if t := live.TCP(); t != nil {
				k.live.localISN = t.Seq()
			}
		}
		s := sniffed{packet: live.Clone(), live: live, at: at}
		err := k.sequenceToScript(s.packet)
		e.record.packet(ev, false, at, s.packet, live)
		if err != nil {
			return e.packetFailure(ev, got, brokenOptions(err), s), false
		}
		if len(got) > 0 && s.packet.Tuple() != got[0].packet.Tuple() {
			// What was taken for the beginning was sent by a socket that is no
			// longer under test, such as a SYN again from an earlier connect().
			got, have = nil, 0
		}
		if len(got) > 0 {
			if d := fragmentDifferences(s, got[len(got)-1], want, have); len(d) > 0 {
				return e.packetFailure(ev, got, d, s), false
			}
		}
		got = append(got, s)
		have += len(s.packet.Payload())
		if have >= want || e.settings.StrictSegments {
			break
		}
	}
	return e.judge(ev, k, got, want, have)
}

// brokenOptions is a packet whose options cannot be read.
func brokenOptions(err error) []packet.Difference {
	return []packet.Difference{{Part: packet.PartOptions, Text: err.Error(), Reference: err.Error()}}
}

// judge compares what was collected.
func (e *engine) judge(ev *event, k *socket, got []sniffed, want, have int) (failure *run.Failure, tolerable bool) {
	last := got[len(got)-1]
	if have != want {
		return e.wrongLength(ev, k, got, want, have), false
	}
	actual := last
	if len(got) > 1 {
		var all []*packet.Packet
		for _, s := range got {
			all = append(all, s.packet)
		}
		actual.packet = packet.Aggregate(all)
	}
	ev.actual = actual.at
	e.done = actual.at
	differences, err := e.differences(ev, k, actual.packet)
	if err != nil {
		differences = brokenOptions(err)
	}
	if len(differences) > 0 {
		return e.packetFailure(ev, nil, differences, actual), err == nil
	}
	if w := e.window(ev); w.missed(actual.at) != 0 {
		return e.latePacket(ev, w, actual), true
	}
	return nil, false
}

// wrongLength is a packet, or several that belong together, with more or less
// payload than expected. The other fields are compared, too, to show all.
func (e *engine) wrongLength(ev *event, k *socket, got []sniffed, want, have int) *run.Failure {
	last := got[len(got)-1]
	text := fmt.Sprintf("length %d instead of %d", have, want)
	if want > 0 && have > want && have%want == 0 && len(got) == 1 {
		text = fmt.Sprintf("length (%d x %d in one packet)", have/want, want)
	}
	differences := []packet.Difference{{
		Part: packet.PartLength, Text: text,
		Reference: fmt.Sprintf("live packet payload: expected %d bytes vs actual %d bytes", want, have),
	}}
	if len(got) == 1 {
		if more, err := e.differences(ev, k, last.packet); err == nil {
			differences = append(differences, more...)
		}
	}
	return e.packetFailure(ev, got[:len(got)-1], differences, last)
}

// differences compares in google/packetdrill's order: headers, flow label, options,
// payload. Its first difference is the reference's.
func (e *engine) differences(ev *event, k *socket, actual *packet.Packet) ([]packet.Difference, error) {
	expected := ev.packet
	if err := k.toScript(actual, expected); err != nil {
		return nil, err
	}
	out := packet.CompareHeaders(actual, expected, true)
	if d, differs := k.flowLabel(actual, expected); differs {
		out = append(out, d)
	}
	if expected.TCP() != nil && actual.TCP() != nil {
		out = append(out, packet.CompareOptions(actual, expected, e.timestampRule(ev))...)
	}
	if len(actual.Payload()) != len(expected.Payload()) {
		return out, nil
	}
	if d, differs := packet.ComparePayload(actual, k.withText(expected)); differs {
		out = append(out, d)
	}
	return out, nil
}

// timestampRule allows TS val to be off by the tolerance over the whole script:
// the error of a clock adds up.
func (e *engine) timestampRule(ev *event) packet.TimestampRule {
	return packet.TimestampRule{Tick: e.settings.TimestampTick, Tolerance: e.settings.Tolerance(ev.time)}
}

// fragmentDifferences compares a packet with the one before it, of which it
// should be the continuation.
func fragmentDifferences(s, previous sniffed, want, have int) []packet.Difference {
	if d := packet.CompareHeaders(s.packet, previous.packet, false); len(d) > 0 {
		return d
	}
	length, before := len(s.packet.Payload()), len(previous.packet.Payload())
	if length < want-have && length != before {
		return []packet.Difference{{
			Part: packet.PartLength, Text: fmt.Sprintf("a segment of %d bytes after one of %d", length, before),
			Reference: fmt.Sprintf("fragment payload: expected %d bytes vs actual %d bytes; "+
				"total payload: expected %d bytes vs actual %d bytes",
				before, length, want, length+have),
		}}
	}
	return nil
}

// sniff returns the next packet that the socket under test sends.
func (e *engine) sniff(ev *event) (*packet.Packet, int64, *run.Failure) {
	deadline := e.limit
	if !ev.anytime() {
		w := e.window(ev)
		deadline = min(deadline, e.schedule.live(max(w.last+w.tolerance, e.schedule.now())+patience))
	}
	for {
		e.record.flushBefore(e.schedule, ev.time)
		data, at, err := e.stack.Receive(deadline)
		switch {
		case errors.Is(err, stack.ErrTimeout) && e.stack.Now() >= e.limit:
			return nil, 0, e.overdue()
		case errors.Is(err, stack.ErrTimeout):
			return nil, 0, e.timeout(ev)
		case errors.Is(err, stack.ErrInterrupted):
			return nil, 0, e.interrupted(ev)
		case err != nil:
			return nil, 0, e.environment(err)
		}
		p, err := packet.Decode(data)
		if errors.Is(err, packet.ErrUnknownProtocol) {
			continue
		}
		if err != nil {
			return nil, 0, e.badPacket(ev, data, err)
		}
		if e.sockets.forLive(p) != nil {
			return p.Clone(), e.schedule.script(at), nil
		}
		e.record.other(e.schedule.script(at), nil, p)
	}
}

// collectOthers notes what the stack has sent beside the packet that failed.
func (e *engine) collectOthers() {
	for range keptPackets {
		data, at, err := e.stack.Receive(e.stack.Now())
		if err != nil {
			return
		}
		live, err := packet.Decode(append([]byte(nil), data...))
		if err != nil {
			continue
		}
		var script *packet.Packet
		if k := e.sockets.forLive(live); k != nil {
			script = live.Clone()
			if k.sequenceToScript(script) != nil {
				script = nil
			}
		}
		e.record.other(e.schedule.script(at), script, live)
	}
}
