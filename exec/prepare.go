package exec

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
)

// prepare makes the events of a program ready to run and builds their packets.
// Where the program may not be run, it says why.
func prepare(p *program.Program) ([]*event, []run.Failure) {
	if refused := run.Refusals(p); len(refused) > 0 {
		return nil, refused
	}
	if len(p.Settings.Unsupported) > 0 {
		return nil, []run.Failure{unsupportedOptions(p)}
	}
	events := make([]*event, 0, len(p.Events))
	for _, from := range p.Events {
		ev := newEvent(from)
		if a := from.Packet(); a != nil {
			built, err := packet.Build(a, p.Settings.IPVersion.PacketsIPv6())
			if err != nil {
				err = fmt.Errorf("building the packet on line %d, which was checked: %w", from.Line, err)
				return nil, []run.Failure{run.EnvironmentFailure(err)}
			}
			ev.packet = built
		}
		events = append(events, ev)
	}
	return events, nil
}

// unsupportedOptions refuses options that were given and that no run can do yet.
func unsupportedOptions(p *program.Program) run.Failure {
	message := "not supported yet: --" + strings.Join(p.Settings.Unsupported, ", --")
	return run.Failure{
		Class:      run.Unsupported,
		Diagnostic: diag.Diagnostic{Code: "run/option", Severity: diag.Error, Message: message},
		Reference:  fmt.Sprintf("%s: %s", p.Script.File.Name, message),
	}
}
