package calls

import (
	"fmt"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
)

// message builds the msghdr of argument 1. Its control buffer holds as many
// bytes as the script's control messages take, so that the kernel sets
// MSG_CTRUNC where it has more to say (recvmsg(2)). The buffers are those of its
// vector that have memory.
func (i *invocation) message(use bufferUse) (*abi.Message, [][]byte) {
	h := i.Arguments[1].Value.(*program.MessageHeader)
	vector, buffers := i.vector(h.Iovecs, use)
	return &abi.Message{Vector: vector, Control: make([]byte, controlsLength(h.Controls))}, buffers
}

// runRecvmsg is recvmsg(2). Its flags and control messages are compared, and
// data where the script has a string for it.
func (i *invocation) runRecvmsg() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	msg, buffers := i.message(toReceive)
	h := i.Arguments[1].Value.(*program.MessageHeader)
	for _, b := range buffers {
		clear(b)
	}
	if h.Named {
		msg.Name = abi.NewSockaddr()
	}
	i.call(func() (int, abi.Errno) { return i.kernel().Recvmsg(d.live, msg, i.number(2)) })
	if m := i.checkResult(); m != nil {
		return m
	}
	if i.result < 0 {
		// Nothing was written: the flags still have the value given.
		return nil
	}
	if m := i.checkMessageFlags(h, msg.Flags); m != nil {
		return m
	}
	if m := i.checkControls(h, msg.Control); m != nil {
		return m
	}
	return i.checkVector(h.Iovecs, buffers)
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
	if actual&^h.Flags&abi.MSG_CTRUNC != 0 {
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
	flags := i.number(2)
	use := i.useOfSend(flags)
	msg, buffers := i.message(use)
	copy(msg.Control, controlsBytes(h.Controls))
	if h.Named {
		if d, m = i.socket(0); m != nil {
			return m
		}
		address, m := i.destination(d, 1)
		if m != nil {
			return m
		}
		msg.Name = address
	}
	i.keep(use, buffers...)
	done := i.announceVector(d, h.Iovecs, buffers)
	i.call(func() (int, abi.Errno) { return i.kernel().Sendmsg(d.live, msg, flags) })
	done()
	return i.checkResult()
}
