package model_test

import (
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/source"
)

// Each gives what After gives, wherever it begins, and stops when told to.
func TestEach(t *testing.T) {
	text := "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n" +
		"+0 < S 0:0(0) win 1000 <mss 1000>\n+0 > S. 0:0(0) ack 1 <...>\n+.1 < . 1:1(0) ack 1 win 1000\n+0 accept(3, ..., ...) = 4\n" +
		strings.Repeat("+.1 write(4, ..., 10) = 10\n", 100)
	script := lang.Parse(source.NewFile("a.pkt", text), nil)
	m := model.New(script)
	for _, from := range []int{-3, 0, 5, 63, 64, 100} {
		next := max(from, 0)
		m.Each(from, 10_000, func(i int, after *model.State) bool {
			if i != next {
				t.Fatalf("from %d: got statement %d, want %d", from, i, next)
			}
			next++
			want := m.After(i)
			if after.Clock != want.Clock || len(after.Descriptors()) != len(want.Descriptors()) {
				t.Fatalf("from %d: after statement %d: clock %v, want %v", from, i, after.Clock, want.Clock)
			}
			if c := want.Current(); c != nil && (c.State != after.Current().State || c.Send.WrittenTop != after.Current().Send.WrittenTop) {
				t.Fatalf("from %d: after statement %d the connection differs", from, i)
			}
			return true
		})
		if next != len(script.Statements) {
			t.Errorf("from %d: it stopped before statement %d of %d", from, next, len(script.Statements))
		}
	}
	visits := 0
	m.Each(0, 10, func(int, *model.State) bool { visits++; return visits < 3 })
	if visits != 3 {
		t.Errorf("it went on for %d visits, want 3", visits)
	}
	m.Each(5, 5, func(int, *model.State) bool { t.Error("nothing is to be visited"); return false })
}
