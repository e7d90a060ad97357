//go:build linux

package calls

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// tracker follows which descriptors of a script are open, before it runs: what
// a call expects to get is what it gets, or the script ends there.
type tracker struct {
	open   map[int32]source.Range // where each was opened, in the file
	closed map[int32]source.Range
	// uncertain is set behind a call that could not be understood: it may have
	// opened anything.
	uncertain bool
}

func newTracker() *tracker {
	return &tracker{open: make(map[int32]source.Range), closed: make(map[int32]source.Range)}
}

func (t *tracker) lose() { t.uncertain = true }

// follow checks the descriptors that a call uses, and notes those that it opens
// and closes.
func (t *tracker) follow(c *compiled, st *lang.Statement) []*fault {
	var faults []*fault
	c.eachDescriptor(func(node lang.Node, fd int32) {
		if _, ok := t.open[fd]; !ok && !t.uncertain {
			faults = append(faults, t.unknown(node, fd, st))
		}
	})
	for _, o := range c.opens() {
		if where, ok := t.open[o.fd]; ok && !o.replaces {
			faults = append(faults, alreadyOpen(o.node, o.fd, where.Shift(-st.Base)))
		}
		t.open[o.fd] = st.Range(o.node)
	}
	if c.signature.Name == "close" {
		fd := int32(c.arguments[0].number)
		delete(t.open, fd)
		t.closed[fd] = st.Range(c.call)
	}
	return faults
}

func (t *tracker) unknown(node lang.Node, fd int32, st *lang.Statement) *fault {
	f := notOpen(node, fd)
	if where, ok := t.closed[fd]; ok {
		f.related = append(f.related, diag.Related{Range: where.Shift(-st.Base), Message: "it was closed here"})
	}
	return f
}

func notOpen(node lang.Node, fd int32) *fault {
	f := faultf(node, "descriptor %d is not open", fd)
	f.reference = fmt.Sprintf("unable to find fd with script fd %d", fd)
	f.notes = append(f.notes, "a descriptor is opened by socket, accept, open, epoll_create or pipe, under the number that the script gives it")
	return f
}

func alreadyOpen(node lang.Node, fd int32, where source.Range) *fault {
	f := faultf(node, "descriptor %d is open already", fd)
	f.reference = fmt.Sprintf("duplicate fd %d in script", fd)
	if where.Len() > 0 {
		f.related = append(f.related, diag.Related{Range: where, Message: "it was opened here"})
	}
	return f
}

// opening is a descriptor that a call is expected to open.
type opening struct {
	node lang.Node
	fd   int32
	// replaces says that the number may be in use, as google/packetdrill
	// allows for accept.
	replaces bool
}

func (c *compiled) opens() []opening {
	switch {
	case c.signature.Result == vocab.DescriptorResult && c.result >= 0:
		return []opening{{node: c.call.Result, fd: c.result, replaces: c.signature.Name == "accept"}}
	case c.signature.Name == "pipe" && c.result >= 0:
		a := &c.arguments[0]
		return []opening{{node: a.expr, fd: a.pair[0]}, {node: a.expr, fd: a.pair[1]}}
	}
	return nil
}

// eachDescriptor visits every descriptor that the call's arguments name.
func (c *compiled) eachDescriptor(visit func(node lang.Node, fd int32)) {
	for n := range c.arguments {
		a := &c.arguments[n]
		switch c.signature.Params[n].Kind {
		case vocab.Descriptor:
			visit(a.expr, int32(a.number))
		case vocab.PollArray:
			for _, p := range a.polls {
				visit(p.descriptor.FD, p.fd)
			}
		case vocab.EpollEvent:
			// epoll_ctl has the same descriptor as its argument.
			if a.event.field == "fd" && c.signature.Name == "epoll_wait" {
				visit(a.event.expr.Value, int32(a.event.value))
			}
		}
	}
}
