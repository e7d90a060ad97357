package model

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
)

// invocation is a system call.
type invocation struct {
	*walker
	call *program.Call
	// name is that of the call, or of the one that was most likely meant.
	name string
	// d is the descriptor of its first argument, where it takes one.
	d *Descriptor
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

// onlyDescriptor are further calls on a socket that change nothing about it.
var onlyDescriptor = map[string]bool{"ioctl": true, "epoll_ctl": true, "epoll_wait": true}

// systemCall walks over a system call.
func (w *walker) systemCall(call *program.Call) {
	v := &w.invocation
	*v = invocation{walker: w, call: call, name: call.Name()}
	v.result, v.hasResult = number(call.Syntax.Result)
	if call.Signature == nil {
		v.unnamed()
		return
	}
	v.name = call.Signature.Name
	if call.Signature.Result == vocab.ZeroResult && v.hasResult && v.result > 0 {
		v.report(Observation{Node: call.Syntax.Result,
			Detail: CallResult{Call: v.name, Claimed: Exactly(v.result), Cause: ReturnsZero}})
	}
	switch {
	case v.name == "socket":
		v.socket()
	case v.name == "pipe":
		v.pipe()
	case len(call.Arguments) > 0 && call.Arguments[0].Param.Kind == vocab.Descriptor:
		v.onDescriptor()
	case call.Signature.Opens != vocab.UnknownDescriptor:
		v.opens()
	}
}

// onDescriptor is a call whose first argument is a descriptor.
func (v *invocation) onDescriptor() {
	fd, ok := v.call.Arguments[0].Value.(program.DescriptorNumber)
	if !ok {
		return
	}
	v.d = v.state.editDescriptor(descriptorRef(int64(fd)))
	switch handle := handlers[v.name]; {
	case v.d == nil: // package program says so
	case handle != nil:
		handle(v)
	case v.d.Kind == vocab.SocketDescriptor && !onlyDescriptor[v.name]:
		v.unknown()
	}
}

// unnamed is a call that nobody knows: it may have done anything to the
// descriptor that stands first.
func (v *invocation) unnamed() {
	if len(v.call.Syntax.Args) == 0 {
		return
	}
	fd, ok := number(v.call.Syntax.Args[0])
	if !ok {
		return
	}
	if v.d = v.state.editDescriptor(descriptorRef(fd)); v.d != nil && v.d.Kind == vocab.SocketDescriptor {
		v.unknown()
	}
}

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
	if v.d.Kind == vocab.SocketDescriptor {
		return false
	}
	if v.succeeds() {
		v.wrongKind(NeedsSocket, "ENOTSOCK")
	}
	return true
}

// wrongKind reports a descriptor that the call can do nothing with.
func (v *invocation) wrongKind(needs Need, errno string) {
	v.reportCall(v.call.Syntax.Args[0],
		DescriptorWrongKind{Call: v.name, Number: v.d.Number, Needs: needs, Is: v.d.Kind, Role: v.d.Role, Errno: errno},
		at(v.d.Opened, AtOpening))
}
