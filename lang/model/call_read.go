package model

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// read takes data from a connection.
func (v *invocation) read() {
	length, known := v.length()
	if v.hasResult && known && v.result > length {
		v.reportCall(v.call.Syntax.Result, ReadResult{Call: v.name, Asked: length, Claimed: v.result, Cause: ReadAsked},
			nil)
	}
	if v.d.Kind != vocab.SocketDescriptor || !v.d.TCP {
		return
	}
	c := v.state.editConnection(v.d.Connection)
	if c == nil {
		v.readUnconnected()
		return
	}
	null := v.nullBuffer()
	c.timers.ackDelay.acknowledged() // reading can send a window update
	if v.flagged("MSG_WAITALL") {
		c.Receive.Unread = Unknown()
	}
	if v.flagged("MSG_ERRQUEUE") || v.flagged("MSG_OOB") || !v.flagsKnown() {
		return
	}
	if null {
		v.readIntoNull(c, length)
	}
	switch {
	case v.hasResult && known && c.Tracked() && !null:
		v.readFrom(c, length)
	case v.hasResult && v.result > 0:
		c.Receive.consume(v.result)
	default:
		c.Receive.consumeUnknown()
	}
}

// readIntoNull judges a read of data into a NULL buffer.
func (v *invocation) readIntoNull(c *Connection, length int64) {
	low, _, sure := c.Receive.Unread.Range()
	errno := v.errno()
	if c.Tracked() && sure && low > 0 && v.fails() && length > 0 && errno != "" && errno != "EFAULT" && v.linux() {
		v.badBuffer(c)
	}
}

// readUnconnected judges a read from a socket without a connection.
func (v *invocation) readUnconnected() {
	d := v.d
	if !v.hasResult || v.result <= 0 || d.Role == AnyRole || d.Role == Connected || d.OptionsSet.Any(OtherOptions) {
		return
	}
	v.wrongKind(NeedsConnection, "ENOTCONN")
}

// readFrom judges a read against what is in order, and takes it.
func (v *invocation) readFrom(c *Connection, length int64) {
	r := &c.Receive
	_, top, sure := r.Unread.Range()
	if v.blocks() && (!sure || top == 0) && !r.FinSeen {
		r.blocked = append(r.blocked, blockedRead{v.here(), length, v.result})
		return
	}
	if sure && v.result <= length && !(c.optionsSet | v.d.OptionsSet).Any(OtherOptions|ReceiveTimeoutOptions) {
		v.checkRead(c, length)
	}
	if v.result <= 0 && top == 0 {
		c.socketError = false
	}
	if v.result > 0 && !v.flagged("MSG_PEEK") {
		r.consume(v.result)
	}
}

// checkRead judges the result of a read.
func (v *invocation) checkRead(c *Connection, length int64) {
	r := &c.Receive
	low, top, _ := r.Unread.Range()
	blocking := v.d.NonBlocking.Is(0) && !v.flagged("MSG_DONTWAIT")
	end := r.FinSeen || c.shutRead || c.State == Closed || c.State >= TimeWait
	detail := ReadResult{Call: v.name, Asked: length, Claimed: v.result, Readable: top, Next: r.Next}
	switch errno := v.errno(); {
	case v.result > min(top, length):
		detail.Cause = r.whyNoMore()
		var d Detail = detail
		if top == 0 && blocking && !end {
			d = ReadBlocks(detail)
		}
		v.reportConnection(c, v.call.Syntax.Result, d, at(c.timers.received.statement, AtPeerLast))
	case v.result >= 0 && low == top && low > 0 && v.result != min(low, length) && length > 0:
		v.wrongRead(c, v.here(), min(low, length), v.result)
	case v.result < 0 && low > 0 && length > 0 && notWhileReadable[errno] && v.linux():
		v.reportConnection(c, v.call.Syntax.Result,
			CallErrno{Call: v.name, Claimed: errno, Cause: DataReadable, Readable: low}, nil)
	case v.result != 0 || top != 0 || length <= 0:
	case c.socketError && !r.FinSeen && !c.shutRead && v.linux():
		v.reportConnection(c, v.call.Syntax.Result, CallErrno{Call: v.name, Expected: "ECONNRESET", Cause: AfterReset},
			at(c.resetCause, AtReset))
	case !end && c.State >= Established:
		detail.Cause = ReadNoFin
		v.reportConnection(c, v.call.Syntax.Result, detail, nil)
	}
}

// notWhileReadable are errnos that a read does not give while there is data:
// the data comes first, whatever happened after it (Linux: tcp_recvmsg_locked).
var notWhileReadable = map[string]bool{"EAGAIN": true, "ENOTCONN": true, "ECONNRESET": true, "ETIMEDOUT": true,
	"EHOSTUNREACH": true}

// whyNoMore says what ends the data that can be read.
func (r *ReceiveSide) whyNoMore() ReadResultCause {
	switch {
	case len(r.OutOfOrder) > 0:
		return ReadHole
	case r.FinSeen:
		return ReadFin
	}
	return ReadArrived
}

// wrongRead reports a read that returns less than it can, or more.
func (w *walker) wrongRead(c *Connection, statement StatementRef, want, claimed int64) {
	node := w.action(statement)
	name := ""
	if call, ok := node.(*lang.SystemCall); ok {
		node, name = call.Result, call.Name.Name
	}
	w.reportAt(statement, c, c.Descriptor, Observation{Node: node, Related: at(c.timers.received.statement, AtPeerLast),
		Detail: ReadResult{Call: name, Claimed: claimed, Readable: want, Next: c.Receive.Next, Cause: ReadAll}})
}

// wakeReads ends blocking reads that have something to return now.
func (w *walker) wakeReads(c *Connection) {
	r := &c.Receive
	for len(r.blocked) > 0 {
		p := r.blocked[0]
		low, top, ok := r.Unread.Range()
		if !ok || top == 0 && !r.FinSeen {
			return
		}
		r.blocked = r.blocked[1:]
		if got := min(low, p.length); low == top && low > 0 && p.claimed >= 0 && p.length > 0 && got != p.claimed {
			w.wrongRead(c, p.statement, got, p.claimed)
		}
		r.consume(p.claimed)
	}
}
