//go:build linux

package linux

import (
	"net/netip"
	"testing"

	"golang.org/x/sys/unix"
)

// TestLocalAddressIsUsableAtOnce holds that an IPv6 address is never tentative:
// bind(2) refuses one that is, with EADDRNOTAVAIL.
func TestLocalAddressIsUsableAtOnce(t *testing.T) {
	for text, want := range map[string]int{"fd00::1": unix.IFA_F_NODAD, "192.0.2.1": 0} {
		a := localAddress(netip.MustParseAddr(text), 24)
		if a.Flags != want || a.IPNet.String() == "" {
			t.Errorf("%s has the flags %#x, want %#x", a, a.Flags, want)
		}
	}
}
