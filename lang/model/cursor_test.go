package model

import (
	"testing"
)

// A cursor knows what the model knows, in whatever order it is asked.
func TestCursor(t *testing.T) {
	text := `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 65535 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 65535
+0 accept(3, ..., ...) = 4
`
	for range 100 {
		text += "+.1 write(4, ..., 10) = 10\n"
	}
	m := walked(t, text)
	n := len(m.script.Statements)
	c := m.Cursor()
	for _, at := range []int{0, 1, 6, 7, 40, 63, 64, 65, 90, 20, 21, n - 1, n, -1, 100, 101} {
		got, want := c.Before(at), m.Before(at)
		if got.Clock != want.Clock || len(got.Descriptors()) != len(want.Descriptors()) ||
			len(got.Connections()) != len(want.Connections()) {
			t.Errorf("before statement %d the clock is %v, want %v", at, got.Clock, want.Clock)
			continue
		}
		if len(want.Connections()) > 0 &&
			got.Connections()[0].Send.WrittenTop != want.Connections()[0].Send.WrittenTop {
			t.Errorf("before statement %d the application has written %d, want %d", at,
				got.Connections()[0].Send.WrittenTop, want.Connections()[0].Send.WrittenTop)
		}
	}
}
