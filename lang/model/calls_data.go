package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// lengthArgument says which argument of a call holds the number of bytes.
var lengthArgument = map[string]int{
	"read": 2, "recv": 2, "recvfrom": 2, "write": 2, "send": 2, "sendto": 2, "sendfile": 3, "splice": 4,
}

// flagsArgument says which argument of a call holds its flags.
var flagsArgument = map[string]int{"recv": 3, "recvfrom": 3, "recvmsg": 2, "send": 3, "sendto": 3, "sendmsg": 2}

// dataLength is how many bytes a call asks for or gives.
func dataLength(call *lang.SystemCall) (int64, bool) {
	name := call.Name.Name
	switch name {
	case "readv", "writev":
		return iovecLength(argument(call, 1))
	case "recvmsg", "sendmsg":
		if m, ok := argument(call, 1).(*lang.MsgHdr); ok && m.Iov != nil {
			return iovecLength(m.Iov)
		}
		return 0, false
	}
	return number(argument(call, lengthArgument[name]))
}

func callFlags(call *lang.SystemCall) lang.Expr {
	if i, ok := flagsArgument[call.Name.Name]; ok {
		return argument(call, i)
	}
	return nil
}

// write gives data to a connection.
func (w *walker) write(call *lang.SystemCall, d *Descriptor) {
	claimed, ok := result(call)
	length, known := dataLength(call)
	if ok && known && claimed > length && claimed > 0 {
		w.reportAt(w.index, nil, d.Number, Observation{Kind: WriteResult, Node: call.Result, Claimed: Exactly(claimed), Expected: Between(0, length),
			Message: fmt.Sprintf("%s() is given %d bytes and is expected to take %d", call.Name.Name, length, claimed)})
	}
	if d.Kind != SocketDescriptor {
		if d.Kind == EpollDescriptor && ok && claimed >= 0 || call.Name.Name != "write" && call.Name.Name != "writev" {
			w.notSocket(call, d)
		}
		return
	}
	if !d.TCP {
		return
	}
	flags := callFlags(call)
	if mentions(flags, "MSG_FASTOPEN") && d.Role == Fresh {
		w.fastOpenSend(call, d)
		return
	}
	c := w.state.editConnection(d.Connection)
	if c == nil {
		w.writeUnconnected(call, d)
		return
	}
	if c.Active && c.State == SynSent && d.OptionsSet.Any(FastOpenConnectOptions) && c.Send.Next == 0 {
		w.deferredSend(call, c)
		return
	}
	if !ok {
		c.setUncertain("a write does not say what it took")
		return
	}
	if claimed < 0 {
		w.writeFails(call, d, c)
		return
	}
	w.writeTakes(call, d, c, length, known)
}

// writeUnconnected judges a write to a socket without a connection: it gives
// EPIPE.
func (w *walker) writeUnconnected(call *lang.SystemCall, d *Descriptor) {
	if w.state.Environment.Stack != Linux {
		d.OptionsSet |= OtherOptions // FreeBSD connects with TCP_FASTOPEN here
	}
	if d.Role == AnyRole || d.Role == Connected || !succeeds(call) || d.OptionsSet.Any(FastOpenConnectOptions|OtherOptions) {
		return
	}
	if v, ok := result(call); !ok || v == 0 {
		return
	}
	w.reportAt(w.index, nil, d.Number, Observation{Kind: DescriptorWrongKind, Node: call.Args[0], Related: w.related(d.Opened, "it was opened here"),
		Message: fmt.Sprintf("%s() on descriptor %d, which is %s: it fails with EPIPE", call.Name.Name, d.Number, d.Role)})
}

// writeFails judges a write that is expected to fail.
func (w *walker) writeFails(call *lang.SystemCall, d *Descriptor, c *Connection) {
	c.socketError = false
	if !c.Tracked() || d.OptionsSet.Any(OtherOptions|TimersOptions|SendBufferOptions) {
		return
	}
	errno := errnoOf(call)
	if null(argument(call, 1)) && errno != "" && errno != "EFAULT" && c.State == Established && w.state.Environment.Stack == Linux {
		w.badBuffer(call, d, c)
		return
	}
	if (errno == "EPIPE" || errno == "ECONNRESET") && c.canSend() && c.State == Established && c.resetCause < 0 && w.state.Environment.Stack == Linux {
		_, top := w.state.Clock.Since(c.lastOutboundAt)
		if top > synTimeout && c.Outstanding() > 0 {
			return
		}
		w.reportAt(w.index, c, d.Number, Observation{Kind: CallErrno, Node: call.Errno,
			Message: fmt.Sprintf("%s() is expected to fail with %s, but the connection is open in both directions", call.Name.Name, errno)})
	}
}

