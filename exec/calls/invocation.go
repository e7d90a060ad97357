package calls

import (
	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
)

// invocation is one making of a call.
type invocation struct {
	*program.Call
	table *Table
	hooks stack.Hooks
	// result and errno are what the live call returned.
	result int32
	errno  abi.Errno
}

// handler makes one system call and compares.
type handler func(*invocation) *mismatch

// number is argument n as a number.
func (i *invocation) number(n int) int32 { return int32(i.Arguments[n].Number()) }

// call makes the live call. What it returns is cut to 32 bits, as the int of
// google/packetdrill is.
func (i *invocation) call(live func() (int, abi.Errno)) {
	if i.hooks.Begin != nil {
		i.hooks.Begin()
	}
	r, errno := live()
	if errno != 0 {
		i.result, i.errno = -1, errno
	} else {
		i.result = int32(r)
	}
	if i.hooks.End != nil {
		i.hooks.End()
	}
}

// callErrno makes a live call that returns 0 or fails.
func (i *invocation) callErrno(live func() abi.Errno) {
	i.call(func() (int, abi.Errno) { return 0, live() })
}

func (i *invocation) kernel() Kernel { return i.table.options.Kernel }

// descriptor finds the descriptor that argument n names.
func (i *invocation) descriptor(n int) (*descriptor, *mismatch) {
	d := i.table.find(i.number(n))
	if d == nil {
		return nil, refuse(notOpen(i.Arguments[n].Syntax, i.number(n)))
	}
	return d, nil
}

// socket finds the socket that argument n names.
func (i *invocation) socket(n int) (*descriptor, *mismatch) {
	d, m := i.descriptor(n)
	if m == nil && !d.socket {
		return nil, refuse(faultf(i.Arguments[n].Syntax, "descriptor %d is no socket", d.script))
	}
	return d, m
}
