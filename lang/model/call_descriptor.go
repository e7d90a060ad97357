package model

import "github.com/pktlang/pkt/lang"

// newDescriptor is a call that returns a descriptor without a socket.
func (w *walker) newDescriptor(call *lang.SystemCall, kind DescriptorKind) {
	fd, ok := result(call)
	if !ok || fd < 0 || w.state.Descriptor(fd) != nil {
		return
	}
	w.state.openDescriptor(&Descriptor{Number: fd, Kind: kind, Opened: w.here()})
}

func (w *walker) pipe(call *lang.SystemCall) {
	a, ok := argument(call, 0).(*lang.Array)
	if !ok || !succeeds(call) {
		return
	}
	for _, element := range a.Elements {
		if fd, ok := number(element); ok && w.state.Descriptor(fd) == nil {
			w.state.openDescriptor(&Descriptor{Number: fd, Kind: PipeDescriptor, Opened: w.here()})
		}
	}
}

func (w *walker) socket(call *lang.SystemCall) {
	fd, ok := result(call)
	if !ok || fd < 0 || w.state.Descriptor(fd) != nil {
		return
	}
	kind, protocol := argument(call, 1), argument(call, 2)
	nonBlocking := int64(0)
	if mentions(kind, "SOCK_NONBLOCK") {
		nonBlocking = 1
	}
	w.state.openDescriptor(&Descriptor{
		Number: fd, Opened: w.here(), NonBlocking: Exactly(nonBlocking), FastOpenQueue: Exactly(0), MaxSegment: Exactly(0),
		TCP: mentions(kind, "SOCK_STREAM") && (mentions(protocol, "IPPROTO_TCP") || isZero(protocol)),
	})
	w.state.subject = subject{descriptor: descriptorRef(fd)}
}

func (v *invocation) bind() {
	d := v.d
	if v.notSocket() || !d.TCP || !v.succeeds() {
		return
	}
	if d.Bound {
		v.reportCall(v.call.Result, CallResult{Call: "bind", Cause: BoundBefore, Number: d.Number, Role: d.Role}, at(d.BoundAt, AtBind))
	} else if d.Role != Fresh && d.Role != AnyRole {
		v.reportCall(v.call.Result, CallResult{Call: "bind", Cause: BindsTooLate, Number: d.Number, Role: d.Role}, at(d.ListenedAt, AtListen))
	}
	d.Bound, d.BoundAt = true, v.here()
}

func (v *invocation) listen() {
	d := v.d
	if v.notSocket() || !d.TCP || !v.succeeds() {
		return
	}
	if d.Role == Connected || d.Role == Connecting {
		v.reportCall(v.call.Result, CallResult{Call: "listen", Cause: ListensConnected, Number: d.Number, Role: d.Role}, nil)
		return
	}
	d.Role, d.ListenedAt = Listening, v.here()
}

func (v *invocation) fcntl() {
	if wordOf(argument(v.call, 1)) != "F_SETFL" || !v.succeeds() {
		return
	}
	if v.hasResult && v.result > 0 {
		v.report(Observation{Node: v.call.Result, Detail: CallResult{Call: "fcntl", Claimed: Exactly(v.result), Cause: SetFlagsZero}})
	}
	flags := argument(v.call, 2)
	switch {
	case mentions(flags, "O_NONBLOCK"):
		v.d.NonBlocking = Exactly(1)
	case onlyWords(flags):
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
	switch wordOf(argument(v.call, 2)) {
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
	name := wordOf(argument(v.call, 2))
	value := Unknown()
	if n, known := number(argument(v.call, 3)); known {
		value = Exactly(n)
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
