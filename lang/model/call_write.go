package model

import (
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
)

// write gives data to a connection.
func (v *invocation) write() {
	d := v.d
	length, known := v.length()
	if v.hasResult && known && v.result > length && v.result > 0 {
		v.reportCall(v.call.Syntax.Result,
			WriteResult{Call: v.name, Given: length, Claimed: v.result, Cause: WriteGiven}, nil)
	}
	if d.Kind != vocab.SocketDescriptor {
		if d.Kind == vocab.EpollDescriptor && v.returns() || v.name != "write" && v.name != "writev" {
			v.notSocket()
		}
		return
	}
	if !d.TCP {
		return
	}
	if v.flagged("MSG_FASTOPEN") && d.Role == Fresh {
		v.fastOpenSend()
		return
	}
	c := v.state.editConnection(d.Connection)
	switch {
	case c == nil:
		v.writeUnconnected()
	case c.Active && c.State == SynSent && d.OptionsSet.Any(FastOpenConnectOptions) && c.Send.Next == 0:
		v.deferredSend(c)
	case !v.hasResult:
		c.setUncertain(UnknownWrite)
	case v.result < 0:
		v.writeFails(c)
	default:
		v.writeTakes(c, length, known)
	}
}

// writeUnconnected judges a write to a socket without a connection: it gives
// EPIPE.
func (v *invocation) writeUnconnected() {
	d := v.d
	if !v.linux() {
		d.OptionsSet |= OtherOptions // FreeBSD connects with TCP_FASTOPEN here
	}
	if d.Role == AnyRole || d.Role == Connected || !v.hasResult || v.result <= 0 ||
		d.OptionsSet.Any(FastOpenConnectOptions|OtherOptions) {
		return
	}
	v.wrongKind(NeedsConnection, "EPIPE")
}

// writeFails judges a write that is expected to fail.
func (v *invocation) writeFails(c *Connection) {
	c.socketError = false
	if !c.Tracked() || v.d.OptionsSet.Any(OtherOptions|TimersOptions|SendBufferOptions) ||
		c.State != Established || !v.linux() {
		return
	}
	errno := v.errno()
	if v.nullBuffer() && errno != "" && errno != "EFAULT" {
		v.badBuffer(c)
		return
	}
	if errno != "EPIPE" && errno != "ECONNRESET" || !c.canSend() || c.wasReset() {
		return
	}
	if _, top := v.state.Clock.Since(c.timers.sent.clock); top > synTimeout && c.Outstanding() > 0 {
		return
	}
	v.reportConnection(c, v.call.Syntax.Errno, CallErrno{Call: v.name, Claimed: errno, Cause: OpenBothWays}, nil)
}

// badBuffer reports an errno that a NULL buffer does not give.
func (v *invocation) badBuffer(c *Connection) {
	v.reportConnection(c, v.call.Syntax.Errno,
		CallErrno{Call: v.name, Claimed: v.errno(), Expected: "EFAULT", Cause: NullBuffer}, nil)
}

// writeTakes notes what a write gives to the connection.
func (v *invocation) writeTakes(c *Connection, length int64, known bool) {
	s := &c.Send
	if v.linux() && c.Tracked() {
		if s.FinQueued && v.result > 0 {
			v.reportConnection(c, v.call.Syntax.Result,
				CallErrno{Call: v.name, Expected: "EPIPE", Cause: AfterShutdown}, at(s.FinQueuedAt, AtShutdown))
			return
		}
		if c.State == Closed && (v.result > 0 || known && length > 0) {
			v.reportConnection(c, v.call.Syntax.Result, CallErrno{Call: v.name, Cause: AfterEnd},
				at(c.resetCause, AtEnd))
			return
		}
	}
	if c.State == SynSent {
		v.writeTooEarly(c)
		return
	}
	v.shortWrite(c, length, known)
	if v.blocks() {
		s.wrote(0, uint32(v.result))
		return
	}
	if s.WrittenTop == s.Next {
		s.firstUnsent = v.here()
	}
	s.wrote(uint32(v.result), uint32(v.result))
	s.lastWrite = v.here()
	s.moreToCome = s.moreToCome || v.holdsEndBack(length)
	if c.canSend() && v.result > 0 {
		whole := int64(s.WrittenLow-s.Next) == v.result && !v.flagged("MSG_EOR") && !v.flagged("MSG_ZEROCOPY")
		v.sendsData(c, whole)
	}
}

