package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// handlers are the system calls that the model follows. Each gets the call with
// the descriptor of its first argument, which is open.
var handlers = map[string]func(*walker, *lang.SystemCall, *Descriptor){
	"bind":       (*walker).bind,
	"listen":     (*walker).listen,
	"accept":     (*walker).accept,
	"connect":    (*walker).connect,
	"close":      (*walker).close,
	"shutdown":   (*walker).shutdown,
	"fcntl":      (*walker).fcntl,
	"setsockopt": (*walker).setsockopt,
	"read":       (*walker).read,
	"readv":      (*walker).read,
	"recv":       (*walker).read,
	"recvfrom":   (*walker).read,
	"recvmsg":    (*walker).read,
	"write":      (*walker).write,
	"writev":     (*walker).write,
	"send":       (*walker).write,
	"sendto":     (*walker).write,
	"sendmsg":    (*walker).write,
	"sendfile":   (*walker).write,
	"splice":     (*walker).splice,
}

// withoutDescriptor are the calls whose first argument is no descriptor.
var withoutDescriptor = map[string]bool{"socket": true, "open": true, "pipe": true, "epoll_create": true, "poll": true, "cap_set": true, "socketpair": true}

// zeroCalls return 0 when they do not fail.
var zeroCalls = map[string]bool{
	"bind": true, "listen": true, "connect": true, "close": true, "shutdown": true,
	"setsockopt": true, "getsockopt": true, "pipe": true, "epoll_ctl": true,
}

// call walks over a system call.
func (w *walker) call(call *lang.SystemCall) {
	name := call.Name.Name
	if v, ok := result(call); ok && v > 0 && zeroCalls[name] {
		w.report(Observation{Kind: CallResult, Node: call.Result, Claimed: Exactly(v), Expected: Exactly(0), Label: "0",
			Message: fmt.Sprintf("%s() returns 0 when it succeeds and -1 when it fails, never %d", name, v)})
	}
	switch name {
	case "socket":
		w.socket(call)
		return
	case "open", "epoll_create":
		w.newDescriptor(call, map[string]DescriptorKind{"open": FileDescriptor, "epoll_create": EpollDescriptor}[name])
		return
	case "pipe":
		w.pipe(call)
		return
	}
	if withoutDescriptor[name] || len(call.Args) == 0 {
		return
	}
	fd, ok := number(call.Args[0])
	if !ok {
		return
	}
	d := w.state.editDescriptor(fd)
	if d == nil {
		return // what is wrong with that, package program says
	}
	if h := handlers[name]; h != nil {
		h(w, call, d)
		return
	}
	if name == "getsockopt" {
		w.getsockopt(call, d)
		return
	}
	if d.Kind == SocketDescriptor && name != "ioctl" && name != "epoll_ctl" && name != "epoll_wait" {
		w.unfollowed(d)
	}
}

// unfollowed is a call on a socket that the model does not know.
func (w *walker) unfollowed(d *Descriptor) {
	d.OptionsSet |= OtherOptions
	if c := w.state.editConnection(d.Connection); c != nil {
		c.setUncertain("a call that the model does not follow was made on its socket")
	}
}

// newDescriptor is a call that returns a descriptor without a socket.
func (w *walker) newDescriptor(call *lang.SystemCall, kind DescriptorKind) {
	fd, ok := result(call)
	if !ok || fd < 0 || w.state.Descriptor(fd) != nil {
		return
	}
	w.state.openDescriptor(&Descriptor{Number: fd, Kind: kind, Connection: -1, Opened: w.index, BoundAt: -1, ListenedAt: -1})
}

func (w *walker) pipe(call *lang.SystemCall) {
	a, ok := argument(call, 0).(*lang.Array)
	if !ok || !succeeds(call) {
		return
	}
	for _, element := range a.Elements {
		if fd, ok := number(element); ok && w.state.Descriptor(fd) == nil {
			w.state.openDescriptor(&Descriptor{Number: fd, Kind: PipeDescriptor, Connection: -1, Opened: w.index, BoundAt: -1, ListenedAt: -1})
		}
	}
}

