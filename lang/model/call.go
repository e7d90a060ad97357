package model

import "github.com/pktlang/pkt/lang"

// invocation is a system call on an open descriptor: its first argument.
type invocation struct {
	*walker
	call *lang.SystemCall
	name string
	d    *Descriptor
	// result is the number that the script expects, where it says one.
	result    int64
	hasResult bool
}

// handlers are the system calls that the model follows.
var handlers = map[string]func(*invocation){
	"bind":       (*invocation).bind,
	"listen":     (*invocation).listen,
	"accept":     (*invocation).accept,
	"connect":    (*invocation).connect,
	"close":      (*invocation).close,
	"shutdown":   (*invocation).shutdown,
	"fcntl":      (*invocation).fcntl,
	"setsockopt": (*invocation).setsockopt,
	"getsockopt": (*invocation).getsockopt,
	"read":       (*invocation).read,
	"readv":      (*invocation).read,
	"recv":       (*invocation).read,
	"recvfrom":   (*invocation).read,
	"recvmsg":    (*invocation).read,
	"write":      (*invocation).write,
	"writev":     (*invocation).write,
	"send":       (*invocation).write,
	"sendto":     (*invocation).write,
	"sendmsg":    (*invocation).write,
	"sendfile":   (*invocation).write,
	"splice":     (*invocation).splice,
}

// withoutDescriptor are the calls whose first argument is no descriptor.
var withoutDescriptor = map[string]bool{
	"socket": true, "open": true, "pipe": true, "epoll_create": true, "poll": true, "cap_set": true, "socketpair": true,
}

// zeroCalls return 0 when they do not fail.
var zeroCalls = map[string]bool{
	"bind": true, "listen": true, "connect": true, "close": true, "shutdown": true,
	"setsockopt": true, "getsockopt": true, "pipe": true, "epoll_ctl": true,
}

// onlyDescriptor are further calls on a socket that change nothing about it.
var onlyDescriptor = map[string]bool{"ioctl": true, "epoll_ctl": true, "epoll_wait": true}

// call walks over a system call.
func (w *walker) call(call *lang.SystemCall) {
	name := call.Name.Name
	if v, ok := result(call); ok && v > 0 && zeroCalls[name] {
		w.report(Observation{Node: call.Result, Detail: CallResult{Call: name, Claimed: Exactly(v), Cause: ReturnsZero}})
	}
	switch name {
	case "socket":
		w.socket(call)
		return
	case "open":
		w.newDescriptor(call, FileDescriptor)
		return
	case "epoll_create":
		w.newDescriptor(call, EpollDescriptor)
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
	if d := w.state.editDescriptor(descriptorRef(fd)); d != nil { // if not, package program says so
		w.invoke(call, name, d)
	}
}

func (w *walker) invoke(call *lang.SystemCall, name string, d *Descriptor) {
	v := &w.invocation
	*v = invocation{walker: w, call: call, name: name, d: d}
	v.result, v.hasResult = result(call)
	if handle := handlers[name]; handle != nil {
		handle(v)
		return
	}
	if d.Kind == SocketDescriptor && !onlyDescriptor[name] {
		v.unknown()
	}
}

// succeeds reports whether the script says that the call does not fail.
func (v *invocation) succeeds() bool { return !v.hasResult || v.result >= 0 }

// fails reports whether the script says that the call fails.
func (v *invocation) fails() bool { return v.hasResult && v.result < 0 }

// linux reports whether the stack under test is that of Linux.
func (w *walker) linux() bool { return w.state.Environment.Stack == Linux }

// unknown is a call on a socket that the model does not know.
func (v *invocation) unknown() {
	v.d.OptionsSet |= OtherOptions
	if c := v.state.editConnection(v.d.Connection); c != nil {
		c.setUncertain(UnknownCall)
	}
}

// reportCall reports something about the descriptor at a node of the call.
func (v *invocation) reportCall(node lang.Node, detail Detail, related []Place) {
	v.reportFor(v.d, Observation{Node: node, Detail: detail, Related: related})
}

// reportConnection reports something about a connection at a node of the call.
func (v *invocation) reportConnection(c *Connection, node lang.Node, detail Detail, related []Place) {
	v.reportAt(v.here(), c, v.d.Ref(), Observation{Node: node, Detail: detail, Related: related})
}

// notSocket reports a socket call on what is no socket.
func (v *invocation) notSocket() bool {
	if v.d.Kind == SocketDescriptor {
		return false
	}
	if v.succeeds() {
		v.wrongKind(NeedsSocket, "ENOTSOCK")
	}
	return true
}

// wrongKind reports a descriptor that the call can do nothing with.
func (v *invocation) wrongKind(needs Need, errno string) {
	v.reportCall(v.call.Args[0], DescriptorWrongKind{Call: v.name, Number: v.d.Number, Needs: needs, Is: v.d.Kind, Role: v.d.Role, Errno: errno},
		at(v.d.Opened, AtOpening))
}
