package suite

import (
	"fmt"
	"io"

	"github.com/pktlang/pkt/exec/protocol"
)

// NewTrace returns an observer that writes what the reference does while a
// script runs: warnings that --non_fatal makes of failures, and with -v the
// packets.
func NewTrace(out, errors io.Writer, verbose bool) func(*Case, int, protocol.Message) {
	return func(_ *Case, _ int, m protocol.Message) {
		switch {
		case m.Warning != nil:
			fmt.Fprintln(errors, m.Warning.Reference)
		case m.Packet != nil && verbose:
			direction := "outbound sniffed"
			if m.Packet.Inbound {
				direction = "inbound injected"
			}
			fmt.Fprintf(out, "%s packet: %.6f %s\n", direction, float64(m.Packet.Time)/1e6, m.Packet.Live)
		}
	}
}