// writeTakes notes what a write gives to the connection.
func (w *walker) writeTakes(call *lang.SystemCall, d *Descriptor, c *Connection, length int64, known bool) {
	claimed, _ := result(call)
	linux := w.state.Environment.Stack == Linux
	if linux && c.Tracked() && c.Send.FinQueued && claimed > 0 {
		w.reportAt(w.index, c, d.Number, Observation{Kind: CallErrno, Node: call.Result, Related: w.related(c.Send.FinQueuedAt, "the sending side was shut down here"),
			Message: fmt.Sprintf("%s() after shutdown() of the sending side fails with EPIPE", call.Name.Name)})
		return
	}
	if linux && c.Tracked() && c.State == Closed && (claimed > 0 || known && length > 0) {
		w.reportAt(w.index, c, d.Number, Observation{Kind: CallErrno, Node: call.Result, Related: w.related(c.resetCause, "the connection ended here"),
			Message: fmt.Sprintf("%s() on a connection that is closed fails", call.Name.Name)})
		return
	}
	s := &c.Send
	if c.State == SynSent {
		w.writeTooEarly(call, d, c)
		return
	}
	w.shortWrite(call, d, c, length, known)
	top := claimed
	if call.Until != nil {
		s.WrittenTop += uint32(top)
		return
	}
	if s.WrittenTop == s.Next {
		s.firstUnsent = w.index
	}
	s.WrittenLow += uint32(claimed)
	s.WrittenTop += uint32(top)
	s.lastWrite = w.index
	flags := callFlags(call)
	more := mentions(flags, "MSG_MORE") || call.Name.Name == "sendfile" && claimed < length
	if mentions(flags, "MSG_OOB") || flags != nil && !onlyWords(flags) {
		more = true
	}
	s.anyMore = s.anyMore || more
	if c.canSend() && claimed > 0 {
		w.sendsData(c, int64(s.WrittenLow-s.Next) == claimed && !mentions(flags, "MSG_EOR") && !mentions(flags, "MSG_ZEROCOPY"))
	}
}

// writeTooEarly is a write during the handshake.
func (w *walker) writeTooEarly(call *lang.SystemCall, d *Descriptor, c *Connection) {
	claimed, _ := result(call)
	if claimed <= 0 || !c.Tracked() || call.Until != nil || d.OptionsSet.Any(OtherOptions) || w.state.Environment.Stack != Linux {
		c.setUncertain("data was written during the handshake")
		return
	}
	w.reportAt(w.index, c, d.Number, Observation{Kind: WriteResult, Node: call.Result, Claimed: Exactly(claimed), Expected: Exactly(-1),
		Related: w.related(c.opened, "the connection attempt began here"),
		Message: fmt.Sprintf("%s() is expected to take data while the handshake is not complete: it fails or waits until a SYN-ACK arrives", call.Name.Name)})
}

// badBuffer reports an errno that a NULL buffer does not give.
func (w *walker) badBuffer(call *lang.SystemCall, d *Descriptor, c *Connection) {
	w.reportAt(w.index, c, d.Number, Observation{Kind: CallErrno, Node: call.Errno, Label: "EFAULT",
		Message: fmt.Sprintf("%s() with a NULL buffer fails with EFAULT, not %s", call.Name.Name, errnoOf(call))})
}

// certainSendBuffer is how much a write certainly takes at once, in bytes: the
// send buffer that every connection begins with (Linux: tcp_wmem).
const certainSendBuffer = 16384

// shortWrite judges a write that takes less than it is given.
func (w *walker) shortWrite(call *lang.SystemCall, d *Descriptor, c *Connection, length int64, known bool) {
	claimed, _ := result(call)
	if !known || claimed <= 0 || claimed >= length || !c.Tracked() || call.Name.Name == "sendfile" ||
		d.OptionsSet.Any(OtherOptions|ReceiveTimeoutOptions) || w.state.Environment.Stack != Linux {
		return
	}
	pending := int64(int32(c.Send.WrittenTop - c.Send.Unacknowledged))
	dontWait := mentions(callFlags(call), "MSG_DONTWAIT")
	blocking := d.NonBlocking.Is(0) && !dontWait
	fits := !d.OptionsSet.Any(SendBufferOptions) && pending+length <= certainSendBuffer
	if !blocking && !fits {
		return
	}
	why := "a blocking socket takes all of it"
	if !blocking {
		why = "its send buffer has room for all of it"
	}
	w.reportAt(w.index, c, d.Number, Observation{Kind: WriteResult, Node: call.Result, Claimed: Exactly(claimed), Expected: Exactly(length), Label: fmt.Sprint(length),
		Message: fmt.Sprintf("%s() is given %d bytes and is expected to take %d: %s", call.Name.Name, length, claimed, why)})
}

