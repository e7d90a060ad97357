package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/pktlang/pkt/lang"
)

func data(seq uint32, length int64) segment {
	return segment{flags: lang.ACK, seq: seq, length: length, end: seq + uint32(length)}
}

// arrive queues a segment as an arrival does.
func (r *ReceiveSide) arrive(seg segment) queued {
	switch {
	case !after(seg.finish(), r.Next):
		return queued{next: r.Next}
	case after(seg.seq, r.Next):
		r.keepOutOfOrder(seg)
		return queued{next: r.Next}
	}
	q := r.takeInOrder(seg, StatementAt(1))
	r.deliver(q.bytes)
	r.moved(q.next)
	return q
}

// Whatever the order in which data arrives, RCV.NXT is the first byte that is
// missing, and what is before it can be read (RFC 9293, section 3.10.7.4), also
// where the numbers wrap.
func TestReassembly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := base(t)
		r := ReceiveSide{Next: from, NextLow: from, Unread: Exactly(0)}
		have := map[uint32]bool{}
		fin := uint32(0)
		hasFin := rapid.Bool().Draw(t, "fin")
		if hasFin {
			fin = from + rapid.Uint32Range(0, 80).Draw(t, "length of all")
		}
		finSent := false
		for range rapid.IntRange(1, 12).Draw(t, "segments") {
			b := stretch(t, from)
			seg := data(b.Left, int64(b.Right-b.Left))
			if hasFin && (b.Right == fin || after(b.Right, fin)) {
				if after(b.Left, fin) {
					continue
				}
				seg = data(b.Left, int64(fin-b.Left))
				seg.flags |= lang.FIN
				finSent = true
			}
			r.arrive(seg)
			for at := seg.seq; at != seg.end; at++ {
				have[at] = true
			}
		}
		next := from
		for have[next] {
			next++
		}
		unread := int64(next - from)
		finished := finSent && next == fin
		if finished {
			next++
		}
		if r.Next != next || !r.Unread.Is(unread) || r.FinSeen != finished {
			t.Fatalf("RCV.NXT is %d, unread %v, finished %v; want %d, %d, %v", r.Next, r.Unread, r.FinSeen, next,
				unread, finished)
		}
		for _, b := range r.OutOfOrder {
			if !after(b.Left, r.Next) {
				t.Fatalf("%v is kept, but RCV.NXT is %d", b, r.Next)
			}
		}
	})
}

func TestReassemblyTellsWhatHappened(t *testing.T) {
	r := ReceiveSide{Next: 1, Unread: Exactly(0)}
	r.arrive(data(101, 100))
	if got, want := r.arrive(data(1, 100)), (queued{next: 201, bytes: 200, hadHole: true}); got != want {
		t.Errorf("filling a hole: got %+v, want %+v", got, want)
	}
	if got, want := r.arrive(data(151, 100)), (queued{next: 251, bytes: 50, again: true}); got != want {
		t.Errorf("half of it again: got %+v, want %+v", got, want)
	}
	fin := data(251, 0)
	fin.flags |= lang.FIN
	if got, want := r.arrive(fin), (queued{next: 252, finish: true}); got != want {
		t.Errorf("a FIN: got %+v, want %+v", got, want)
	}
}

func TestFirstHole(t *testing.T) {
	r := ReceiveSide{Next: 201, highest: 501, OutOfOrder: []Block{{401, 501}, {301, 351}}}
	if got := r.firstHole(); got != 300 {
		t.Errorf("201 to %d are missing, want 300", got)
	}
	r = ReceiveSide{Next: 201, highest: 302, FinHeld: true, fin: 301}
	if got := r.firstHole(); got != 300 {
		t.Errorf("before a FIN 201 to %d are missing, want 300", got)
	}
}

// Pure ACKs that may be sent go out in order, each once.
func TestPendingAcks(t *testing.T) {
	r := ReceiveSide{pendingAcks: []pendingAck{{101, StatementAt(4)}, {201, StatementAt(6)}, {301, StatementAt(8)}}}
	if r.ackPending(201, StatementAt(5)) || !r.ackPending(201, StatementAt(6)) || r.ackPending(202, StatementAt(9)) {
		t.Error("an ACK is pending from the statement on that makes it so")
	}
	if !r.ackSent(201) || r.ackSent(101) || !r.ackSent(301) || r.ackSent(301) {
		t.Error("a later ACK takes those before it along")
	}
}

// What a segment of the stack acknowledges is not acknowledged again.
func TestAcknowledged(t *testing.T) {
	seg := func(flags lang.FlagSet, ack uint32, length int64) segment {
		return segment{flags: flags, ack: ack, length: length, hasAck: true}
	}
	for _, test := range []struct {
		name    string
		seg     segment
		pending int
		history []uint32
	}{
		{"a pure ACK", seg(lang.ACK, 201, 0), 1, []uint32{201, 301}},
		{"data with the newest ack", seg(lang.ACK, 301, 10), 0, []uint32{301}},
		{"data with an older ack", seg(lang.ACK, 201, 10), 3, []uint32{201, 301}},
	} {
		r := ReceiveSide{Next: 301, history: []uint32{101, 201, 301}, Acknowledged: 101,
			pendingAcks: []pendingAck{{101, StatementAt(4)}, {201, StatementAt(6)}, {301, StatementAt(8)}}}
		r.acknowledged(test.seg)
		if len(r.pendingAcks) != test.pending || !slices.Equal(r.history, test.history) ||
			r.Acknowledged != test.seg.ack {
			t.Errorf("%s: pending %v, history %v, acknowledged %d", test.name, r.pendingAcks, r.history, r.Acknowledged)
		}
	}
	r := ReceiveSide{Next: 301, Acknowledged: 301}
	r.acknowledged(seg(lang.ACK, 201, 0))
	if r.Acknowledged != 301 {
		t.Errorf("the acknowledgment went back to %d", r.Acknowledged)
	}
}

func TestUnread(t *testing.T) {
	r := ReceiveSide{Unread: Exactly(0)}
	r.deliver(100)
	r.consume(30)
	if !r.Unread.Is(70) || r.reads != 1 {
		t.Errorf("unread %v after %d reads", r.Unread, r.reads)
	}
	r.nextUncertain = true
	r.deliver(50)
	if low, top, _ := r.Unread.Range(); low != 70 || top != 120 {
		t.Errorf("unread %v where a segment may have been refused", r.Unread)
	}
	r.consume(100)
	if low, top, _ := r.Unread.Range(); low != 0 || top != 20 {
		t.Errorf("unread %v", r.Unread)
	}
	r.consumeUnknown()
	r.deliver(10)
	if r.Unread.Known() {
		t.Errorf("unread %v after a read that nobody knows of", r.Unread)
	}
}
