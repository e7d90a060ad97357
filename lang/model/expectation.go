package model

import "github.com/pktlang/pkt/lang"

// expectation is a segment that the script expects of the stack, held against
// what the connection can send.
type expectation struct {
	*walker
	c   *Connection
	seg segment
	tcp *lang.TCP
	// blocksWrong is set where the SACK blocks were reported already.
	blocksWrong bool
}

// outbound walks over a TCP segment that the script expects of the stack.
func (w *walker) outbound(tcp *lang.TCP) {
	c := w.state.editConnection(w.state.subject.connection)
	if c == nil {
		w.withoutConnection(tcp)
		return
	}
	x := expectation{walker: w, c: c, seg: c.outboundSegment(tcp), tcp: tcp}
	switch {
	case w.linux() && !x.seg.has(lang.SYN|lang.RST|lang.ACK):
		w.reportOn(c, Observation{Node: tcp.Flags, Detail: FlagsWrong{Cause: NoControlFlag}})
		c.diverge(w.here())
	case c.Tracked():
		x.judge()
	case len(c.due) > 0 && !x.matchDue():
		x.lineMissing()
	}
	x.sent()
	c.timers.sent = w.now()
}

// withoutConnection is a segment expected while no connection exists.
func (w *walker) withoutConnection(tcp *lang.TCP) {
	d := w.subjectDescriptor()
	switch {
	case !w.state.subject.descriptor.Any():
		w.report(Observation{Node: tcp, Detail: NoSocket{}})
	case d == nil || !d.TCP || d.OptionsSet.Any(OtherOptions) || w.state.Environment.LossPossible:
	case d.Role == Listening:
		w.report(Observation{Node: tcp, Detail: SegmentUncaused{Cause: NoSynArrived},
			Related: at(d.ListenedAt, AtListen)})
	case d.Role != Fresh || !w.linux():
	case d.unanswered.Any():
		w.reportAt(d.unanswered, nil, d.Ref(),
			Observation{Node: w.action(d.unanswered), Detail: NotListening{Number: d.Number},
				Related: append(at(d.Opened, AtSocket), Place{w.here(), AtNotSent})})
		d.unanswered, d.OptionsSet = StatementRef{}, d.OptionsSet|OtherOptions
	default:
		w.report(Observation{Node: tcp, Detail: SegmentUncaused{Cause: SocketUnconnected},
			Related: at(d.Opened, AtSocket)})
	}
}

// judge holds an expected segment of a certain connection against what the
// stack can send. After a segment that it cannot send, the script and the
// stack diverge, and nothing more is certain of the connection.
func (x *expectation) judge() {
	c := x.c
	x.dropMergedAcks()
	if x.matchDue() {
		x.checkRest()
		return
	}
	o := x.impossible()
	if o == nil && len(c.due) > 0 && !x.precedes() {
		switch due := &c.due[0]; {
		case due.differsInAck(x.seg):
			o = x.ackOverdue(due.Ack, c.timers.received.statement.Or(c.opened))
		case due.differsInLength(x.seg):
			o = &Observation{Node: x.tcp.Seq,
				Detail: SegmentWrong{Cause: LengthWrong, Length: x.seg.length, Lengths: due.Length}}
		default:
			x.lineMissing()
			return
		}
	}
	if o == nil {
		x.checkRest()
		return
	}
	if len(c.due) > 0 {
		due := c.due[0]
		o.Instead = &due
	}
	x.reportDivergence(*o)
	c.diverge(x.here())
}

// checkRest judges the rest of a segment whose flags and numbers are right.
func (x *expectation) checkRest() {
	x.checkOptions()
	x.checkPush()
	x.checkDelay()
}

// dropMergedAcks drops ACKs that nobody can tell are missing: the reference (google/packetdrill) adds
// up segments until they have the expected length, and one without data before
// it that continues in the same numbers counts as part of it (packetdrill:
// verify_packet_fragments).
func (x *expectation) dropMergedAcks() {
	c, seg := x.c, x.seg
	for seg.length > 0 && len(c.due) > 0 {
		due := &c.due[0]
		if due.Answers != AckDue || due.Seq != seg.seq || due.Ack != seg.ack || len(due.blocks) > 0 {
			return
		}
		c.due = c.due[1:]
	}
}

