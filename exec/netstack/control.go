package netstack

import (
	"encoding/binary"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"

	"github.com/pktlang/pkt/exec/abi"
)

// int32Data is the data of a control message that is an int.
func int32Data(n int32) []byte { return binary.NativeEndian.AppendUint32(nil, uint32(n)) }

// fillMessage fills in the flags and the control messages of a recvmsg.
func (s *socket) fillMessage(r *request, flags int32, c tcpip.ReceivableControlMessages) {
	m := r.message
	if m == nil {
		return
	}
	m.Flags = flags
	if m.Name != nil && s.isTCP() {
		m.Name.Length = 0 // a stream has no sender to name
	}
	var list []abi.ControlMessage
	add := func(level, kind int32, data []byte) {
		list = append(list, abi.ControlMessage{Level: level, Type: kind, Data: data})
	}
	if c.HasTTL {
		add(abi.SOL_IP, abi.IP_TTL, int32Data(int32(c.TTL)))
	}
	if c.HasTOS {
		add(abi.SOL_IP, abi.IP_TOS, []byte{c.TOS})
	}
	if c.HasHopLimit {
		add(abi.SOL_IPV6, abi.IPV6_HOPLIMIT, int32Data(int32(c.HopLimit)))
	}
	if c.HasTClass {
		add(abi.SOL_IPV6, abi.IPV6_TCLASS, int32Data(int32(c.TClass)))
	}
	if s.inquiry {
		if n, err := s.endpoint.GetSockOptInt(tcpip.ReceiveQueueSizeOption); err == nil {
			add(abi.SOL_TCP, abi.TCP_CM_INQ, int32Data(int32(n)))
		}
	}
	fillControls(m, list)
}

// fillControls encodes control messages as far as there is room for them
// (put_cmsg in net/core/scm.c).
func fillControls(m *abi.Message, list []abi.ControlMessage) {
	room := len(m.Control)
	filled := m.Control[:0]
	for _, c := range list {
		left := room - len(filled)
		if left < abi.SizeofCmsghdr {
			m.Flags |= abi.MSG_CTRUNC
			break
		}
		if left < abi.SizeofCmsghdr+len(c.Data) {
			m.Flags |= abi.MSG_CTRUNC
			c.Data = c.Data[:left-abi.SizeofCmsghdr]
		}
		b := abi.AppendControl(nil, c)
		filled = append(filled, b[:min(len(b), left)]...)
	}
	m.Control = filled
}

// sendControls reads the control messages of a sendmsg.
func (s *socket) sendControls(b []byte, to *tcpip.SendableControlMessages) abi.Errno {
	list, complete := abi.ControlMessages(b)
	if !complete {
		return abi.EINVAL
	}
	for _, c := range list {
		if len(c.Data) < 4 {
			return abi.EINVAL
		}
		n := int32(binary.NativeEndian.Uint32(c.Data))
		switch (option{c.Level, c.Type}) {
		case option{abi.SOL_IP, abi.IP_TTL}:
			to.HasTTL, to.TTL = true, uint8(n)
		case option{abi.SOL_IPV6, abi.IPV6_HOPLIMIT}:
			to.HasHopLimit, to.HopLimit = true, uint8(n)
		default:
			return abi.EINVAL
		}
	}
	return 0
}

// readError takes an entry of the error queue: the packet that caused it, cut
// to the buffers, with where it was sent to as its name and the error as a
// control message (ip_recv_error in net/ipv4/ip_sockglue.c).
func (s *socket) readError(r *request) (int, abi.Errno) {
	o := s.endpoint.SocketOptions()
	e := o.DequeueErr()
	if e == nil {
		return 0, abi.EAGAIN
	}
	if next := o.PeekErr(); next != nil && next.Cause.Origin().IsICMPErr() {
		o.SetLastError(next.Err)
	} else if e.Cause.Origin().IsICMPErr() {
		o.SetLastError(nil)
	}
	var payload []byte
	if e.Payload != nil {
		payload = append(payload, e.Payload.AsSlice()...)
		e.Payload.Release()
	}
	n, _ := (&scatter{buffers: r.vector}).Write(payload)
	family := int32(abi.AF_INET)
	level, kind := int32(abi.SOL_IP), int32(abi.IP_RECVERR)
	if e.NetProto == header.IPv6ProtocolNumber {
		family, level, kind = abi.AF_INET6, abi.SOL_IPV6, abi.IPV6_RECVERR
	}
	putAddress(r.name, e.Dst, family)
	if m := r.message; m != nil {
		m.Flags = abi.MSG_ERRQUEUE
		if n < len(payload) {
			m.Flags |= abi.MSG_TRUNC
		}
		fillControls(m, []abi.ControlMessage{{Level: level, Type: kind, Data: extendedError(e, family)}})
	}
	return n, 0
}

// extendedError is a struct sock_extended_err with the address of who reported
// it behind (linux/errqueue.h).
func extendedError(e *tcpip.SockError, family int32) []byte {
	b := binary.NativeEndian.AppendUint32(nil, uint32(errnoOf(e.Err)))
	b = append(b, uint8(e.Cause.Origin()), e.Cause.Type(), e.Cause.Code(), 0)
	b = binary.NativeEndian.AppendUint32(b, e.Cause.Info())
	b = binary.NativeEndian.AppendUint32(b, 0)
	var offender abi.Sockaddr
	putAddress(&offender, e.Offender, family)
	return append(b, offender.Storage[:offender.Length]...)
}
