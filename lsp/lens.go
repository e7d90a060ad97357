package lsp

import (
	"context"
	"fmt"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
)

// codeLens offers to run the script, at its first statement, and tells how the
// last run ended. Where nothing may be run there is none.
func codeLens(_ context.Context, r *request, p *documentParams) ([]protocol.CodeLens, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	if !r.view.settings.CodeLens || d.path == "" || !r.view.settings.trusts(d.path) {
		return nil, nil
	}
	statements := d.parsed().Statements
	if len(statements) == 0 || statements[0].Kind == lang.EndStatement {
		return nil, nil
	}
	at := d.span(statements[0].Range(statements[0].Core))
	lens := func(title, command string, arguments ...any) protocol.CodeLens {
		return protocol.CodeLens{Range: at, Command: &protocol.Command{Title: title, Command: command, Arguments: arguments}}
	}
	out := []protocol.CodeLens{
		lens("run", commandRun, runArgument{URI: d.uri}),
		lens("run with simple profile", commandRun, runArgument{URI: d.uri, Profile: "simple"}),
	}
	if v := r.session.runs.verdict(d); v != nil {
		title := v.status
		if v.line > 0 && v.status != "passed" {
			title = fmt.Sprintf("%s on line %d", v.status, v.line)
		}
		out = append(out, lens(title, ""))
	}
	return out, nil
}
