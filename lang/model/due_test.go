package model

import "testing"

// A SYN makes the stack send a SYN-ACK, until a line expects it.
func TestDue(t *testing.T) {
	m := walked(t, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n"+
		"+0 < S 0:0(0) win 1000 <mss 1000>\n+0 > S. 0:0(0) ack 1 <...>\n")
	got := m.After(3).Current().Due()
	if len(got) != 1 || got[0].Answers != SynAckDue || got[0].String() != "> S. 0:0(0) ack 1" || !got[0].Cause.Is(3) {
		t.Errorf("after the SYN: got %+v, want a SYN-ACK because of statement 3", got)
	}
	if got := m.After(4).Current().Due(); len(got) != 0 {
		t.Errorf("after the SYN-ACK: got %+v, want none", got)
	}
}