func (w *walker) socket(call *lang.SystemCall) {
	fd, ok := result(call)
	if !ok || fd < 0 {
		return
	}
	kind := argument(call, 1)
	tcp := mentions(kind, "SOCK_STREAM") && (mentions(argument(call, 2), "IPPROTO_TCP") || isZero(argument(call, 2)))
	if w.state.Descriptor(fd) != nil {
		return
	}
	nonBlocking := int64(0)
	if mentions(kind, "SOCK_NONBLOCK") {
		nonBlocking = 1
	}
	w.state.openDescriptor(&Descriptor{Number: fd, TCP: tcp, NonBlocking: Exactly(nonBlocking), Connection: -1,
		Opened: w.index, BoundAt: -1, ListenedAt: -1, FastOpenQueue: Exactly(0), MaxSegment: Exactly(0)})
	w.state.subject = subject{descriptor: fd, connection: -1}
}

func isZero(e lang.Expr) bool {
	v, ok := number(e)
	return ok && v == 0
}

// notSocket reports a socket call on what is no socket.
func (w *walker) notSocket(call *lang.SystemCall, d *Descriptor) bool {
	if d.Kind == SocketDescriptor {
		return false
	}
	if succeeds(call) {
		w.reportAt(w.index, nil, d.Number, Observation{Kind: DescriptorWrongKind, Node: call.Args[0], Related: w.related(d.Opened, "it was opened here"),
			Message: fmt.Sprintf("%s() needs a socket, but descriptor %d is a %s: it fails with ENOTSOCK", call.Name.Name, d.Number, d.Kind)})
	}
	return true
}

func (w *walker) bind(call *lang.SystemCall, d *Descriptor) {
	if w.notSocket(call, d) || !d.TCP {
		return
	}
	if !succeeds(call) {
		return
	}
	if d.Bound && call.Name.Name == "bind" {
		w.reportAt(w.index, nil, d.Number, Observation{Kind: CallResult, Node: call.Result, Related: w.related(d.BoundAt, "it was bound here"),
			Message: fmt.Sprintf("descriptor %d is bound already: a second bind() fails with EINVAL", d.Number)})
	}
	if d.Role != Fresh && d.Role != AnyRole && !d.Bound {
		w.reportAt(w.index, nil, d.Number, Observation{Kind: CallResult, Node: call.Result, Related: w.related(d.ListenedAt, "it listens since here"),
			Message: fmt.Sprintf("descriptor %d is %s, so the kernel has chosen a port for it: bind() fails with EINVAL", d.Number, d.Role)})
	}
	d.Bound, d.BoundAt = true, w.index
}

func (w *walker) listen(call *lang.SystemCall, d *Descriptor) {
	if w.notSocket(call, d) || !d.TCP || !succeeds(call) {
		return
	}
	if d.Role == Connected || d.Role == Connecting {
		w.reportAt(w.index, nil, d.Number, Observation{Kind: CallResult, Node: call.Result,
			Message: fmt.Sprintf("descriptor %d is %s: listen() fails with EINVAL", d.Number, d.Role)})
		return
	}
	d.Role, d.ListenedAt = Listening, w.index
}

func (w *walker) fcntl(call *lang.SystemCall, d *Descriptor) {
	if wordOf(argument(call, 1)) != "F_SETFL" || !succeeds(call) {
		return
	}
	if v, ok := result(call); ok && v > 0 {
		w.report(Observation{Kind: CallResult, Node: call.Result, Claimed: Exactly(v), Expected: Exactly(0), Label: "0",
			Message: fmt.Sprintf("fcntl(F_SETFL) returns 0 when it succeeds, never %d", v)})
	}
	flags := argument(call, 2)
	switch {
	case mentions(flags, "O_NONBLOCK"):
		d.NonBlocking = Exactly(1)
	case onlyWords(flags):
		d.NonBlocking = Exactly(0)
	default:
		d.NonBlocking = Unknown()
	}
}

