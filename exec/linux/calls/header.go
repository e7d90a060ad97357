//go:build linux

package calls

import (
	"github.com/pktlang/pkt/lang"
)

// header is a msghdr.
type header struct {
	expr     *lang.MsgHdr
	named    bool // msg_name(...)=... stands there
	vector   []element
	flags    int32
	controls []control
}

func compileHeader(e lang.Expr) (*header, *fault) {
	m, ok := e.(*lang.MsgHdr)
	if !ok {
		return nil, wrongKind(e, "a message header such as {msg_name(...)=..., msg_iov(1)=[{..., 100}], msg_flags=0}", "msghdr")
	}
	h := &header{expr: m, named: m.Name != nil}
	var f *fault
	if h.named && !isEllipsis(m.Name) {
		return nil, wrongKind(m.Name, "`...`", "ellipsis")
	}
	if m.Iov != nil {
		if h.vector, f = compileVector(m.Iov); f != nil {
			return nil, f
		}
	}
	if count := int64(int32(m.IovLen.Value)); count != int64(len(h.vector)) {
		return nil, countFault(&m.IovLen, "msg_iovlen", count, len(h.vector))
	}
	if m.Flags != nil {
		if h.flags, f = number32(m.Flags); f != nil {
			return nil, f
		}
	}
	if m.Control != nil {
		if h.controls, f = compileControls(m.Control); f != nil {
			return nil, f
		}
	}
	return h, nil
}
