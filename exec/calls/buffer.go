package calls

import (
	"bytes"
	"fmt"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
)

// buffer is memory for the kernel to read or write.
type buffer struct {
	bytes  []byte // nil where the script has NULL
	lent   bool   // from the table's memory, to be given back
	length int32  // as the kernel is told
}

// live is the buffer as the kernel is given it.
func (b *buffer) live() abi.Buffer { return abi.Buffer{Bytes: b.bytes, Length: int64(b.length)} }

// bufferUse is what a buffer is for.
type bufferUse uint8

const (
	toReceive   bufferUse = iota // the kernel writes it
	toSend                       // the kernel reads it during the call
	toSendLater                  // the kernel may read it later, too
	toAlter                      // sent, after this package has written to it
)

// buffer makes the buffer that argument n asks for, with the length in argument
// n+1. What is sent is zeros, after the script's string if there is one.
func (i *invocation) buffer(n int, use bufferUse) *buffer {
	a, length := &i.Arguments[n], i.number(n+1)
	b := &buffer{length: length}
	if !a.MadeUp() && a.Text() == nil {
		return b
	}
	switch m := &i.table.memory; {
	case use == toReceive && a.Text() == nil:
		b.bytes = m.lend(int64(length))
		b.lent = b.bytes != nil
	case use == toSend && a.Text() == nil:
		b.bytes = m.sent(int64(length))
	}
	if b.bytes == nil {
		b.bytes = newBuffer(int64(length), a.Text())
	}
	return b
}

// release gives a buffer back.
func (i *invocation) release(b *buffer) {
	if b.lent {
		i.table.memory.giveBack()
	}
}

// useOfSend is what the buffers of a send with these flags are for.
func (i *invocation) useOfSend(flags int32) bufferUse {
	if flags&abi.MSG_ZEROCOPY != 0 {
		return toSendLater
	}
	return toSend
}

// apart is how many bytes stand between buffers, as between those of malloc(3).
// The kernel sends buffers that touch as if they were one (skb_can_coalesce),
// and how many of them it sends in a packet is what scripts look at.
const apart = 16

func newBuffer(length int64, t *program.Text) []byte {
	// An empty buffer has an address too: NULL is what the script says when it
	// means it.
	b := make([]byte, length+apart)[:length:length]
	if t != nil {
		copy(b, t.Bytes)
	}
	return b
}

// keep keeps buffers that the kernel may read after a send has returned.
func (i *invocation) keep(use bufferUse, buffers ...[]byte) {
	if use == toSendLater || i.table.options.KeepBuffers {
		i.table.kept = append(i.table.kept, buffers...)
	}
}

// vector makes the buffers of an iovec array.
func (i *invocation) vector(iovecs []program.Iovec, use bufferUse) ([]abi.Buffer, [][]byte) {
	vector := make([]abi.Buffer, len(iovecs))
	buffers := make([][]byte, 0, len(iovecs))
	for n, el := range iovecs {
		if el.Length < 0 {
			// The kernel refuses such a length before it looks at the base.
			vector[n].Length = el.Length
			continue
		}
		var b []byte
		if use == toSend && el.Text == nil {
			b = i.table.memory.sent(el.Length)
		}
		if b == nil {
			b = newBuffer(el.Length, el.Text)
		}
		vector[n] = abi.Memory(b)
		buffers = append(buffers, b)
	}
	return vector, buffers
}

// checkText compares received bytes with the string that the script has for
// them.
func (i *invocation) checkText(node lang.Node, t *program.Text, received []byte) *mismatch {
	if t == nil || bytes.Equal(received, t.Bytes) || t.Prefix && bytes.HasPrefix(received, t.Bytes) {
		return nil
	}
	shown := received
	more := ""
	if t.Prefix && len(received) > len(t.Bytes) {
		shown, more = received[:len(t.Bytes)], "..."
	}
	f := field{
		node: node, name: "data",
		expected: quote(t.Bytes), actual: quote(shown) + more,
		accept: quote(shown) + more,
	}
	if t.Prefix {
		f.expected += "..."
	}
	m := f.mismatch(i)
	at := firstDifference(received, t.Bytes)
	m.Diagnostic.Notes = append(m.Diagnostic.Notes,
		fmt.Sprintf("the first difference is at byte %d of %d received", at, len(received)))
	return m
}

func firstDifference(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// quote writes bytes as a string of the language, whose only numeric escape is
// \xHH.
func quote(b []byte) string {
	out := []byte{'"'}
	for _, c := range b {
		switch {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c == '\n':
			out = append(out, `\n`...)
		case c == '\r':
			out = append(out, `\r`...)
		case c == '\t':
			out = append(out, `\t`...)
		case c < ' ' || c > '~':
			out = fmt.Appendf(out, `\x%02x`, c)
		default:
			out = append(out, c)
		}
	}
	return string(append(out, '"'))
}
