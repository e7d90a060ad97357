package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// accept takes a connection out of the queue of a listening socket.
func (w *walker) accept(call *lang.SystemCall, d *Descriptor) {
	if w.notSocket(call, d) {
		return
	}
	fd, ok := result(call)
	if !d.TCP {
		if ok && fd >= 0 {
			w.openAccepted(call, fd, nil)
			w.state.editDescriptor(fd).TCP = false
		}
		return
	}
	if d.Role != Listening {
		if ok && fd >= 0 {
			w.reportAt(w.index, nil, d.Number, Observation{Kind: DescriptorWrongKind, Node: call.Args[0], Related: w.related(d.Opened, "it was opened here"),
				Message: fmt.Sprintf("accept() needs a listening socket, but descriptor %d is %s: it fails with EINVAL", d.Number, d.Role)})
			w.openAccepted(call, fd, nil)
		}
		return
	}
	w.fastOpenAccept(d)
	if !ok {
		return
	}
	if fd < 0 {
		w.acceptFails(call, d)
		return
	}
	c := w.nextInQueue(d)
	if c == nil && call.Until == nil && w.queueCertain(d) {
		w.nothingToAccept(call, d)
	}
	w.openAccepted(call, fd, c)
	if c == nil && call.Until != nil {
		d.pending = append(d.pending, fd)
	}
}

// fastOpenAccept puts a connection into the queue whose SYN carried a fast open
// cookie: it can be accepted before the handshake ends, if the cookie is good.
func (w *walker) fastOpenAccept(d *Descriptor) {
	c := w.state.editConnection(w.state.subject.connection)
	if c == nil || c.State != SynReceived || c.Listener != d.Number || c.Descriptor >= 0 || !c.Options.Peer.Cookie || !w.fastOpenPossible(d) {
		return
	}
	d.maybe = true
}

// queueCertain reports whether the accept queue holds nothing but what the model
// put there.
func (w *walker) queueCertain(d *Descriptor) bool {
	if d.maybe || d.OptionsSet.Any(OtherOptions|DeferAcceptOptions) {
		return false
	}
	for _, id := range d.children {
		if c := w.state.Connection(id); c.Descriptor < 0 && !c.Tracked() && !c.orphaned {
			return false
		}
	}
	return true
}

func (w *walker) nextInQueue(d *Descriptor) *Connection {
	if len(d.Queue) > 0 {
		c := w.state.editConnection(d.Queue[0])
		d.Queue = d.Queue[1:]
		return c
	}
	if !d.maybe {
		return nil
	}
	d.maybe = false
	return w.state.editConnection(w.state.subject.connection)
}

func (w *walker) acceptFails(call *lang.SystemCall, d *Descriptor) {
	d.maybe = d.maybe && errnoOf(call) != "EAGAIN"
	if errnoOf(call) != "EAGAIN" || len(d.Queue) == 0 || d.NonBlocking.IsNot(1) {
		return
	}
	c := w.state.Connection(d.Queue[0])
	if !c.Tracked() || d.OptionsSet.Any(DeferAcceptOptions|OtherOptions) {
		return
	}
	w.reportAt(w.index, c, d.Number, Observation{Kind: AcceptResult, Node: call.Result, Related: w.related(c.established, "the handshake was complete here"),
		Message: "accept() is expected to fail with EAGAIN, but a connection waits in the queue"})
}

func (w *walker) nothingToAccept(call *lang.SystemCall, d *Descriptor) {
	o := Observation{Kind: AcceptResult, Node: call.Result,
		Message: "accept() is expected to return a connection, but none is complete: it waits for ever"}
	if d.NonBlocking.Is(1) {
		o.Message = "accept() is expected to return a connection, but none is complete: it fails with EAGAIN"
	}
	c := w.state.Connection(w.state.subject.connection)
	if c != nil && c.Listener == d.Number && c.State == SynReceived {
		o.Related = w.related(c.opened, "the peer has not acknowledged the SYN-ACK of this handshake")
	}
	w.reportAt(w.index, c, d.Number, o)
}

func (w *walker) openAccepted(call *lang.SystemCall, fd int64, c *Connection) {
	// The reference does not look whether the number is taken: the newer one
	// hides the older.
	d := w.state.openDescriptor(&Descriptor{Number: fd, TCP: true, Role: Connected, Connection: -1, NonBlocking: Exactly(0),
		Bound: true, Opened: w.index, BoundAt: -1, ListenedAt: -1, FastOpenQueue: Exactly(0), MaxSegment: Exactly(0)})
	if listener := w.state.Descriptor(mustNumber(call.Args[0])); listener != nil {
		d.OptionsSet, d.MaxSegment = listener.OptionsSet, listener.MaxSegment
	}
	if c != nil {
		w.bindAccepted(c, fd)
		return
	}
	d.Role = AnyRole
}

