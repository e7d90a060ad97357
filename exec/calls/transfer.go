package calls

import (
	"bytes"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang/program"
)

func (i *invocation) runRead() *mismatch {
	return i.receive(func(d *descriptor, b abi.Buffer) (int, abi.Errno) { return i.kernel().Read(d.live, b) })
}

// runRecv is recv(2), which is recvfrom(2) without an address.
func (i *invocation) runRecv() *mismatch {
	return i.receive(func(d *descriptor, b abi.Buffer) (int, abi.Errno) {
		return i.kernel().Recvfrom(d.live, b, i.number(3), nil)
	})
}

// runRecvfrom is recvfrom(2). The address is taken and not compared.
func (i *invocation) runRecvfrom() *mismatch {
	return i.receive(func(d *descriptor, b abi.Buffer) (int, abi.Errno) {
		return i.kernel().Recvfrom(d.live, b, i.number(3), abi.NewSockaddr())
	})
}

// receive runs a call whose first arguments are a descriptor, a buffer to be
// filled and its length.
func (i *invocation) receive(live func(*descriptor, abi.Buffer) (int, abi.Errno)) *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	b := i.buffer(1, toReceive)
	defer i.release(b)
	if i.Arguments[1].Text() != nil {
		clear(b.bytes) // the script's string is what should arrive
	}
	i.call(func() (int, abi.Errno) { return live(d, b.live()) })
	if m := i.checkResult(); m != nil || i.result < 0 {
		return m
	}
	// MSG_TRUNC makes the result larger than the buffer (recv(2)).
	return i.checkText(i.Arguments[1].Syntax, i.Arguments[1].Text(), b.bytes[:min(int(i.result), len(b.bytes))])
}

func (i *invocation) runWrite() *mismatch {
	return i.send(toSend, func(d *descriptor, b abi.Buffer) (int, abi.Errno) { return i.kernel().Write(d.live, b) })
}

// runSend is send(2), which is sendto(2) without an address.
func (i *invocation) runSend() *mismatch {
	return i.send(i.useOfSend(i.number(3)), func(d *descriptor, b abi.Buffer) (int, abi.Errno) {
		return i.kernel().Sendto(d.live, b, i.number(3), nil)
	})
}

// runSendto is sendto(2). On an ICMP socket that was made as a plain SOCK_DGRAM
// the data begins with an echo request, without which the kernel refuses it
// (ping_common_sendmsg in net/ipv4/ping.c).
func (i *invocation) runSendto() *mismatch {
	d, m := i.socket(0)
	if m != nil {
		return m
	}
	echo := d.isPing()
	if echo && !i.Arguments[4].MadeUp() {
		return refuse(faultf(i.Arguments[4].Syntax, "the address of a ping must be `...`: the live one is filled in"))
	}
	address, m := i.destination(d, 4)
	if m != nil {
		return m
	}
	use := i.useOfSend(i.number(3))
	if echo {
		use = toAlter
	}
	return i.send(use, func(d *descriptor, b abi.Buffer) (int, abi.Errno) {
		if echo {
			i.writeEchoRequest(b.Bytes)
		}
		return i.kernel().Sendto(d.live, b, i.number(3), address)
	})
}

// isPing reports whether a socket sends ICMP messages of its own (icmp(7)).
func (d *descriptor) isPing() bool {
	return d.kind == abi.SOCK_DGRAM &&
		(d.family == abi.AF_INET && d.protocol == abi.IPPROTO_ICMP ||
			d.family == abi.AF_INET6 && d.protocol == abi.IPPROTO_ICMPV6)
}

// The types of echo requests (RFC 792, RFC 4443) and the size of an ICMP header.
const (
	icmpEcho   = 8
	icmpv6Echo = 128
	icmpHeader = 8
)

func (i *invocation) writeEchoRequest(b []byte) {
	if len(b) < icmpHeader {
		return
	}
	b[0] = icmpv6Echo
	if i.table.options.Addresses.Connect.Addr().Unmap().Is4() {
		b[0] = icmpEcho
	}
}

// send runs a call whose first arguments are a descriptor, a buffer and its
// length.
func (i *invocation) send(use bufferUse, live func(*descriptor, abi.Buffer) (int, abi.Errno)) *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	b := i.buffer(1, use)
	if i.Signature.Name != "write" {
		i.keep(use, b.bytes)
	}
	done := i.announce(d, int(i.number(2)), textIn(b.bytes, i.Arguments[1].Text()))
	i.call(func() (int, abi.Errno) { return live(d, b.live()) })
	done()
	return i.checkResult()
}

// announce tells the engine of data that is about to be sent: length bytes,
// which are zeros but for text at their beginning. The function that it returns
// is to be called after the live call.
func (i *invocation) announce(d *descriptor, length int, text []byte) func() {
	if d.socket && length >= 0 {
		if done := i.table.options.Sockets.Send(int(d.script), length, text); done != nil {
			return func() { done(int(max(i.result, 0))) }
		}
	}
	return func() {}
}

// textIn is the part of a buffer that a string has filled.
func textIn(buffer []byte, t *program.Text) []byte {
	if t == nil {
		return nil
	}
	return buffer[:min(len(t.Bytes), len(buffer))]
}

// announceVector is announce for the buffers of an iovec array.
func (i *invocation) announceVector(d *descriptor, elements []program.Iovec, buffers [][]byte) func() {
	length, texts := 0, false
	for n, el := range elements {
		length += int(el.Length)
		texts = texts || el.Text != nil && n < len(buffers)
	}
	if !texts {
		return i.announce(d, length, nil)
	}
	return i.announce(d, length, bytes.Join(buffers, nil))
}

func (i *invocation) runReadv() *mismatch {
	buffers, m := i.transferVector(toReceive, i.kernel().Readv)
	if m != nil || i.result < 0 {
		return m
	}
	return i.checkVector(i.Arguments[1].Iovecs(), buffers)
}

func (i *invocation) runWritev() *mismatch {
	_, m := i.transferVector(toSend, i.kernel().Writev)
	return m
}

func (i *invocation) transferVector(use bufferUse, live func(int32, []abi.Buffer) (int, abi.Errno)) ([][]byte,
	*mismatch) {
	d, m := i.descriptor(0)
	if m != nil {
		return nil, m
	}
	vector, buffers := i.vector(i.Arguments[1].Iovecs(), use)
	if use == toReceive {
		for _, b := range buffers {
			clear(b)
		}
	}
	done := func() {}
	if use == toSend {
		done = i.announceVector(d, i.Arguments[1].Iovecs(), buffers)
	}
	i.call(func() (int, abi.Errno) { return live(d.live, vector) })
	done()
	return buffers, i.checkResult()
}

// checkVector compares what was read into each buffer with the strings that the
// script has for them.
func (i *invocation) checkVector(elements []program.Iovec, buffers [][]byte) *mismatch {
	left := int(i.result)
	for n, el := range elements {
		if n >= len(buffers) {
			break
		}
		received := buffers[n][:min(left, len(buffers[n]))]
		left -= len(received)
		if m := i.checkText(el.Syntax, el.Text, received); m != nil {
			return m
		}
	}
	return nil
}
