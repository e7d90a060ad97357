//go:build linux

package calls

import (
	"github.com/pktlang/pkt/lang"
)

// pollEntry is one pollfd of poll(2).
type pollEntry struct {
	descriptor *lang.PollFD
	fd         int32
	events     int16
	revents    int16 // expected
}

func compilePolls(e lang.Expr) ([]pollEntry, *fault) {
	list, ok := elements(e)
	if !ok {
		return nil, wrongKind(e, "an array of pollfds", "list")
	}
	polls := make([]pollEntry, 0, len(list))
	for _, inner := range list {
		p, ok := inner.(*lang.PollFD)
		if !ok {
			return nil, wrongKind(inner, "a pollfd such as {fd=3, events=POLLIN, revents=POLLIN}", "pollfd")
		}
		entry := pollEntry{descriptor: p}
		fd, f := number(p.FD)
		if f != nil {
			return nil, f
		}
		events, f := number(p.Events)
		if f != nil {
			return nil, f
		}
		entry.fd, entry.events = int32(fd), int16(events)
		if p.Revents != nil {
			revents, f := number(p.Revents)
			if f != nil {
				return nil, f
			}
			entry.revents = int16(revents)
		}
		polls = append(polls, entry)
	}
	return polls, nil
}

// epollEntry is an epoll_event.
type epollEntry struct {
	expr   *lang.EpollEvent
	events uint32
	// field is fd, ptr, u32 or u64. An fd is the script's number.
	field string
	value int64
}

func compileEpollEvent(e lang.Expr) (*epollEntry, *fault) {
	v, ok := e.(*lang.EpollEvent)
	if !ok {
		return nil, wrongKind(e, "an epoll event such as {events=EPOLLIN, fd=4}", "epollev")
	}
	events, f := number(v.Events)
	if f != nil {
		return nil, f
	}
	value, f := number(v.Value)
	if f != nil {
		return nil, f
	}
	return &epollEntry{expr: v, events: uint32(events), field: v.Field.Name, value: value}, nil
}
