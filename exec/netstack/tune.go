package netstack

import (
	"fmt"

	"gvisor.dev/gvisor/pkg/tcpip"
	gvisor "gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
)

// Linux's sizes of the buffers of TCP, in bytes (tcp(7), tcp_rmem and
// tcp_wmem): the least, the one to begin with, the most.
const (
	leastBuffer  = 4096
	usualReceive = 131072
	mostReceive  = 6 << 20
	usualSend    = 87040
	mostSend     = 4 << 20
)

// tune gives the stack Linux's settings as far as it has them, or those of the
// profile "simple".
func tune(s *gvisor.Stack, simple bool) error {
	sack, recovery := tcpip.TCPSACKEnabled(!simple), tcpip.TCPRACKLossDetection
	congestion := tcpip.CongestionControlOption("cubic")
	if simple {
		recovery, congestion = 0, "reno"
	}
	nagle, moderate := tcpip.TCPDelayEnabled(true), tcpip.TCPModerateReceiveBufferOption(true)
	for _, o := range []tcpip.SettableTransportProtocolOption{
		&sack, &recovery, &congestion, &nagle, &moderate,
		&tcpip.TCPReceiveBufferSizeRangeOption{Min: leastBuffer, Default: usualReceive, Max: mostReceive},
		&tcpip.TCPSendBufferSizeRangeOption{Min: leastBuffer, Default: usualSend, Max: mostSend},
	} {
		if err := s.SetTransportProtocolOption(tcp.ProtocolNumber, o); err != nil {
			return fmt.Errorf("cannot set %T: %s", o, err)
		}
	}
	return nil
}
