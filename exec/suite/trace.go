package suite

import (
	"fmt"
	"io"

	"github.com/pktlang/pkt/lang/run"
)

// NewTrace returns an observer that writes what google/packetdrill does while a
// script runs: warnings that --non_fatal makes of failures, and with -v the
// packets.
func NewTrace(out, errors io.Writer, verbose bool) run.Observer {
	return &trace{out: out, errors: errors, verbose: verbose}
}

type trace struct {
	run.Ignore
	out, errors io.Writer
	verbose     bool
}

func (t *trace) Warning(f run.Failure) { fmt.Fprintln(t.errors, f.Reference) }

func (t *trace) Packet(p run.Packet) {
	if !t.verbose {
		return
	}
	direction := "outbound sniffed"
	if p.Inbound {
		direction = "inbound injected"
	}
	fmt.Fprintf(t.out, "%s packet: %.6f %s\n", direction, float64(p.Time)/1e6, p.Live)
}
