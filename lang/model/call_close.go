package model

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// close closes a descriptor, and with it its connection (RFC 9293, section
// 3.10.4; Linux: tcp_close).
func (v *invocation) close() {
	if !v.succeeds() {
		return
	}
	c := v.state.editConnection(v.d.Connection)
	listener := *v.d
	v.state.closeDescriptor(v.d.Ref(), v.here())
	if listener.Role == Listening {
		v.closeListener(&listener)
		return
	}
	if c == nil || c.orphaned {
		return
	}
	c.orphaned, c.Descriptor = true, DescriptorRef{}
	v.closeConnection(c)
}

// closeListener resets the connections that nobody accepted (Linux:
// inet_csk_listen_stop).
func (v *invocation) closeListener(d *Descriptor) {
	for _, ref := range d.began {
		if c := v.state.Connection(ref); c.Descriptor.Any() || c.orphaned {
			continue
		}
		c := v.state.editConnection(ref)
		c.orphaned, c.resetCause = true, v.here()
		switch {
		case c.State == Closed:
			continue
		case c.State == SynReceived && !after(c.Receive.Next, 1):
			// A half-open connection goes without a word, but one that fast
			// open made is reset.
			if c.mayFastOpen() {
				c.setUncertain(ListenerClosed)
			} else {
				c.drop()
			}
			continue
		}
		v.resetsAtClose(c)
		c.State = Closed
	}
}

// resetsAtClose notes that the stack sends a RST with all that it has received
// acknowledged (Linux: tcp_send_active_reset).
func (w *walker) resetsAtClose(c *Connection) {
	w.sendsReset(c, lang.RST|lang.ACK, c.Send.Next, c.Receive.Next)
}

// closeConnection sends what close() sends: a FIN, or a RST where data was not
// read (RFC 2525, section 2.17; Linux: __tcp_close).
func (v *invocation) closeConnection(c *Connection) {
	unread, top, known := c.Receive.Unread.Range()
	switch c.State {
	case Closed, TimeWait:
		return
	case SynSent:
		c.drop()
		return
	}
	c.Receive.blocked = nil
	if c.optionsSet.Any(LingerOptions) {
		c.resetCause = v.here()
		c.setUncertain(LingerDecides)
		return
	}
	if v.linux() && known && unread > 0 {
		v.resetsAtClose(c)
		c.State = Closed
		return
	}
	if !known || top > 0 {
		c.resetCause = v.here()
		c.setUncertain(UnreadDecides)
		return
	}
	v.queueFin(c)
}

// queueFin puts a FIN after what was written.
func (v *invocation) queueFin(c *Connection) {
	if c.Send.FinQueued {
		return
	}
	c.Send.FinQueued, c.Send.FinQueuedAt = true, v.here()
	c.timers.ackDelay.acknowledged() // by the FIN
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
	v.sendsFin(c)
}

// shutdown ends one direction (RFC 9293, section 3.10.4).
func (v *invocation) shutdown() {
	if v.notSocket() || !v.d.TCP || !v.succeeds() {
		return
	}
	c := v.state.editConnection(v.d.Connection)
	if c == nil {
		return
	}
	reading, writing := v.shutDirections()
	if writing {
		if c.State == SynSent {
			c.setUncertain(ShutInHandshake)
			return
		}
		if c.State != Closed && c.State != TimeWait {
			v.queueFin(c)
		}
	}
	c.shutRead = c.shutRead || reading
}

// shutDirections says which directions shutdown() ends.
func (v *invocation) shutDirections() (reading, writing bool) {
	both := v.is(vocab.ShutdownHow, "SHUT_RDWR")
	return both || v.is(vocab.ShutdownHow, "SHUT_RD"), both || v.is(vocab.ShutdownHow, "SHUT_WR")
}
