package model

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/pktlang/pkt/lang"
)

// sendsThrough makes a sender that has sent segments of 1,000 bytes from a number.
func sendsThrough(from uint32, segments int) *SendSide {
	s := &SendSide{Unacknowledged: from, Next: from, WrittenLow: from, WrittenTop: from, MaxSegment: Exactly(1000)}
	s.wrote(uint32(segments*1000), uint32(segments*1000))
	for n := range segments {
		s.advance(data(from+uint32(n*1000), 1000), moment{statement: StatementAt(n)})
	}
	return s
}

// SND.UNA moves forward only, and takes what it passes off what is in flight
// (RFC 9293, section 3.10.7.4), also where the numbers wrap.
func TestAcknowledge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := base(t)
		s := sendsThrough(from, 5)
		highest := from
		for range rapid.IntRange(1, 6).Draw(t, "acks") {
			ack := from + rapid.Uint32Range(0, 5000).Draw(t, "ack")
			s.acknowledge(ack)
			highest = later(highest, ack)
		}
		if s.Unacknowledged != highest || s.outstanding() != int64(from+5000-highest) ||
			s.delivered != int64(highest-from) {
			t.Fatalf("SND.UNA %d, outstanding %d, delivered %d; want %d", s.Unacknowledged, s.outstanding(),
				s.delivered, highest)
		}
		for _, sent := range s.sent {
			if !after(sent.Right, highest) {
				t.Fatalf("%v is in flight, but %d is acknowledged", sent.Block, highest)
			}
		}
		if want := 5 - int(highest-from)/1000; len(s.sent) != want {
			t.Fatalf("%d segments in flight, want %d", len(s.sent), want)
		}
	})
}

func TestSelectiveAcknowledgment(t *testing.T) {
	s := sendsThrough(1, 5)
	s.selectivelyAcknowledge(Block{1001, 2001})
	s.selectivelyAcknowledge(Block{1001, 2001}) // again: nothing new
	s.selectivelyAcknowledge(Block{3001, 4001})
	if got := blockText(s.sacked); got != "3001:4001 1001:2001" || s.delivered != 2000 {
		t.Errorf("blocks %s, delivered %d", got, s.delivered)
	}
	s.acknowledge(2001)
	if got := blockText(s.sacked); got != "3001:4001" {
		t.Errorf("blocks %s after an acknowledgment of 2001", got)
	}
}

// An upper bound of the segments that arrived, from which the greatest
// congestion window follows (RFC 5681, section 3.1).
func TestSegmentsDelivered(t *testing.T) {
	s := sendsThrough(1, 5)
	s.acknowledge(1001)
	s.acknowledge(3001)
	if s.segmentsDelivered != 2+3 {
		t.Errorf("%d segments, want at most one more than fit for each acknowledgment", s.segmentsDelivered)
	}
}

func TestSendLimit(t *testing.T) {
	s := sendsThrough(1, 2)
	s.wrote(500, 700)
	if s.limit() != 2701 {
		t.Errorf("%d can have been sent, want 2701", s.limit())
	}
	if low, top, _ := s.notSent().Range(); low != 500 || top != 700 {
		t.Errorf("not sent: %v", s.notSent())
	}
	s.FinQueued = true
	if s.limit() != 2702 {
		t.Errorf("with a FIN %d can have been sent, want 2702", s.limit())
	}
	s.FinSent = true
	if !s.notSent().Is(0) {
		t.Errorf("after the FIN %v are not sent", s.notSent())
	}
}

// A segment before SND.NXT is a retransmission, which tells of a loss; one
// without data is none.
func TestAdvance(t *testing.T) {
	s := sendsThrough(1, 2)
	if s.lossSuspected || s.retransmitted || s.Next != 2001 {
		t.Errorf("after new data: %+v", s)
	}
	s.advance(data(2001, 0), moment{})
	if s.lossSuspected || len(s.sent) != 2 {
		t.Errorf("after an ACK: %+v", s)
	}
	s.advance(data(1001, 1000), moment{statement: StatementAt(7)})
	if !s.lossSuspected || !s.lossEver || !s.retransmitted || s.Next != 2001 {
		t.Errorf("after a retransmission: %+v", s)
	}
	last, ok := s.lastSent(Block{1500, 1600})
	if !ok || last.statement != StatementAt(7) || last.count != 2 {
		t.Errorf("the last transmission of 1500 is %+v", last)
	}
	if _, ok := s.lastSent(Block{2001, 3001}); ok {
		t.Error("what was not sent was sent")
	}
	fin := data(2001, 0)
	fin.flags |= lang.FIN
	s.advance(fin, moment{})
	if s.Next != 2002 {
		t.Errorf("SND.NXT is %d after a FIN, want 2002", s.Next)
	}
}

// What is lost goes out again in order (RFC 6675; RFC 8985, section 6.2).
func TestOldestOnce(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*SendSide)
		limit  uint32
		want   uint32
		found  bool
	}{
		{"nothing went out again", func(*SendSide) {}, 4001, 1, true},
		{"the first did", func(s *SendSide) { s.advance(data(1, 1000), moment{}) }, 4001, 1001, true},
		{"the second has arrived", func(s *SendSide) {
			s.advance(data(1, 1000), moment{})
			s.selectivelyAcknowledge(Block{1001, 2001})
		}, 4001, 2001, true},
		{"up to the limit all did", func(s *SendSide) { s.advance(data(1, 1000), moment{}) }, 1001, 0, false},
	} {
		s := sendsThrough(1, 5)
		test.change(s)
		if got, found := s.oldestOnce(test.limit); got != test.want || found != test.found {
			t.Errorf("%s: got %d %v, want %d %v", test.name, got, found, test.want, test.found)
		}
	}
}

// A long script does not fill the memory.
func TestTransmissionsAreLimited(t *testing.T) {
	s := sendsThrough(1, 3*mostTransmissions)
	if len(s.sent) > mostTransmissions {
		t.Errorf("%d transmissions are kept", len(s.sent))
	}
	if last := s.sent[len(s.sent)-1]; last.Right != s.Next {
		t.Errorf("the last one ends at %d, want %d", last.Right, s.Next)
	}
}
