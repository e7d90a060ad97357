package model

import (
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
)

// opens is a call that returns a descriptor without a socket.
func (v *invocation) opens() {
	if v.returns() && v.state.Descriptor(v.result) == nil {
		v.state.openDescriptor(&Descriptor{Number: v.result, Kind: v.call.Signature.Opens, Opened: v.here()})
	}
}

func (v *invocation) pipe() {
	a := v.argument(vocab.DescriptorPair)
	if a == nil || !v.succeeds() {
		return
	}
	pair, _ := a.Value.(program.DescriptorPair)
	for _, fd := range pair {
		if a.Value != nil && v.state.Descriptor(int64(fd)) == nil {
			v.state.openDescriptor(&Descriptor{Number: int64(fd), Kind: vocab.PipeDescriptor, Opened: v.here()})
		}
	}
}

func (v *invocation) socket() {
	if !v.returns() || v.state.Descriptor(v.result) != nil {
		return
	}
	nonBlocking := int64(0)
	if v.has(vocab.SocketType, "SOCK_NONBLOCK") {
		nonBlocking = 1
	}
	protocol, known := v.number(vocab.Protocol)
	v.state.openDescriptor(&Descriptor{
		Number: v.result, Kind: vocab.SocketDescriptor, Opened: v.here(), NonBlocking: Exactly(nonBlocking),
		FastOpenQueue: Exactly(0), MaxSegment: Exactly(0),
		TCP: v.has(vocab.SocketType, "SOCK_STREAM") && (known && protocol == 0 || v.is(vocab.Protocol, "IPPROTO_TCP")),
	})
	v.state.subject = subject{descriptor: descriptorRef(v.result)}
}

func (v *invocation) bind() {
	d := v.d
	if v.notSocket() || !d.TCP || !v.succeeds() {
		return
	}
	if d.Bound {
		v.reportCall(v.call.Syntax.Result, CallResult{Call: "bind", Cause: BoundBefore, Number: d.Number, Role: d.Role},
			at(d.BoundAt, AtBind))
	} else if d.Role != Fresh && d.Role != AnyRole {
		v.reportCall(v.call.Syntax.Result,
			CallResult{Call: "bind", Cause: BindsTooLate, Number: d.Number, Role: d.Role}, at(d.ListenedAt, AtListen))
	}
	d.Bound, d.BoundAt = true, v.here()
}

func (v *invocation) listen() {
	d := v.d
	if v.notSocket() || !d.TCP || !v.succeeds() {
		return
	}
	if d.Role == Connected || d.Role == Connecting {
		v.reportCall(v.call.Syntax.Result,
			CallResult{Call: "listen", Cause: ListensConnected, Number: d.Number, Role: d.Role}, nil)
		return
	}
	d.Role, d.ListenedAt = Listening, v.here()
}

func (v *invocation) fcntl() {
	if !v.is(vocab.FileCommand, "F_SETFL") || !v.succeeds() {
		return
	}
	if v.hasResult && v.result > 0 {
		v.report(Observation{Node: v.call.Syntax.Result,
			Detail: CallResult{Call: "fcntl", Claimed: Exactly(v.result), Cause: SetFlagsZero}})
	}
	switch _, known := v.number(vocab.FileCommandArgument); {
	case v.has(vocab.FileCommandArgument, "O_NONBLOCK"):
		v.d.NonBlocking = Exactly(1)
	case known:
		v.d.NonBlocking = Exactly(0)
	default:
		v.d.NonBlocking = Unknown()
	}
}

// getsockopt takes the socket's error with SO_ERROR, and data with
// TCP_ZEROCOPY_RECEIVE.
func (v *invocation) getsockopt() {
	c := v.state.editConnection(v.d.Connection)
	if c == nil {
		return
	}
	switch v.word(vocab.OptionName) {
	case "SO_ERROR":
		c.socketError = false
	case "TCP_ZEROCOPY_RECEIVE":
		c.Receive.consumeUnknown()
	}
}

func (v *invocation) setsockopt() {
	if v.notSocket() || !v.succeeds() {
		return
	}
	name := v.word(vocab.OptionName)
	value := Unknown()
	if a := v.argument(vocab.OptionValue); a != nil {
		if n, known := number(a.Syntax); known {
			value = Exactly(n)
		}
	}
	switch {
	case withoutEffect[name]:
		return
	case name == "TCP_FASTOPEN":
		v.d.FastOpenQueue = value
		return
	case name == "TCP_MAXSEG":
		v.d.MaxSegment = value
		return
	}
	group, found := optionGroups[name]
	if !found {
		group = OtherOptions
	}
	v.d.OptionsSet |= group
	c := v.state.editConnection(v.d.Connection)
	if c == nil {
		return
	}
	c.optionsSet |= group
	if group.Any(ReceiveBufferOptions) {
		c.Receive.nextUncertain = true
	}
	if group.Any(CorkOptions | AcksOptions) {
		c.due = c.due[:0:0]
		c.scheduleAck(v.here())
	}
}
