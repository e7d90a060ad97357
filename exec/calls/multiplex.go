package calls

import (
	"fmt"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
)

// runPoll is poll(2).
func (i *invocation) runPoll() *mismatch {
	polls := i.Arguments[0].Value.(program.PollEntries)
	live := make([]abi.PollFD, len(polls))
	for n, p := range polls {
		d := i.table.find(p.Descriptor)
		if d == nil {
			return refuse(notOpen(p.Syntax.FD, p.Descriptor))
		}
		live[n] = abi.PollFD{FD: d.live, Events: p.Events, Revents: p.Revents}
	}
	i.call(func() (int, abi.Errno) { return i.kernel().Poll(live, i.number(2)) })
	if m := i.checkResult(); m != nil {
		return m
	}
	for n, p := range polls {
		if live[n].Revents != p.Revents {
			return i.revents(n, p, live[n].Revents)
		}
	}
	return nil
}

func (i *invocation) revents(n int, p program.PollEntry, got int16) *mismatch {
	f := field{
		name:     "revents",
		expected: flagsText(vocab.PollEventFlag, int64(uint16(p.Revents))),
		actual:   flagsText(vocab.PollEventFlag, int64(uint16(got))),
	}
	f.reference = fmt.Sprintf("Expected revents of %s but got %s for pollfd %d", f.expected, f.actual, n)
	if p.Syntax.Revents == nil {
		f.node = p.Syntax
		return f.mismatch(i)
	}
	f.node, f.accept = p.Syntax.Revents, f.actual
	return f.mismatch(i)
}

// runEpollCreate is epoll_create(2), which differs from epoll_create1(2) only
// in that it refuses a size of 0 or less.
func (i *invocation) runEpollCreate() *mismatch {
	i.call(func() (int, abi.Errno) {
		if i.number(0) <= 0 {
			return 0, abi.EINVAL
		}
		return i.kernel().EpollCreate()
	})
	_, m := i.open(&descriptor{})
	return m
}

// liveEvent is an epoll_event as the kernel takes it.
func liveEvent(e *program.EpollEvent, live int32) abi.EpollEvent {
	out := abi.EpollEvent{Events: e.Events}
	data := &out.Data
	switch e.Field {
	case "fd":
		copy(data[:], appendUint(nil, uint64(uint32(live)), 4))
	case "u32":
		copy(data[:], appendUint(nil, uint64(uint32(e.Data)), 4))
	default:
		copy(data[:], appendUint(nil, uint64(e.Data), 8))
	}
	return out
}

func (i *invocation) runEpollCtl() *mismatch {
	epoll, m := i.descriptor(0)
	if m != nil {
		return m
	}
	d, m := i.descriptor(2)
	if m != nil {
		return m
	}
	e := i.Arguments[3].Value.(*program.EpollEvent)
	event := liveEvent(e, d.live)
	i.callErrno(func() abi.Errno { return i.kernel().EpollCtl(epoll.live, i.number(1), d.live, &event) })
	return i.checkResult()
}

// runEpollWait is epoll_wait(2). The first event is compared; where none is ready it is all zeros, events and
// data.
func (i *invocation) runEpollWait() *mismatch {
	epoll, m := i.descriptor(0)
	if m != nil {
		return m
	}
	e := i.Arguments[1].Value.(*program.EpollEvent)
	var live int32
	if e.Field == "fd" {
		d := i.table.find(int32(e.Data))
		if d == nil {
			return refuse(notOpen(e.Syntax.Value, int32(e.Data)))
		}
		live = d.live
	}
	count := i.number(2)
	// There cannot be more events than descriptors, whatever count says.
	events := make([]abi.EpollEvent, min(max(int(count), 1), len(i.table.descriptors)+1))
	i.call(func() (int, abi.Errno) { return i.kernel().EpollWait(epoll.live, events, count, i.number(3)) })
	if m := i.checkResult(); m != nil {
		return m
	}
	return i.checkEpollEvent(e, live, &events[0])
}

func (i *invocation) checkEpollEvent(e *program.EpollEvent, live int32, got *abi.EpollEvent) *mismatch {
	if got.Events != e.Events {
		f := field{
			node: e.Syntax.Events, name: "events",
			expected: flagsText(vocab.EpollEventFlag, int64(e.Events)),
			actual:   flagsText(vocab.EpollEventFlag, int64(got.Events)),
			reference: fmt.Sprintf("epoll_event->events does not match script: expected: 0x%x actual: 0x%x",
				e.Events, got.Events),
		}
		f.accept = f.actual
		return f.mismatch(i)
	}
	want := liveEvent(e, live)
	size := 8
	if e.Field == "fd" || e.Field == "u32" {
		size = 4
	}
	wanted, found := readUint(want.Data[:size]), readUint(got.Data[:size])
	if wanted == found {
		return nil
	}
	f := field{node: e.Syntax.Value, name: e.Field, expected: fmt.Sprint(e.Data), actual: fmt.Sprint(found)}
	if e.Field == "fd" {
		f.actual = i.scriptNumber(int32(found))
	}
	f.accept = f.actual
	f.reference = fmt.Sprintf("epoll_event->data does not match script: expected: %s actual: %s", f.expected, f.actual)
	return f.mismatch(i)
}

// scriptNumber is the script's number of a live descriptor.
func (i *invocation) scriptNumber(live int32) string {
	for _, d := range i.table.descriptors {
		if !d.closed && d.live == live {
			return fmt.Sprint(d.script)
		}
	}
	return fmt.Sprint(live)
}
