package model

import "github.com/pktlang/pkt/lang/vocab"

// accept takes a connection out of the queue of a listening socket.
func (v *invocation) accept() {
	if v.notSocket() {
		return
	}
	d := v.d
	if !d.TCP {
		if v.returns() {
			v.openAccepted(nil)
			v.state.editDescriptor(descriptorRef(v.result)).TCP = false
		}
		return
	}
	if d.Role != Listening {
		if v.returns() {
			v.wrongKind(NeedsListener, "EINVAL")
			v.openAccepted(nil)
		}
		return
	}
	v.fastOpenMayQueue()
	switch {
	case !v.hasResult:
	case v.result < 0:
		v.acceptFails()
	default:
		v.acceptReturns()
	}
}

func (v *invocation) acceptReturns() {
	d := v.d
	c := v.nextInQueue()
	if c == nil && !v.blocks() && v.queueCertain() {
		v.nothingToAccept()
	}
	v.openAccepted(c)
	if c == nil && v.blocks() {
		d.blockedAccepts = append(d.blockedAccepts, descriptorRef(v.result))
	}
}

// fastOpenMayQueue notes a connection whose SYN carried a fast open cookie: it
// can be accepted before the handshake ends, if the cookie is good.
func (v *invocation) fastOpenMayQueue() {
	c := v.state.Current()
	if c == nil || c.State != SynReceived || c.Listener != v.d.Ref() || c.Descriptor.Any() || !c.Options.Peer.Cookie ||
		!v.fastOpenPossible(v.d) {
		return
	}
	v.d.mayQueue = true
}

// queueCertain reports whether the accept queue holds nothing but what the model
// put there.
func (v *invocation) queueCertain() bool {
	if v.d.mayQueue || v.d.OptionsSet.Any(OtherOptions|DeferAcceptOptions) {
		return false
	}
	for _, ref := range v.d.began {
		if c := v.state.Connection(ref); !c.Descriptor.Any() && !c.Tracked() && !c.orphaned {
			return false
		}
	}
	return true
}

func (v *invocation) nextInQueue() *Connection {
	d := v.d
	if len(d.Queue) > 0 {
		c := v.state.editConnection(d.Queue[0])
		d.Queue = d.Queue[1:]
		return c
	}
	if !d.mayQueue {
		return nil
	}
	d.mayQueue = false
	return v.state.editConnection(v.state.subject.connection)
}

func (v *invocation) acceptFails() {
	d := v.d
	again := v.errno() == "EAGAIN"
	d.mayQueue = d.mayQueue && !again
	if !again || len(d.Queue) == 0 || d.NonBlocking.IsNot(1) {
		return
	}
	c := v.state.Connection(d.Queue[0])
	if !c.Tracked() || d.OptionsSet.Any(DeferAcceptOptions|OtherOptions) {
		return
	}
	v.reportConnection(c, v.call.Syntax.Result, AcceptResult{Waiting: true}, at(c.established, AtEstablished))
}

func (v *invocation) nothingToAccept() {
	var related []Place
	c := v.state.Current()
	if c != nil && c.Listener == v.d.Ref() && c.State == SynReceived {
		related = at(c.opened, AtUnacknowledgedSyn)
	}
	v.reportConnection(c, v.call.Syntax.Result, AcceptResult{NonBlocking: v.d.NonBlocking.Is(1)}, related)
}

// openAccepted opens the descriptor that the call returns, for a connection or
// for one that nobody knows.
func (v *invocation) openAccepted(c *Connection) {
	d := v.state.openDescriptor(&Descriptor{
		Number: v.result, Kind: vocab.SocketDescriptor, TCP: true, Role: Connected, NonBlocking: Exactly(0),
		Bound: true, Opened: v.here(),
		OptionsSet: v.d.OptionsSet, MaxSegment: v.d.MaxSegment, FastOpenQueue: Exactly(0),
	})
	if c != nil {
		v.bindAccepted(c, d.Ref())
		return
	}
	d.Role = AnyRole
}

// bindAccepted ties a connection to the descriptor that accept() returns.
func (w *walker) bindAccepted(c *Connection, ref DescriptorRef) {
	c.Descriptor = ref
	if a := w.state.editDescriptor(ref); a != nil {
		a.Connection, a.Role = c.Ref(), Connected
		c.optionsSet |= a.OptionsSet
	}
}

// enqueueAccept puts a connection into its listener's accept queue, or gives it
// to an accept() that waits.
func (w *walker) enqueueAccept(c *Connection) {
	d := w.state.editDescriptor(c.Listener)
	if d == nil || d.Role != Listening || c.Descriptor.Any() {
		return
	}
	for _, ref := range d.Queue {
		if ref == c.Ref() {
			return
		}
	}
	d.mayQueue = false
	if len(d.blockedAccepts) > 0 {
		ref := d.blockedAccepts[0]
		d.blockedAccepts = d.blockedAccepts[1:]
		w.bindAccepted(c, ref)
		return
	}
	d.Queue = append(d.Queue, c.Ref())
}
