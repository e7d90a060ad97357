package calls

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// descriptor is one that the script has opened. The number in the script and
// the live one differ in general, and only live ones in the table are ever
// used or closed, so that no script can reach the descriptors of its runner.
type descriptor struct {
	script, live int32
	closed       bool
	// socket is set for sockets, whose other fields are as given to socket(2).
	socket                 bool
	family, kind, protocol int32
}

// find returns the open descriptor with a number of the script, the youngest of
// several, or nil.
func (t *Table) find(script int32) *descriptor {
	for n := len(t.descriptors) - 1; n >= 0; n-- {
		if d := t.descriptors[n]; !d.closed && d.script == script {
			return d
		}
	}
	return nil
}

// add enters a new descriptor. The number in the script must be free, unless
// the descriptor comes from accept.
func (t *Table) add(node lang.Node, d *descriptor, accepted bool) *fault {
	if !accepted && t.find(d.script) != nil {
		return alreadyOpen(node, d.script)
	}
	t.descriptors = append(t.descriptors, d)
	return nil
}

// Close closes every descriptor that the script has left open, the youngest
// first.
func (t *Table) Close() {
	for n := len(t.descriptors) - 1; n >= 0; n-- {
		if d := t.descriptors[n]; !d.closed {
			d.closed = true
			// The script is over, so nobody is left to hear of an error.
			_ = t.options.Kernel.Close(d.live)
		}
	}
	t.kept = nil
}

func notOpen(node lang.Node, fd int32) *fault {
	f := faultf(node, "descriptor %d is not open", fd)
	f.reference = fmt.Sprintf("unable to find fd with script fd %d", fd)
	return f
}

func alreadyOpen(node lang.Node, fd int32) *fault {
	f := faultf(node, "descriptor %d is open already", fd)
	f.reference = fmt.Sprintf("duplicate fd %d in script", fd)
	return f
}
