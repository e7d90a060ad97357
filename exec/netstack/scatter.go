package netstack

import (
	"bytes"
	"io"

	"github.com/pktlang/pkt/exec/abi"
)

// scatter writes into buffers, one after the other, from the byte at skip on.
type scatter struct {
	buffers []abi.Buffer
	skip    int
}

var _ io.Writer = (*scatter)(nil)

// Write implements io.Writer. It returns io.ErrShortWrite where the buffers are
// full.
func (s *scatter) Write(p []byte) (int, error) {
	done, at := 0, 0
	for _, b := range s.buffers {
		if n := len(b.Bytes); s.skip < at+n {
			c := copy(b.Bytes[s.skip-at:], p[done:])
			done += c
			s.skip += c
		}
		at += len(b.Bytes)
	}
	if done < len(p) {
		return done, io.ErrShortWrite
	}
	return done, nil
}

// discard is a writer with room for so many bytes that keeps none.
type discard struct{ room int }

// Write implements io.Writer.
func (d *discard) Write(p []byte) (int, error) {
	n := min(d.room, len(p))
	d.room -= n
	if n < len(p) {
		return n, io.ErrShortWrite
	}
	return n, nil
}

// gather is a copy of the bytes of buffers from the byte at skip on: the stack
// keeps what it is given, the script may write to its buffers again.
func gather(buffers []abi.Buffer, skip int) *bytes.Reader {
	var all []byte
	for _, b := range buffers {
		all = append(all, b.Bytes...)
	}
	return bytes.NewReader(all[min(skip, len(all)):])
}
