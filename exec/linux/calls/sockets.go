//go:build linux

package calls

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
)

// runSocket is socket(2). A socket is not marked close-on-exec, so that the
// commands of a script inherit it, as they do from google/packetdrill.
func (i *invocation) runSocket() *mismatch {
	family := i.number(0)
	if i.Arguments[0].MadeUp() {
		family = int32(i.table.options.Addresses.Domain)
	}
	kind, protocol := i.number(1), i.number(2)
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall(unix.SYS_SOCKET, uintptr(family), uintptr(kind), uintptr(protocol))
		return r, e
	})
	d := &descriptor{socket: true, family: family, kind: kind, protocol: protocol}
	opened, m := i.open(d)
	if m != nil || !opened {
		return m
	}
	i.table.options.Sockets.Socket(int(d.script), int(d.live), int(family), int(kind), int(protocol))
	return nil
}

// open checks the result of a call that returns a descriptor, and enters it
// where there is one.
func (i *invocation) open(d *descriptor) (opened bool, m *mismatch) {
	if m := i.checkResult(); m != nil || i.result < 0 {
		return false, m
	}
	d.script, d.live = i.Result, i.result
	if f := i.table.add(i.Syntax.Result, d, i.Signature.Name == "accept"); f != nil {
		return false, refuse(f)
	}
	return true, nil
}

func (i *invocation) runBind() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	address := liveAddress(i.table.options.Addresses.Bind)
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall(unix.SYS_BIND, uintptr(d.live), uintptr(unsafe.Pointer(&address.storage)), uintptr(address.length))
		return r, e
	})
	return i.checkResult()
}

func (i *invocation) runListen() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall(unix.SYS_LISTEN, uintptr(d.live), uintptr(i.number(1)), 0)
		return r, e
	})
	if m := i.checkResult(); m != nil {
		return m
	}
	if d, m = i.socket(0); m != nil {
		return m
	}
	return i.observed(i.Arguments[0].Syntax, i.table.options.Sockets.Listen(int(d.script)))
}

func (i *invocation) runAccept() *mismatch {
	listener, m := i.descriptor(0)
	if m != nil {
		return m
	}
	peer := emptyAddress()
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall6(unix.SYS_ACCEPT4, uintptr(listener.live), uintptr(unsafe.Pointer(&peer.storage)),
			uintptr(unsafe.Pointer(&peer.length)), 0, 0, 0)
		return r, e
	})
	d := &descriptor{socket: true, family: listener.family, kind: listener.kind, protocol: listener.protocol}
	opened, m := i.open(d)
	if m != nil || !opened {
		return m
	}
	remote, err := peer.endpoint()
	if err != nil {
		return i.observed(i.Syntax.Result, err)
	}
	return i.observed(i.Syntax.Result, i.table.options.Sockets.Accept(int(d.script), int(d.live), remote))
}

func (i *invocation) runConnect() *mismatch {
	d, m := i.socket(0)
	if m != nil {
		return m
	}
	address, m := i.destination(d, 1)
	if m != nil {
		return m
	}
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall(unix.SYS_CONNECT, uintptr(d.live), uintptr(unsafe.Pointer(&address.storage)), uintptr(address.length))
		return r, e
	})
	return i.checkResult()
}

// destination is the address that a call connects or sends to: the remote one
// for "...", or a bare family, of which AF_UNSPEC dissolves a connection
// (connect(2)).
func (i *invocation) destination(d *descriptor, n int) (*socketAddress, *mismatch) {
	a := &i.Arguments[n]
	address, unspecified := liveAddress(i.table.options.Addresses.Connect), false
	if family, ok := a.Value.(program.Number); ok {
		family := uint16(family)
		address, unspecified = familyAddress(family), family == unix.AF_UNSPEC
	}
	if err := i.table.options.Sockets.Connect(int(d.script), false, unspecified); err != nil {
		return nil, i.observed(i.Arguments[0].Syntax, err)
	}
	return address, nil
}

// observed turns what the engine says of a socket into a mismatch at a node.
func (i *invocation) observed(node lang.Node, err error) *mismatch {
	if err == nil {
		return nil
	}
	f := faultf(node, "%s: %v", i.Signature.Name, err)
	f.reference = err.Error()
	m := refuse(f)
	m.Refused = false
	return m
}

func (i *invocation) runShutdown() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall(unix.SYS_SHUTDOWN, uintptr(d.live), uintptr(i.number(1)), 0)
		return r, e
	})
	return i.checkResult()
}

// runClose is close(2). The descriptor counts as closed whatever was returned:
// Linux releases it even when it returns an error (close(2)).
func (i *invocation) runClose() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	d.closed = true
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall(unix.SYS_CLOSE, uintptr(d.live), 0, 0)
		return r, e
	})
	if m := i.checkResult(); m != nil {
		return m
	}
	i.table.options.Sockets.Close(int(d.script))
	return nil
}
