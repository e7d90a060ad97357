package exec

import (
	"fmt"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
)

const (
	syn = lang.SYN
	ack = lang.ACK
)

// Sequence numbers of segments with SYN are the script's own; all others count
// from the initial sequence number, as tcpdump shows them. The runner chooses
// the live numbers of the remote side, and takes the script's; the stack
// chooses the local ones. Arithmetic is modulo 2^32.

// remoteOffset is what is added to a sequence number of the remote side to
// make it live.
func (k *socket) remoteOffset(isSYN bool) uint32 {
	if isSYN {
		return 0
	}
	return k.live.remoteISN
}

// localOffset is what is added to a sequence number of the local side to make
// it live.
func (k *socket) localOffset(isSYN bool) uint32 {
	if isSYN {
		return k.live.localISN - k.script.localISN
	}
	return k.live.localISN
}

// toLive turns a packet of the script into one that the stack takes for the
// socket's.
func (k *socket) toLive(p *packet.Packet, scaleEcho bool) error {
	source, destination := p.Ports()
	p.SetTuple(k.live.inbound())
	p.SetPorts(source, destination) // ports that the script gives stay
	if seq := p.EchoedTCP(); seq != nil {
		// The stack ignores ICMP errors about what it did not send.
		t := uint32(seq[0])<<24 | uint32(seq[1])<<16 | uint32(seq[2])<<8 | uint32(seq[3])
		t += k.localOffset(false)
		seq[0], seq[1], seq[2], seq[3] = byte(t>>24), byte(t>>16), byte(t>>8), byte(t)
	}
	t := p.TCP()
	if t == nil {
		return nil
	}
	isSYN := t.Has(syn)
	t.SetSeq(t.Seq() + k.remoteOffset(isSYN))
	if t.Has(ack) {
		t.SetAck(t.Ack() + k.localOffset(isSYN))
	}
	if err := p.OffsetSACK(k.localOffset(isSYN)); err != nil {
		return err
	}
	return k.echoToLive(p, scaleEcho)
}

// echoToLive maps TS ecr to the live TS val that the script's value stands for.
func (k *socket) echoToLive(p *packet.Packet, scale bool) error {
	ts, err := p.Timestamps()
	if err != nil || ts == nil || !p.TCP().Has(ack) {
		return err
	}
	if live, ok := k.timestamps[ts.Ecr()]; ok {
		ts.SetEcr(live)
		return nil
	}
	if scale && k.timestampKnown {
		ts.SetEcr(ts.Ecr() - k.scriptTimestamp + k.firstTimestamp)
		return nil
	}
	return fmt.Errorf("unable to infer live TS ecr for script TS ecr %d;  no matching or preceding outbound TS val",
		ts.Ecr())
}

// sequenceToScript turns the sequence numbers of a packet of the stack into
// the script's.
func (k *socket) sequenceToScript(p *packet.Packet) error {
	t := p.TCP()
	if t == nil {
		return nil
	}
	isSYN := t.Has(syn)
	t.SetSeq(t.Seq() - k.localOffset(isSYN))
	if t.Has(ack) {
		t.SetAck(t.Ack() - k.remoteOffset(isSYN))
	}
	return p.OffsetSACK(-k.remoteOffset(isSYN))
}

// toScript turns the addresses and the timestamp of a packet of the stack into
// the script's, and learns what the script's timestamps stand for.
func (k *socket) toScript(actual, expected *packet.Packet) error {
	actual.SetTuple(k.scriptTuple(actual))
	if actual.TCP() == nil {
		return nil
	}
	wanted, err := expected.Timestamps()
	if err != nil {
		return err
	}
	ts, err := actual.Timestamps()
	if err != nil || ts == nil || wanted == nil {
		return err
	}
	k.timestamps[wanted.Val()] = ts.Val()
	if !k.timestampKnown {
		k.timestampKnown, k.scriptTimestamp, k.firstTimestamp = true, wanted.Val(), ts.Val()
	}
	ts.SetVal(k.scriptTimestamp + (ts.Val() - k.firstTimestamp))
	return nil
}

// scriptTuple is the tuple of the script's packets, or the live one where the
// script knows none, as with UDP.
func (k *socket) scriptTuple(actual *packet.Packet) packet.Tuple {
	t := k.script.outbound()
	if !t.Source.Addr().IsValid() || !t.Destination.Addr().IsValid() {
		return actual.Tuple()
	}
	return t
}

// flowLabel compares an IPv6 flow label: the script's values are names, of
// which each stands for the label that the stack first sent with it.
func (k *socket) flowLabel(actual, expected *packet.Packet) (packet.Difference, bool) {
	script, live := expected.FlowLabel(), actual.FlowLabel()
	differs := func(text, reference string) (packet.Difference, bool) {
		return packet.Difference{Part: packet.PartIP, Text: text, Reference: reference}, true
	}
	switch {
	case script == 0:
	case live == 0:
		return differs("no flowlabel", "flowlabel unmarked in the live packet")
	case k.scriptFlowLabel == 0:
		k.scriptFlowLabel, k.liveFlowLabel = script, live
	case script != k.scriptFlowLabel && live == k.liveFlowLabel:
		return differs("the flowlabel did not change", "expected a different flowlabel but got the same")
	case script != k.scriptFlowLabel:
		k.scriptFlowLabel, k.liveFlowLabel = script, live
	case live != k.liveFlowLabel:
		return differs("the flowlabel changed",
			fmt.Sprintf("inconsistent flowlabels for this packet: expected: 0x%x vs actual: 0x%x",
				k.liveFlowLabel, live))
	}
	return packet.Difference{}, false
}
