package netstack

import (
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"

	"github.com/pktlang/pkt/exec/stack"
)

// clock is a virtual clock as gVisor's stack wants one.
type clock struct{ *stack.VirtualClock }

var _ tcpip.Clock = clock{}

// epoch is what the stack sees when a run begins: well above 0, which it takes
// for "not set" in places.
const epoch = 1_000_000 * time.Second

// Now implements tcpip.Clock.
func (c clock) Now() time.Time { return time.Unix(0, 0).Add(epoch + c.Elapsed()) }

// NowMonotonic implements tcpip.Clock.
func (c clock) NowMonotonic() tcpip.MonotonicTime {
	return tcpip.MonotonicTime{}.Add(epoch + c.Elapsed())
}

// AfterFunc implements tcpip.Clock.
func (c clock) AfterFunc(d time.Duration, f func()) tcpip.Timer {
	return c.VirtualClock.AfterFunc(d, f)
}