// optionGroups says what a socket option bears on; the options that change nothing
// which the model holds are in withoutEffect.
var optionGroups = map[string]SocketOptions{
	"TCP_FASTOPEN_CONNECT": FastOpenConnectOptions, "SO_LINGER": LingerOptions,
	"TCP_CORK": CorkOptions, "TCP_QUICKACK": AcksOptions,
	"TCP_DEFER_ACCEPT": DeferAcceptOptions, "SO_RCVBUF": ReceiveBufferOptions,
	"SO_RCVBUFFORCE": ReceiveBufferOptions, "TCP_WINDOW_CLAMP": ReceiveBufferOptions,
	"SO_SNDBUF": SendBufferOptions, "SO_SNDBUFFORCE": SendBufferOptions, "TCP_NOTSENT_LOWAT": SendBufferOptions,
	"TCP_USER_TIMEOUT": TimersOptions, "SO_KEEPALIVE": TimersOptions, "TCP_KEEPIDLE": TimersOptions,
	"TCP_KEEPINTVL": TimersOptions, "TCP_KEEPCNT": TimersOptions, "TCP_SYNCNT": SynCountOptions,
	"TCP_LINGER2": TimersOptions, "SO_RCVTIMEO": ReceiveTimeoutOptions, "SO_SNDTIMEO": ReceiveTimeoutOptions,
	"SO_RCVLOWAT": ReceiveTimeoutOptions, "TCP_RTO_MAX_MS": TimersOptions, "TCP_RTO_MIN_US": TimersOptions,
	"TCP_DELACK_MAX_US": AcksOptions,
}

var withoutEffect = map[string]bool{
	"SO_REUSEADDR": true, "SO_REUSEPORT": true, "TCP_NODELAY": true, "SO_ZEROCOPY": true, "TCP_INQ": true,
	"SO_TIMESTAMPING": true, "SO_TIMESTAMP": true, "SO_TIMESTAMPNS": true, "IP_FREEBIND": true, "IP_RECVERR": true,
	"IPV6_RECVERR": true, "IPV6_V6ONLY": true, "SO_PRIORITY": true, "SO_MARK": true, "IP_TOS": true, "IPV6_TCLASS": true,
	"SO_DEBUG": true, "SO_OOBINLINE": true, "IP_TTL": true, "IPV6_UNICAST_HOPS": true,
	"SO_BINDTODEVICE": true, "SO_INCOMING_CPU": true, "SO_BUSY_POLL": true, "TCP_SAVE_SYN": true,
}

// getsockopt takes the socket's error with SO_ERROR, and data with
// TCP_ZEROCOPY_RECEIVE.
func (w *walker) getsockopt(call *lang.SystemCall, d *Descriptor) {
	c := w.state.editConnection(d.Connection)
	if c == nil {
		return
	}
	switch wordOf(argument(call, 2)) {
	case "SO_ERROR":
		c.socketError = false
	case "TCP_ZEROCOPY_RECEIVE":
		c.Receive.Unread = Unknown()
		c.Receive.reads++
	}
}

func (w *walker) setsockopt(call *lang.SystemCall, d *Descriptor) {
	if w.notSocket(call, d) || !succeeds(call) {
		return
	}
	name := wordOf(argument(call, 2))
	value, known := number(argument(call, 3))
	switch {
	case withoutEffect[name]:
		return
	case name == "TCP_FASTOPEN":
		d.FastOpenQueue = Unknown()
		if known {
			d.FastOpenQueue = Exactly(value)
		}
		return
	case name == "TCP_MAXSEG":
		d.MaxSegment = Unknown()
		if known {
			d.MaxSegment = Exactly(value)
		}
		return
	}
	group, found := optionGroups[name]
	if !found {
		group = OtherOptions
	}
	d.OptionsSet |= group
	if c := w.state.editConnection(d.Connection); c != nil {
		c.optionsSet |= group
		if group.Any(ReceiveBufferOptions) {
			c.Receive.uncertain = true
		}
		if group.Any(CorkOptions | AcksOptions) {
			c.due = c.due[:0:0]
			c.scheduleAck(w.index, w.state.Clock)
		}
	}
}