func mustNumber(e lang.Expr) int64 {
	v, _ := number(e)
	return v
}

// connect begins an active open.
func (w *walker) connect(call *lang.SystemCall, d *Descriptor) {
	if w.notSocket(call, d) || !d.TCP {
		return
	}
	if mentions(argument(call, 1), "AF_UNSPEC") {
		w.disconnect(d)
		return
	}
	value, ok := result(call)
	fastOpen := d.OptionsSet.Any(FastOpenConnectOptions)
	switch {
	case d.Role == Listening && ok && value == 0:
		w.reportAt(w.index, nil, d.Number, Observation{Kind: ConnectResult, Node: call.Result, Related: w.related(d.ListenedAt, "it listens since here"),
			Message: "connect() on a listening socket fails with EISCONN"})
		return
	case d.Role == Connecting && !fastOpen && d.Connection >= 0:
		w.connectAgain(call, d)
		return
	case d.Role != Fresh:
		return
	}
	w.checkConnectResult(call, d, fastOpen)
	if ok && value < 0 && errnoOf(call) != "EINPROGRESS" && errnoOf(call) != "" && call.Until == nil {
		return
	}
	w.activeOpen(d)
	if fastOpen && ok && value == 0 && call.Until == nil {
		// The SYN waits for the first write (Linux: TCP_FASTOPEN_CONNECT).
		c := w.state.editConnection(d.Connection)
		c.due = nil
		c.Options.Local.FastOpen = true
	}
}

// connectAgain is connect() while a handshake is under way, or done.
func (w *walker) connectAgain(call *lang.SystemCall, d *Descriptor) {
	c := w.state.Connection(d.Connection)
	if c.Tracked() && c.State == SynSent && errnoOf(call) == "EINPROGRESS" && !d.OptionsSet.Any(OtherOptions) {
		w.reportAt(w.index, c, d.Number, Observation{Kind: CallErrno, Node: call.Errno, Related: w.related(c.opened, "the first connect()"), Label: "EALREADY",
			Message: "connect() was called before on this socket: the second call fails with EALREADY while the handshake is under way"})
	}
}

// checkConnectResult judges the result of the first connect() of a socket.
func (w *walker) checkConnectResult(call *lang.SystemCall, d *Descriptor, fastOpen bool) {
	value, ok := result(call)
	if !ok || call.Until != nil || fastOpen || w.state.Environment.LossPossible || d.OptionsSet.Any(OtherOptions|ReceiveTimeoutOptions) {
		return
	}
	o := Observation{Kind: ConnectResult, Node: call.Result, Expected: Exactly(-1), Claimed: Exactly(value)}
	switch {
	case d.NonBlocking.Is(1) && value == 0:
		o.Message = "connect() on a non-blocking socket cannot succeed at once: it fails with EINPROGRESS while the handshake is under way"
		o.Label = "-1 EINPROGRESS"
	case d.NonBlocking.Is(0) && value == 0:
		o.Message = "connect() on a blocking socket waits for the handshake, which the script cannot complete meanwhile: give it an end time (`+0...0.1 connect(...)`) or make the socket non-blocking"
	case d.NonBlocking.Is(1) && value < 0 && wrongConnectErrno[errnoOf(call)]:
		o.Kind, o.Node = CallErrno, call.Errno
		o.Message = fmt.Sprintf("the first connect() on a non-blocking socket fails with EINPROGRESS, not %s", errnoOf(call))
		o.Label = "EINPROGRESS"
	default:
		return
	}
	w.reportAt(w.index, nil, d.Number, o)
}

// wrongConnectErrno are errnos that the first connect() of a TCP socket over a
// working interface does not give.
var wrongConnectErrno = map[string]bool{
	"EAGAIN": true, "EALREADY": true, "EISCONN": true, "ENOTCONN": true, "EPIPE": true, "ECONNRESET": true,
	"ECONNREFUSED": true, "ETIMEDOUT": true, "EINTR": true, "EWOULDBLOCK": true,
}

// activeOpen notes that a SYN goes out.
func (w *walker) activeOpen(d *Descriptor) {
	c := w.state.newConnection()
	c.Active, c.Descriptor, c.opened = true, d.Number, w.index
	c.State, c.Peer = SynSent, Closed
	c.optionsSet = d.OptionsSet
	c.Send.WrittenLow, c.Send.WrittenTop = 1, 1
	c.Send.Window = Unknown()
	previous := d.Connection
	d.Role, d.Connection = Connecting, c.ID
	if s := w.state.subject; s.descriptor == d.Number || s.connection < 0 || s.connection == previous {
		w.state.subject = subject{descriptor: d.Number, connection: c.ID}
	}
	w.sends(c, dueSegment{what: "the SYN", kind: synSegment, flags: lang.SYN})
}

