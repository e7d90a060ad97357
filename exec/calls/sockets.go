package calls

import (
	"net/netip"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
)

// runSocket is socket(2).
func (i *invocation) runSocket() *mismatch {
	family := i.number(0)
	if i.Arguments[0].MadeUp() {
		family = int32(i.table.options.Addresses.Domain)
	}
	kind, protocol := i.number(1), i.number(2)
	i.call(func() (int, abi.Errno) { return i.kernel().Socket(family, kind, protocol) })
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
	if f := i.table.add(i.Syntax.Result, d, i.Signature.Reopens); f != nil {
		return false, refuse(f)
	}
	return true, nil
}

func (i *invocation) runBind() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	address := abi.SockaddrInet(i.table.options.Addresses.Bind)
	i.callErrno(func() abi.Errno { return i.kernel().Bind(d.live, address) })
	return i.checkResult()
}

func (i *invocation) runListen() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	i.callErrno(func() abi.Errno { return i.kernel().Listen(d.live, i.number(1)) })
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
	peer := abi.NewSockaddr()
	i.call(func() (int, abi.Errno) { return i.kernel().Accept(listener.live, peer) })
	d := &descriptor{socket: true, family: listener.family, kind: listener.kind, protocol: listener.protocol}
	opened, m := i.open(d)
	if m != nil || !opened {
		return m
	}
	remote, err := peer.AddrPort()
	if err != nil {
		return i.observed(i.Syntax.Result, err)
	}
	remote = netip.AddrPortFrom(remote.Addr().Unmap(), remote.Port())
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
	i.callErrno(func() abi.Errno { return i.kernel().Connect(d.live, address) })
	return i.checkResult()
}

// destination is the address that a call connects or sends to: the remote one
// for "...", or a bare family, of which AF_UNSPEC dissolves a connection
// (connect(2)).
func (i *invocation) destination(d *descriptor, n int) (*abi.Sockaddr, *mismatch) {
	a := &i.Arguments[n]
	address, unspecified := abi.SockaddrInet(i.table.options.Addresses.Connect), false
	if family, ok := a.Value.(program.Number); ok {
		family := uint16(family)
		address, unspecified = abi.SockaddrFamily(family), family == abi.AF_UNSPEC
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
	i.callErrno(func() abi.Errno { return i.kernel().Shutdown(d.live, i.number(1)) })
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
	i.callErrno(func() abi.Errno { return i.kernel().Close(d.live) })
	if m := i.checkResult(); m != nil {
		return m
	}
	i.table.options.Sockets.Close(int(d.script))
	return nil
}
