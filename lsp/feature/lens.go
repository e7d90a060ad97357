package feature

import (
	"fmt"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
)

// The commands that lenses offer, for workspace/executeCommand.
const (
	CommandRun  = "pkt.run"
	CommandStop = "pkt.stop"
)

// RunArgument is the argument of the commands.
type RunArgument struct {
	URI     string `json:"uri"`
	Profile string `json:"profile,omitempty"` // such as "simple"
	Variant string `json:"variant,omitempty"`
}

// LastRun is how the last run of a document ended; the zero value is none.
type LastRun struct {
	Status string // such as "passed"
	Line   int    // where it ended, from 1; 0 for nowhere
}

// CodeLenses offer to run the script, at its first statement, and tell how the
// last run ended.
func CodeLenses(d *Document, last LastRun) []protocol.CodeLens {
	statements := d.Script().Statements
	if len(statements) == 0 || statements[0].Kind == lang.EndStatement {
		return nil
	}
	at := d.Span(statements[0].Range(statements[0].Core))
	lens := func(title, command string, arguments ...any) protocol.CodeLens {
		return protocol.CodeLens{Range: at,
			Command: &protocol.Command{Title: title, Command: command, Arguments: arguments}}
	}
	out := []protocol.CodeLens{
		lens("run", CommandRun, RunArgument{URI: d.uri}),
		lens("run with simple profile", CommandRun, RunArgument{URI: d.uri, Profile: "simple"}),
	}
	if title := last.Status; title != "" {
		if last.Line > 0 && title != "passed" {
			title = fmt.Sprintf("%s on line %d", title, last.Line)
		}
		out = append(out, lens(title, ""))
	}
	return out
}