// disconnect is connect() with AF_UNSPEC: the socket is unconnected again, and
// a connection that was open is reset (Linux: tcp_disconnect).
func (w *walker) disconnect(d *Descriptor) {
	if d.Role == Listening || d.Role == Fresh {
		return
	}
	d.Role = Fresh
	c := w.state.editConnection(d.Connection)
	if c == nil {
		return
	}
	c.orphaned, c.resetCause = true, w.index
	switch c.State {
	case Established, CloseWait, FinWait1, FinWait2, SynReceived:
		if c.Receive.uncertain || len(c.due) > 0 {
			c.setUncertain("the socket was disconnected")
		}
		w.sendsReset(c, lang.RST|lang.ACK, c.Send.Next, c.Receive.Next)
	}
	c.State = Closed
}

// close closes a descriptor, and with it its connection (RFC 9293, section
// 3.10.4; Linux: tcp_close).
func (w *walker) close(call *lang.SystemCall, d *Descriptor) {
	if !succeeds(call) {
		return
	}
	c := w.state.editConnection(d.Connection)
	role, number := d.Role, d.Number
	listener := *d
	w.state.closeDescriptor(number, w.index)
	if role == Listening {
		w.closeListener(&listener)
		return
	}
	if c == nil || c.orphaned {
		return
	}
	c.orphaned, c.Descriptor = true, -1
	w.closeConnection(c)
}

// closeListener resets the connections that nobody accepted (Linux:
// inet_csk_listen_stop).
func (w *walker) closeListener(d *Descriptor) {
	for _, id := range d.children {
		if c := w.state.Connection(id); c.Descriptor >= 0 || c.orphaned {
			continue
		}
		c := w.state.editConnection(id)
		c.orphaned, c.resetCause = true, w.index
		if c.State == SynReceived {
			// A half-open connection goes without a word, but one that fast
			// open made is reset.
			switch {
			case after(c.Receive.Next, 1):
				w.sendsReset(c, lang.RST|lang.ACK, c.Send.Next, c.Receive.Next)
				c.State = Closed
			case c.mayFastOpen():
				c.setUncertain("its listener was closed")
			default:
				w.dropped(c)
			}
			continue
		}
		if c.State == Closed {
			continue
		}
		w.sendsReset(c, lang.RST|lang.ACK, c.Send.Next, c.Receive.Next)
		c.State = Closed
	}
}

// closeConnection sends what close() sends: a FIN, or a RST where data was not
// read (RFC 2525, section 2.17; Linux: __tcp_close).
func (w *walker) closeConnection(c *Connection) {
	unread, top, known := c.Receive.Unread.Range()
	switch c.State {
	case Closed, TimeWait:
		return
	case SynSent:
		w.dropped(c)
		return
	}
	c.Receive.pending = nil
	if c.optionsSet.Any(LingerOptions) {
		c.resetCause = w.index
		c.setUncertain("SO_LINGER decides how it closes")
		return
	}
	if w.state.Environment.Stack == Linux && known && unread > 0 {
		w.sendsReset(c, lang.RST|lang.ACK, c.Send.Next, c.Receive.Next)
		c.State = Closed
		return
	}
	if !known || top > 0 {
		c.resetCause = w.index
		c.setUncertain("close() sends a FIN or a RST, as data was read or not")
		return
	}
	w.queueFin(c)
}

// queueFin puts a FIN behind what was written.
func (w *walker) queueFin(c *Connection) {
	if c.Send.FinQueued {
		return
	}
	c.Send.FinQueued, c.Send.FinQueuedAt = true, w.index
	switch c.State {
	case Established:
		c.State = FinWait1
	case CloseWait:
		c.State = LastAck
	case SynReceived:
		if c.Send.Next == 0 || !c.mayFastOpen() {
			return
		}
		c.State = FinWait1
	}
	w.sendsFin(c)
}

// shutdown ends one direction (RFC 9293, section 3.10.4).
func (w *walker) shutdown(call *lang.SystemCall, d *Descriptor) {
	if w.notSocket(call, d) || !d.TCP || !succeeds(call) {
		return
	}
	c := w.state.editConnection(d.Connection)
	how := argument(call, 1)
	if c == nil {
		return
	}
	name := wordOf(how)
	value, isNumber := number(how)
	if name == "SHUT_WR" || name == "SHUT_RDWR" || isNumber && (value == 1 || value == 2) {
		if c.State == SynSent {
			c.setUncertain("it was shut down during the handshake")
			return
		}
		if c.State != Closed && c.State != TimeWait {
			w.queueFin(c)
		}
	}
	if name == "SHUT_RD" || name == "SHUT_RDWR" || isNumber && value != 1 {
		c.shutRead = true
	}
}