// fastOpenSend is a send that connects (RFC 7413; Linux: MSG_FASTOPEN): the SYN
// carries data where a cookie is known from an earlier connection.
func (w *walker) fastOpenSend(call *lang.SystemCall, d *Descriptor) {
	claimed, ok := result(call)
	errno := errnoOf(call)
	refused := ok && claimed < 0 && errno != "" && errno != "EINPROGRESS" && call.Until == nil
	if refused || mentions(argument(call, 4), "AF_UNSPEC") {
		return
	}
	if null(argument(call, 1)) {
		return
	}
	w.activeOpen(d)
	w.deferredSend(call, w.state.editConnection(d.Connection))
}

// null reports whether an argument is NULL or 0.
func null(e lang.Expr) bool { return isZero(e) || wordOf(e) == "NULL" }

// deferredSend is the write that sends the SYN of a fast open connection.
func (w *walker) deferredSend(call *lang.SystemCall, c *Connection) {
	claimed, ok := result(call)
	length, known := dataLength(call)
	c.Options.Local.FastOpen = true
	c.due = nil
	if null(argument(call, 1)) || !ok || !known {
		c.setUncertain("its first write is unusual")
		return
	}
	if call.Until != nil {
		w.shortWrite(call, w.state.Descriptor(c.Descriptor), c, length, known)
	}
	if claimed > 0 {
		c.Send.WrittenTop += uint32(max(claimed, 0))
		c.Send.WrittenLow = c.Send.WrittenTop
		c.Send.lastWrite = w.index
	}
	if call.Until != nil || claimed < 0 && errnoOf(call) != "EINPROGRESS" {
		c.Send.WrittenTop = 1 + uint32(length)
	}
	w.sends(c, dueSegment{what: "the SYN", kind: synSegment, flags: lang.SYN, lengthTop: length})
}

// read takes data from a connection.
func (w *walker) read(call *lang.SystemCall, d *Descriptor) {
	claimed, ok := result(call)
	length, known := dataLength(call)
	if ok && known && claimed > length {
		w.reportAt(w.index, nil, d.Number, Observation{Kind: ReadResult, Node: call.Result, Claimed: Exactly(claimed), Expected: Between(0, length),
			Message: fmt.Sprintf("%s() asks for %d bytes and is expected to return %d", call.Name.Name, length, claimed)})
	}
	if d.Kind != SocketDescriptor {
		return
	}
	if !d.TCP {
		return
	}
	c := w.state.editConnection(d.Connection)
	flags := callFlags(call)
	if c == nil {
		w.readUnconnected(call, d)
		return
	}
	if mentions(flags, "MSG_WAITALL") {
		c.Receive.Unread = Unknown()
	}
	if mentions(flags, "MSG_ERRQUEUE") || flags != nil && !onlyWords(flags) || mentions(flags, "MSG_OOB") {
		return
	}
	if low, _, sure := c.Receive.Unread.Range(); null(argument(call, 1)) && c.Tracked() && sure && low > 0 && ok && claimed < 0 &&
		length > 0 && errnoOf(call) != "" && errnoOf(call) != "EFAULT" && w.state.Environment.Stack == Linux {
		w.badBuffer(call, d, c)
	}
	if !ok || !known || !c.Tracked() || null(argument(call, 1)) {
		if ok && claimed > 0 {
			w.consume(c, claimed)
		} else {
			c.Receive.Unread = Unknown()
			c.Receive.reads++
		}
		return
	}
	w.readFrom(call, d, c, claimed, length, flags)
}

// readUnconnected judges a read from a socket without a connection.
func (w *walker) readUnconnected(call *lang.SystemCall, d *Descriptor) {
	v, ok := result(call)
	if !ok || v <= 0 || d.Role == AnyRole || d.Role == Connected || d.OptionsSet.Any(OtherOptions) {
		return
	}
	w.reportAt(w.index, nil, d.Number, Observation{Kind: DescriptorWrongKind, Node: call.Args[0], Related: w.related(d.Opened, "it was opened here"),
		Message: fmt.Sprintf("%s() on descriptor %d, which is %s: it fails with ENOTCONN", call.Name.Name, d.Number, d.Role)})
}

