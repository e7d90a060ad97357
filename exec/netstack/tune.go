package netstack

import (
	"fmt"

	"gvisor.dev/gvisor/pkg/tcpip"

	"github.com/pktlang/pkt/lang/program/settings"
)

// usualSend is the size in bytes of the send buffer that a connection begins
// with on Linux: room for the initial window with the structures around it.
const usualSend = 87040

// linuxSettings are those of Linux that the stack does not begin with.
var linuxSettings = []settings.Sysctl{
	{Name: "net/ipv4/tcp_sack", Value: "1"},
	{Name: "net/ipv4/tcp_recovery", Value: "1"},
	{Name: "net/ipv4/tcp_congestion_control", Value: "cubic"},
	{Name: "net/ipv4/tcp_moderate_rcvbuf", Value: "1"},
	{Name: "net/ipv4/tcp_rmem", Value: "4096 131072 6291456"},
	{Name: "net/ipv4/tcp_wmem", Value: "4096 16384 4194304"},
}

// tune gives the stack Linux's settings as far as it has them, and then those
// of a profile.
func (m *Machine) tune(profile string) error {
	nagle := tcpip.TCPDelayEnabled(true)
	if err := m.setTCP(&nagle); err != nil {
		return err
	}
	for _, list := range [][]settings.Sysctl{linuxSettings, settings.Profiles[profile].Sysctls} {
		for _, s := range list {
			if err := m.setSysctl(dotted(s.Name), s.Value); err != nil {
				return fmt.Errorf("profile %q: %w", profile, err)
			}
		}
	}
	return nil
}