// holdsEndBack reports whether the end of what is written may wait for more
// (Linux: MSG_MORE).
func (v *invocation) holdsEndBack(length int64) bool {
	return v.flagged("MSG_MORE") || v.flagged("MSG_OOB") || !v.flagsKnown() ||
		v.name == "sendfile" && v.result < length
}

// writeTooEarly is a write during the handshake.
func (v *invocation) writeTooEarly(c *Connection) {
	if v.result <= 0 || !c.Tracked() || v.blocks() || v.d.OptionsSet.Any(OtherOptions) || !v.linux() {
		c.setUncertain(WriteInHandshake)
		return
	}
	v.reportConnection(c, v.call.Syntax.Result, WriteResult{Call: v.name, Claimed: v.result, Cause: WriteHandshake},
		at(c.opened, AtOpen))
}

// certainSendBuffer is how much a write certainly takes at once, in bytes: the
// send buffer that every connection begins with (Linux: tcp_wmem).
const certainSendBuffer = 16384

// shortWrite judges a write that takes less than it is given.
func (v *invocation) shortWrite(c *Connection, length int64, known bool) {
	d := v.d
	if !known || v.result <= 0 || v.result >= length || !c.Tracked() || v.name == "sendfile" ||
		d.OptionsSet.Any(OtherOptions|ReceiveTimeoutOptions) || !v.linux() {
		return
	}
	detail := WriteResult{Call: v.name, Given: length, Claimed: v.result}
	pending := int64(int32(c.Send.WrittenTop - c.Send.Unacknowledged))
	switch {
	case d.NonBlocking.Is(0) && !v.flagged("MSG_DONTWAIT"):
		detail.Cause = WriteBlocks
	case !d.OptionsSet.Any(SendBufferOptions) && pending+length <= certainSendBuffer:
		detail.Cause = WriteFitsInBuffer
	default:
		return
	}
	v.reportConnection(c, v.call.Syntax.Result, detail, nil)
}

// fastOpenSend is a send that connects (RFC 7413; Linux: MSG_FASTOPEN): the SYN
// carries data where a cookie is known from an earlier connection.
func (v *invocation) fastOpenSend() {
	errno := v.errno()
	refused := v.fails() && errno != "" && errno != "EINPROGRESS" && !v.blocks()
	if refused || v.is(vocab.SocketAddress, "AF_UNSPEC") || v.nullBuffer() {
		return
	}
	v.deferredSend(v.activeOpen())
}

// deferredSend is the write that sends the SYN of a fast open connection.
func (v *invocation) deferredSend(c *Connection) {
	length, known := v.length()
	c.Options.Local.FastOpen = true
	c.due = nil
	if v.nullBuffer() || !v.hasResult || !known {
		c.setUncertain(UnusualFirstWrite)
		return
	}
	if v.blocks() {
		v.shortWrite(c, length, known)
	}
	s := &c.Send
	if v.result > 0 {
		s.WrittenTop += uint32(v.result)
		s.WrittenLow = s.WrittenTop
		s.lastWrite = v.here()
	}
	if v.blocks() || v.result < 0 && v.errno() != "EINPROGRESS" {
		s.WrittenTop = 1 + uint32(length)
	}
	v.sendsSyn(c, length)
}

// splice moves data between a socket and a pipe.
func (v *invocation) splice() {
	if c := v.state.editConnection(v.d.Connection); c != nil {
		c.Receive.consumeUnknown()
		c.timers.ackDelay.acknowledged()
	}
	if len(v.call.Arguments) < 3 {
		return
	}
	to, _ := v.call.Arguments[2].Value.(program.DescriptorNumber)
	target := v.state.Descriptor(int64(to))
	if target == nil {
		return
	}
	if c := v.state.editConnection(target.Connection); c != nil {
		c.setUncertain(SplicedInto)
	}
}
