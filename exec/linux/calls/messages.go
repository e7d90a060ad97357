//go:build linux

package calls

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
)

// message is a live msghdr and the memory that it points to.
type message struct {
	header  unix.Msghdr
	address *socketAddress
	vector  []unix.Iovec
	buffers [][]byte
	control []byte
}

// message builds the msghdr of argument 1. Its control buffer holds as many
// bytes as the script's control messages take, so that the kernel sets
// MSG_CTRUNC where it has more to say (recvmsg(2)).
func (i *invocation) message(use bufferUse) (*message, *mismatch) {
	h := i.Arguments[1].Value.(*program.MessageHeader)
	vector, buffers, m := i.vector(h.Iovecs, use)
	if m != nil {
		return nil, m
	}
	out := &message{vector: vector, buffers: buffers, control: make([]byte, controlsLength(h.Controls))}
	if len(vector) > 0 {
		out.header.Iov = &vector[0]
		out.header.SetIovlen(len(vector))
	}
	if len(out.control) > 0 {
		out.header.Control = &out.control[0]
		out.header.SetControllen(len(out.control))
	}
	return out, nil
}

func (m *message) setName(a *socketAddress) {
	m.address = a
	m.header.Name = (*byte)(unsafe.Pointer(&a.storage))
	m.header.Namelen = a.length
}

// runRecvmsg is recvmsg(2). Its flags and control messages are compared, and
// data where the script has a string for it.
func (i *invocation) runRecvmsg() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	msg, m := i.message(toReceive)
	if m != nil {
		return m
	}
	h := i.Arguments[1].Value.(*program.MessageHeader)
	for _, b := range msg.buffers {
		clear(b)
	}
	if h.Named {
		msg.setName(emptyAddress())
	}
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall(unix.SYS_RECVMSG, uintptr(d.live), uintptr(unsafe.Pointer(&msg.header)), uintptr(i.number(2)))
		return r, e
	})
	if m := i.checkResult(); m != nil {
		return m
	}
	if i.result < 0 {
		// Nothing was written: the flags still have the value given.
		return nil
	}
	if m := i.checkMessageFlags(h, msg.header.Flags); m != nil {
		return m
	}
	if m := i.checkControls(h, msg.control[:min(int(msg.header.Controllen), len(msg.control))]); m != nil {
		return m
	}
	return i.checkVector(h.Iovecs, msg.buffers)
}

func (i *invocation) checkMessageFlags(h *program.MessageHeader, actual int32) *mismatch {
	if actual == h.Flags {
		return nil
	}
	f := field{
		node: h.Syntax.Flags, name: "msg_flags",
		expected:  flagsText(vocab.MessageFlag, int64(h.Flags)),
		actual:    flagsText(vocab.MessageFlag, int64(actual)),
		reference: fmt.Sprintf("Expected msg_flags 0x%08X but got 0x%08X", uint32(h.Flags), uint32(actual)),
	}
	f.accept = f.actual
	if actual&^h.Flags&unix.MSG_CTRUNC != 0 {
		f.notes = append(f.notes, "hint: MSG_CTRUNC says that there are more control messages than msg_control expects")
	}
	return f.mismatch(i)
}

// runSendmsg is sendmsg(2).
func (i *invocation) runSendmsg() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	h := i.Arguments[1].Value.(*program.MessageHeader)
	if h.Flags != 0 {
		f := faultf(h.Syntax.Flags, "sendmsg ignores msg_flags of the message header: write 0 there and the flags as the third argument")
		f.reference = "sendmsg ignores msg_flags field in msghdr"
		return refuse(f.replaceWith("write 0", "0"))
	}
	flags := i.number(2)
	use := i.useOfSend(flags)
	msg, m := i.message(use)
	if m != nil {
		return m
	}
	copy(msg.control, controlsBytes(h.Controls))
	if h.Named {
		if d, m = i.socket(0); m != nil {
			return m
		}
		address, m := i.destination(d, 1)
		if m != nil {
			return m
		}
		msg.setName(address)
	}
	i.keep(use, msg.buffers...)
	done := i.announceVector(d, h.Iovecs, msg.buffers)
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall(unix.SYS_SENDMSG, uintptr(d.live), uintptr(unsafe.Pointer(&msg.header)), uintptr(flags))
		return r, e
	})
	done()
	return i.checkResult()
}
