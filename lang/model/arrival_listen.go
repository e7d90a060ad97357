package model

import "github.com/pktlang/pkt/lang"

// reopens returns the listening socket that a SYN reaches again, because the
// segments before it made no connection; nil where it does not.
func (w *walker) reopens(c *Connection, tcp *lang.TCP) *Descriptor {
	if c.Active || c.State != Closed || !c.Tracked() || tcp.Flags.Set&(lang.SYN|lang.ACK|lang.RST) != lang.SYN {
		return nil
	}
	d := w.state.editDescriptor(c.Listener)
	if d == nil || d.Role != Listening || !d.Bound {
		return nil
	}
	return d
}

// firstSegment is the first one that a listening socket, or no socket, gets.
func (w *walker) firstSegment(d *Descriptor, tcp *lang.TCP) {
	c := w.state.newConnection()
	w.state.subject.connection = c.Ref()
	c.opened, c.timers.received = w.here(), w.now()
	c.peerISN = uint32(tcp.Seq.Left.Value)
	c.Options.Peer = synOptions(tcp, w.here())
	c.Options.takeTimestamp(tcp)
	a := arrival{w, c, c.inboundSegment(tcp), tcp}
	if !a.seg.has(lang.SYN) {
		c.peerISN = 0
		a.seg.seq = uint32(tcp.Seq.Left.Value)
		a.seg.endFrom(a.seg.seq)
	}
	if d != nil {
		c.Listener, c.optionsSet = d.Ref(), d.OptionsSet
		d.began = append(d.began, c.Ref())
	}
	switch {
	case d != nil && !d.Bound:
		a.toUnbound(d)
	case d == nil || !a.seg.has(lang.SYN) || a.seg.has(lang.ACK|lang.RST):
		a.inClosed() // RFC 9293, section 3.10.7.2: a RST answers an ACK
	default:
		a.passiveOpen(d)
	}
}

// toUnbound reports a SYN to a socket that listens on a port which the kernel
// chose: packetdrill sends it to its own port, 8080 by default.
func (a *arrival) toUnbound(d *Descriptor) {
	if !a.state.Environment.LossPossible && a.seg.has(lang.SYN) && !d.OptionsSet.Any(OtherOptions) {
		a.reportAt(d.ListenedAt, a.c, d.Ref(),
			Observation{Node: a.action(d.ListenedAt), Detail: ListenUnbound{Number: d.Number},
				Related: at(a.here(), AtUnreachable)})
	}
	a.c.setUncertain(ListenerUnbound)
}

// passiveOpen is a SYN at a listening socket (RFC 9293, section 3.10.7.2).
func (a *arrival) passiveOpen(d *Descriptor) {
	c, seg := a.c, a.seg
	c.State, c.Peer = SynReceived, SynSent
	c.Receive.begin(seg.end)
	c.Send.WrittenLow, c.Send.WrittenTop = 1, 1
	a.takeWindow()
	if seg.has(lang.FIN) || c.Options.Peer.Other || d.OptionsSet.Any(OtherOptions) {
		c.setUncertain(UnusualSyn)
		return
	}
	withData := uint32(0)
	if seg.length > 0 && a.fastOpenPossible(d) {
		withData = seg.end
	}
	a.sendsSynAck(c, SynAckDue, withData)
}

// fastOpenPossible reports whether a listening socket may take data in a SYN
// (RFC 7413): it was asked to, or net.ipv4.tcp_fastopen may ask it to.
func (w *walker) fastOpenPossible(d *Descriptor) bool {
	const withoutSocketOption = 0x400
	if !d.FastOpenQueue.Is(0) {
		return true
	}
	v, certain := w.state.Environment.sysctlFact("tcp_fastopen").Value()
	return !certain || v&withoutSocketOption != 0
}
