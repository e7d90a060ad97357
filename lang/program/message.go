package program

import (
	"github.com/pktlang/pkt/lang"
)

func compileMessage(e lang.Expr) (Value, *fault) {
	m, ok := e.(*lang.MsgHdr)
	if !ok {
		return nil, wrongKind(e, messageForm)
	}
	h := &MessageHeader{Syntax: m, Named: m.Name != nil}
	var f *fault
	if h.Named && !isEllipsis(m.Name) {
		return nil, wrongKind(m.Name, ellipsisForm)
	}
	if m.Iov != nil {
		if h.Iovecs, f = iovecsOf(m.Iov); f != nil {
			return nil, f
		}
	}
	if count := int64(int32(m.IovLen.Value)); count != int64(len(h.Iovecs)) && !m.IovLen.Pending {
		return nil, countFault(&m.IovLen, "msg_iovlen", count, len(h.Iovecs))
	}
	if m.Flags != nil {
		if h.Flags, f = number32(m.Flags); f != nil {
			return nil, f
		}
	}
	if m.Control != nil {
		h.Controls, f = compileControls(m.Control)
	}
	return h, f
}

// compilePolls reads the pollfds of poll(2).
func compilePolls(e lang.Expr) (Value, *fault) {
	list, ok := elements(e)
	if !ok {
		return nil, wrongKind(e, pollsForm)
	}
	polls := make(PollEntries, 0, len(list))
	for _, inner := range list {
		p, ok := inner.(*lang.PollFD)
		if !ok {
			return nil, wrongKind(inner, pollForm)
		}
		fd, f := number32(p.FD)
		if f != nil {
			return nil, f
		}
		entry := PollEntry{Syntax: p, Descriptor: fd}
		if entry.Events, f = pollEvents(p.Events); f != nil {
			return nil, f
		}
		if p.Revents != nil {
			if entry.Revents, f = pollEvents(p.Revents); f != nil {
				return nil, f
			}
		}
		polls = append(polls, entry)
	}
	return polls, nil
}

// pollEvents evaluates to the 16 bits of a pollfd's events.
func pollEvents(e lang.Expr) (int16, *fault) {
	n, f := number(e)
	return int16(n), f
}

func compileEpollEvent(e lang.Expr) (Value, *fault) {
	v, ok := e.(*lang.EpollEvent)
	if !ok {
		return nil, wrongKind(e, epollForm)
	}
	events, f := number(v.Events)
	if f != nil {
		return nil, f
	}
	data, f := number(v.Value)
	return &EpollEvent{Syntax: v, Events: uint32(events), Field: v.Field.Name, Data: data}, f
}