// reportDivergence reports a segment that the stack cannot send. Where the peer
// has acknowledged something that no line expects, that line is missing: the
// report stands where the stack sent it.
func (x *expectation) reportDivergence(o Observation) {
	c, s := x.c, &x.c.Send
	missing := SegmentMissing{Cause: PeerAcknowledged, By: x.here(), Segment: DueSegment{
		Answers: DataDue, Flags: lang.ACK, Seq: s.Next, Ack: c.Receive.Next,
		Length: Exactly(int64(s.Unacknowledged - s.Next)), Cause: s.firstUnsent,
	}}
	if !s.firstUnsent.Any() && s.FinQueued {
		missing.Segment.Answers, missing.Segment.Cause = FinDue, s.FinQueuedAt
		missing.Segment.Flags |= lang.FIN
	}
	cause := missing.Segment.Cause
	if !o.aboutSequence() || !after(s.Unacknowledged, s.Next) || !cause.Any() {
		x.reportOn(c, o)
		return
	}
	related := append(at(x.here(), AtCompared), at(c.timers.received.statement, AtAcknowledges)...)
	x.reportAt(cause, c, c.Descriptor, Observation{Node: x.action(cause), Detail: missing.detail(), Related: related})
}

// aboutSequence reports whether a sequence number is wrong that depends on what
// went out before.
func (o Observation) aboutSequence() bool {
	switch o.Detail.(type) {
	case SequenceGap, SequenceWrong:
		return true
	}
	return false
}

// detail is the missing segment as the kind that it is of.
func (m SegmentMissing) detail() Detail {
	if m.Segment.Answers == FinDue {
		return FinMissing(m)
	}
	return m
}

// matchDue takes the segment that the stack sends first, if this is it.
func (x *expectation) matchDue() bool {
	c := x.c
	if len(c.due) == 0 {
		return false
	}
	due := c.due[0]
	if due.Answers == DataDue {
		// The reference adds up segments until they reach the expected
		// length, those of later writes too.
		_, unsent, _ := c.NotSent().Range()
		low, top, _ := due.Length.Range()
		top = max(top, min(unsent, c.Send.MaxWindow))
		if segments, mss, known := x.congestionWindow(c); known {
			top = min(top, segments*mss)
		}
		due.Length = Between(low, top)
	}
	if !due.matches(x.seg) {
		return false
	}
	c.due = c.due[1:]
	x.checkCauseTime(&due)
	x.checkBlocks(&due)
	return true
}

// precedes reports whether a possible segment may come before the first one that
// is due: an acknowledgment that was pending, or a retransmission.
func (x *expectation) precedes() bool {
	due, r, seg := &x.c.due[0], &x.c.Receive, x.seg
	switch {
	case seg.has(lang.RST | lang.SYN):
		return false
	case !seg.empty():
		return before(seg.seq, due.Seq)
	case due.Answers == AckDue && seg.ack == due.Ack:
		return false
	}
	return r.reads > 0 || due.Answers != AckDue && r.ackPending(seg.ack, due.Cause)
}

// lineMissing reports that the stack sends something before this segment that no
// line expects.
func (x *expectation) lineMissing() {
	c := x.c
	for len(c.due) > 0 && !c.due[0].matches(x.seg) {
		due := c.due[0]
		c.due = c.due[1:]
		missing := SegmentMissing{Segment: due, Cause: AnotherExpected, By: x.here()}
		x.reportAt(due.Cause, c, c.Descriptor,
			Observation{Node: x.action(due.Cause), Detail: missing.detail(), Related: at(x.here(), AtCompared)})
		if due.Answers == DataDue {
			c.diverge(x.here())
			return
		}
	}
	if len(c.due) > 0 {
		x.matchDue()
	}
}
