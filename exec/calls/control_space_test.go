package calls

import (
	"testing"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang/program"
)

// TestControlSpace holds that what the compiler counts is what is encoded.
func TestControlSpace(t *testing.T) {
	for n := range 40 {
		if got, want := program.ControlSpace(n), abi.ControlSpace(n); got != want {
			t.Errorf("%d bytes of data take %d bytes, encoded %d", n, got, want)
		}
	}
}
