package netstack

import (
	"io"

	"gvisor.dev/gvisor/pkg/tcpip"

	"github.com/pktlang/pkt/exec/abi"
)

// read receives on a socket.
func (s *socket) read(r *request) (int, abi.Errno) {
	total, errno := r.length()
	if errno != 0 {
		return 0, errno
	}
	switch {
	case r.flags&abi.MSG_ERRQUEUE != 0:
		return s.readError(r)
	case !s.isTCP():
		return s.readDatagram(r)
	case total == 0:
		return 0, 0
	}
	return s.readStream(r, total)
}

// readStream takes what has arrived. With MSG_WAITALL it goes on until the
// buffers are full.
func (s *socket) readStream(r *request, total int) (int, abi.Errno) {
	peek := r.flags&abi.MSG_PEEK != 0
	var to io.Writer = &scatter{buffers: r.vector, skip: r.done}
	switch {
	case r.flags&abi.MSG_TRUNC != 0:
		to = &discard{room: total - r.done} // tcp(7)
	case r.null():
		if s.readiness()&abi.POLLIN == 0 {
			return 0, abi.EAGAIN
		}
		return 0, abi.EFAULT
	}
	result, err := s.endpoint.Read(to, tcpip.ReadOptions{Peek: peek})
	if _, closed := err.(*tcpip.ErrClosedForReceive); closed {
		s.fillMessage(r, 0, tcpip.ReceivableControlMessages{})
		return r.done, 0
	}
	if err != nil {
		s.errorRead = s.errorRead || !isEAGAIN(err)
		return 0, errnoOf(err)
	}
	if !peek {
		s.endpoint.ModerateRecvBuf(result.Count)
		if r.flags&abi.MSG_WAITALL != 0 && r.done+result.Count < total && !s.receiveClosed() {
			r.done += result.Count
			return 0, abi.EAGAIN
		}
	}
	s.fillMessage(r, 0, result.ControlMessages)
	return r.done + result.Count, 0
}

func isEAGAIN(err tcpip.Error) bool {
	_, ok := err.(*tcpip.ErrWouldBlock)
	return ok
}

// receiveClosed reports whether nothing more can arrive.
func (s *socket) receiveClosed() bool { return s.readiness()&(abi.POLLRDHUP|abi.POLLHUP) != 0 }

// readDatagram takes one datagram, and cuts it to the buffers.
func (s *socket) readDatagram(r *request) (int, abi.Errno) {
	result, err := s.endpoint.Read(&scatter{buffers: r.vector}, tcpip.ReadOptions{
		Peek: r.flags&abi.MSG_PEEK != 0, NeedRemoteAddr: true,
	})
	switch err.(type) {
	case nil:
	case *tcpip.ErrClosedForReceive:
		return 0, 0
	case *tcpip.ErrBadBuffer:
		// No room at all: the datagram is cut to nothing.
	default:
		return 0, errnoOf(err)
	}
	if result.Count > 0 && r.null() {
		return 0, abi.EFAULT
	}
	putAddress(r.name, result.RemoteAddr, s.family)
	flags := int32(0)
	if result.Total > result.Count {
		flags |= abi.MSG_TRUNC
	}
	s.fillMessage(r, flags, result.ControlMessages)
	if r.flags&abi.MSG_TRUNC != 0 {
		return result.Total, 0
	}
	return result.Count, 0
}

// write sends on a socket what was not sent yet.
func (s *socket) write(r *request) (int, abi.Errno) {
	options := tcpip.WriteOptions{More: r.flags&abi.MSG_MORE != 0, EndOfRecord: r.flags&abi.MSG_EOR != 0}
	if r.name != nil && !s.isTCP() { // TCP ignores the address
		if r.name.Family() == abi.AF_UNSPEC && s.family == abi.AF_INET6 {
			return 0, abi.EINVAL
		}
		to, errno := fullAddress(r.name, s.family, s.endpoint.SocketOptions().GetV6Only(), false)
		if errno != 0 {
			return 0, errno
		}
		options.To = &to
	}
	if r.message != nil {
		if errno := s.sendControls(r.message.Control, &options.ControlMessages); errno != 0 {
			return 0, errno
		}
	}
	if r.null() {
		return 0, abi.EFAULT
	}
	payload := gather(r.vector, r.done)
	if s.isTCP() {
		if payload.Len() == 0 && r.done == 0 {
			return 0, 0
		}
		return s.writeStream(payload, options)
	}
	n, err := s.endpoint.Write(payload, options)
	return int(n), errnoOf(err)
}

// writeStream sends on TCP. The stack ignores MSG_MORE; TCP_CORK does what it
// asks for, until a send without it.
func (s *socket) writeStream(payload tcpip.Payloader, options tcpip.WriteOptions) (int, abi.Errno) {
	o := s.endpoint.SocketOptions()
	if options.More && !s.more {
		s.more = true
		o.SetCorkOption(true)
	}
	n, err := s.endpoint.Write(payload, options)
	if err != nil {
		s.errorRead = s.errorRead || !isEAGAIN(err)
	}
	if s.more && !options.More && err == nil {
		s.more = false
		o.SetCorkOption(s.corked)
	}
	return int(n), errnoOf(err)
}
