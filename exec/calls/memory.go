package calls

import (
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
)

// memory is what buffers are cut from. It is set aside before the script runs:
// where the process has locked its memory, the kernel fills in every page of
// what is asked for while the script runs, which takes about a millisecond for
// four megabytes.
type memory struct {
	// zeros are what a script sends where it does not say what. Nobody writes
	// to them, so that any number of sends can share them.
	zeros []byte
	// scratch is for what is received, by one call at a time.
	scratch []byte
	lent    bool
}

// maxReserve bounds what is set aside for each of the two, in bytes.
const maxReserve = 16 << 20

// reserve makes room for the buffers of a call.
func (m *memory) reserve(c *program.Call) {
	for n := range c.Arguments {
		p := &c.Signature.Params[n]
		switch {
		case p.Kind == vocab.Buffer && c.Arguments[n].MadeUp() && n+1 < len(c.Arguments):
			m.grow(c.Arguments[n+1].Number(), p.Out)
		case p.Kind == vocab.Vector && !p.Out:
			m.growVector(c.Arguments[n].Iovecs())
		case p.Kind == vocab.MessageHeader && !p.Out:
			m.growVector(c.Arguments[n].Iovecs())
		}
	}
}

func (m *memory) growVector(vector []program.Iovec) {
	for _, el := range vector {
		m.grow(el.Length, false)
	}
}

func (m *memory) grow(length int64, received bool) {
	room := &m.zeros
	if received {
		room = &m.scratch
	}
	if length > int64(len(*room)) && length <= maxReserve {
		*room = make([]byte, length)
	}
}

// sent returns zeros to send, or nil where there is not enough room.
func (m *memory) sent(length int64) []byte {
	if length > int64(len(m.zeros)) {
		return nil
	}
	return m.zeros[:length]
}

// lend returns a buffer to receive into, or nil where there is none. It is to
// be given back.
func (m *memory) lend(length int64) []byte {
	if m.lent || m.scratch == nil || length > int64(len(m.scratch)) {
		return nil
	}
	m.lent = true
	return m.scratch[:length]
}

func (m *memory) giveBack() { m.lent = false }