// readFrom judges a read against what is in order, and takes it.
func (w *walker) readFrom(call *lang.SystemCall, d *Descriptor, c *Connection, claimed, length int64, flags lang.Expr) {
	low, top, sure := c.Receive.Unread.Range()
	blocking := d.NonBlocking.Is(0) && !mentions(flags, "MSG_DONTWAIT")
	if call.Until != nil && (!sure || top == 0) && !c.Receive.FinSeen {
		c.Receive.pending = append(c.Receive.pending, pendingRead{w.index, length, claimed})
		return
	}
	o := Observation{Kind: ReadResult, Node: call.Result, Claimed: Exactly(claimed)}
	end := c.Receive.FinSeen || c.shutRead || c.State == Closed || c.State >= TimeWait
	switch {
	case !sure || c.optionsSet.Any(OtherOptions|ReceiveTimeoutOptions) || d.OptionsSet.Any(OtherOptions|ReceiveTimeoutOptions):
	case claimed > min(top, length):
		o.Expected = Between(0, min(top, length))
		o.Message = w.readsTooMuch(c, claimed, top)
		o.Related = w.related(c.lastInbound, "the last segment from the peer")
		if top == 0 && blocking && !end {
			o.Kind = ReadBlocks
		}
		w.reportAt(w.index, c, d.Number, o)
	case claimed >= 0 && low == top && low > 0 && claimed != min(low, length) && length > 0:
		w.wrongRead(c, w.index, min(low, length), claimed)
	case claimed < 0 && low > 0 && length > 0 && notWhileReadable[errnoOf(call)] && w.state.Environment.Stack == Linux:
		o.Kind, o.Expected = CallErrno, Exactly(min(low, length))
		o.Message = fmt.Sprintf("%s() is expected to fail with %s, but %d bytes can be read", call.Name.Name, errnoOf(call), low)
		w.reportAt(w.index, c, d.Number, o)
	case claimed == 0 && top == 0 && length > 0 && c.socketError && !c.Receive.FinSeen && !c.shutRead && w.state.Environment.Stack == Linux:
		o.Kind, o.Expected = CallErrno, Exactly(-1)
		o.Message = "a read of 0 bytes is expected, but the connection was reset: the call fails with ECONNRESET"
		o.Related = w.related(c.resetCause, "the RST")
		w.reportAt(w.index, c, d.Number, o)
	case claimed == 0 && top == 0 && length > 0 && !end && c.State >= Established:
		o.Expected = Exactly(-1)
		o.Message = "a read of 0 bytes is expected, which means that the peer has closed, but no FIN has arrived"
		w.reportAt(w.index, c, d.Number, o)
	}
	if claimed <= 0 && top == 0 {
		c.socketError = false
	}
	if claimed > 0 && !mentions(flags, "MSG_PEEK") {
		w.consume(c, claimed)
	}
}

// notWhileReadable are errnos that a read does not give while there is data:
// the data comes first, whatever happened behind it (Linux: tcp_recvmsg_locked).
var notWhileReadable = map[string]bool{"EAGAIN": true, "ENOTCONN": true, "ECONNRESET": true, "ETIMEDOUT": true, "EHOSTUNREACH": true}

// readsTooMuch says why a read cannot return as much as is expected.
func (w *walker) readsTooMuch(c *Connection, claimed, available int64) string {
	switch {
	case len(c.Receive.OutOfOrder) > 0:
		return fmt.Sprintf("a read of %d bytes is expected, but only %d are in order: the bytes from %d on are missing", claimed, available, c.Receive.Next)
	case c.Receive.FinSeen:
		return fmt.Sprintf("a read of %d bytes is expected, but only %d are left before the peer's FIN", claimed, available)
	}
	return fmt.Sprintf("a read of %d bytes is expected, but only %d have arrived", claimed, available)
}

// wrongRead reports a read that returns less than it can, or more.
func (w *walker) wrongRead(c *Connection, statement int, want, claimed int64) {
	var node lang.Node = w.script.Statements[statement].Core
	if call, ok := w.script.Statements[statement].Action.(*lang.SystemCall); ok {
		node = call.Result
	}
	w.reportAt(statement, c, c.Descriptor, Observation{Kind: ReadResult, Node: node, Claimed: Exactly(claimed), Expected: Exactly(want), Label: fmt.Sprint(want),
		Related: w.related(c.lastInbound, "the last segment from the peer"),
		Message: fmt.Sprintf("a read of %d bytes is expected, but %d are in order and it returns them all", claimed, want)})
}

// splice moves data between a socket and a pipe.
func (w *walker) splice(call *lang.SystemCall, d *Descriptor) {
	if c := w.state.editConnection(d.Connection); c != nil {
		c.Receive.Unread = Unknown()
		c.Receive.reads++
	}
	to, ok := number(argument(call, 2))
	target := w.state.Descriptor(to)
	if !ok || target == nil {
		return
	}
	if c := w.state.editConnection(target.Connection); c != nil {
		c.setUncertain("data was spliced into it")
	}
}
