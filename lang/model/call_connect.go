package model

import "github.com/pktlang/pkt/lang/vocab"

// connect begins an active open (RFC 9293, section 3.10.1).
func (v *invocation) connect() {
	d := v.d
	if v.notSocket() || !d.TCP {
		return
	}
	if v.is(vocab.SocketAddress, "AF_UNSPEC") {
		v.disconnect()
		return
	}
	fastOpen := d.OptionsSet.Any(FastOpenConnectOptions)
	zero := v.hasResult && v.result == 0
	switch {
	case d.Role == Listening && zero:
		v.reportCall(v.call.Syntax.Result, ConnectResult{Cause: ConnectListening}, at(d.ListenedAt, AtListen))
		return
	case d.Role == Connecting && !fastOpen && d.Connection.Any():
		v.connectAgain()
		return
	case d.Role != Fresh:
		return
	}
	v.checkConnect(fastOpen)
	errno := v.errno()
	if v.fails() && errno != "EINPROGRESS" && errno != "" && !v.blocks() {
		return
	}
	c := v.activeOpen()
	if fastOpen && zero && !v.blocks() {
		// The SYN waits for the first write (Linux: TCP_FASTOPEN_CONNECT).
		c.due = nil
		c.Options.Local.FastOpen = true
	}
}

// connectAgain is connect() while a handshake is under way, or done.
func (v *invocation) connectAgain() {
	c := v.state.Connection(v.d.Connection)
	if c.Tracked() && c.State == SynSent && v.errno() == "EINPROGRESS" && !v.d.OptionsSet.Any(OtherOptions) {
		v.reportConnection(c, v.call.Syntax.Errno,
			CallErrno{Call: v.name, Claimed: "EINPROGRESS", Expected: "EALREADY", Cause: ConnectAgain},
			at(c.opened, AtConnect))
	}
}

// checkConnect judges the result of the first connect() of a socket.
func (v *invocation) checkConnect(fastOpen bool) {
	d := v.d
	if !v.hasResult || v.blocks() || fastOpen || v.state.Environment.LossPossible ||
		d.OptionsSet.Any(OtherOptions|ReceiveTimeoutOptions) {
		return
	}
	switch errno := v.errno(); {
	case d.NonBlocking.Is(1) && v.result == 0:
		v.reportCall(v.call.Syntax.Result, ConnectResult{Cause: ConnectNonBlocking}, nil)
	case d.NonBlocking.Is(0) && v.result == 0:
		v.reportCall(v.call.Syntax.Result, ConnectResult{Cause: ConnectBlocks}, nil)
	case d.NonBlocking.Is(1) && v.result < 0 && wrongConnectErrno[errno]:
		v.reportCall(v.call.Syntax.Errno,
			CallErrno{Call: v.name, Claimed: errno, Expected: "EINPROGRESS", Cause: FirstConnect}, nil)
	}
}

// wrongConnectErrno are errnos that the first connect() of a TCP socket over a
// working interface does not give.
var wrongConnectErrno = map[string]bool{
	"EAGAIN": true, "EALREADY": true, "EISCONN": true, "ENOTCONN": true, "EPIPE": true, "ECONNRESET": true,
	"ECONNREFUSED": true, "ETIMEDOUT": true, "EINTR": true, "EWOULDBLOCK": true,
}

// activeOpen notes that a SYN goes out.
func (v *invocation) activeOpen() *Connection {
	d := v.d
	c := v.state.newConnection()
	c.Active, c.Descriptor, c.opened = true, d.Ref(), v.here()
	c.State, c.Peer = SynSent, Closed
	c.optionsSet = d.OptionsSet
	c.Send.WrittenLow, c.Send.WrittenTop = 1, 1
	c.Send.Window = Unknown()
	previous := d.Connection
	d.Role, d.Connection = Connecting, c.Ref()
	if s := v.state.subject; s.descriptor == d.Ref() || !s.connection.Any() || s.connection == previous {
		v.state.subject = subject{descriptor: d.Ref(), connection: c.Ref()}
	}
	v.sendsSyn(c, 0)
	return c
}

// disconnect is connect() with AF_UNSPEC: the socket is unconnected again, and
// a connection that was open is reset (Linux: tcp_disconnect).
func (v *invocation) disconnect() {
	if v.d.Role == Listening || v.d.Role == Fresh {
		return
	}
	v.d.Role = Fresh
	c := v.state.editConnection(v.d.Connection)
	if c == nil {
		return
	}
	c.orphaned, c.resetCause = true, v.here()
	switch c.State {
	case Established, CloseWait, FinWait1, FinWait2, SynReceived:
		if c.Receive.nextUncertain || len(c.due) > 0 {
			c.setUncertain(Disconnected)
		}
		v.resetsAtClose(c)
	}
	c.State = Closed
}
