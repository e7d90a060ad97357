package suite

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/run"
)

// Diagnostics are what is to be said of a result, in the order of the script:
// why it was refused, or what went wrong in its last attempt, with what the run
// knows besides. A case that passed has only the warnings that --non_fatal
// makes of failures; one that was skipped or failed as expected has none.
func (r *Result) Diagnostics() []diag.Diagnostic {
	var out []diag.Diagnostic
	switch r.Status {
	case run.StatusSkipped, run.StatusXFail:
		return nil
	case run.StatusXPass:
		return []diag.Diagnostic{{Code: "run/xpass", Severity: diag.Error, Range: r.Case.Expected.Range,
			Message: "the script passed, and this says that it fails: take it out"}}
	}
	for _, f := range r.Case.Refused {
		out = append(out, f.Diagnostic)
	}
	last, ok := r.Last()
	if !ok {
		return out
	}
	for _, w := range last.Warnings {
		d := w.Diagnostic
		d.Severity = diag.Warning
		out = append(out, d)
	}
	for i, f := range last.Verdict.Failures {
		d := f.Diagnostic
		d.Notes = append([]string(nil), d.Notes...)
		d.Notes = append(d.Notes, packetNotes("packets before, with their lines", f.Recent)...)
		d.Notes = append(d.Notes, packetNotes("packets that no line expected", f.Others)...)
		if i == 0 {
			d.Notes = append(d.Notes, r.runNotes(f, last)...)
		}
		out = append(out, d)
	}
	return out
}

// runNotes are what the first failure of an attempt is not told by itself.
func (r *Result) runNotes(f run.Failure, last Attempt) []string {
	var notes []string
	if len(last.Output) > 0 && f.Diagnostic.Code != "run/crash" {
		notes = append(notes, "the script's commands printed:\n"+indent(last.Output))
	}
	if n := len(r.Attempts); n > 1 {
		notes = append(notes, fmt.Sprintf("it failed by timing %d times in a row", n))
	}
	if last.disturbed() && last.Disturbance.Matters() {
		notes = append(notes, "the host was disturbed: "+last.Disturbance.String())
	}
	if r.Case.Variant != "" {
		notes = append(notes, "variant: "+r.Case.Variant)
	}
	return notes
}

func packetNotes(title string, packets []run.Packet) []string {
	if len(packets) == 0 {
		return nil
	}
	lines := make([]string, len(packets))
	for i, p := range packets {
		lines[i] = packetLine(p)
	}
	return []string{title + ":\n" + indent(lines)}
}

// packetLine is a packet as a trace shows it: the line of the script that it
// belongs to, its time in seconds, and the packet in the script's language.
func packetLine(p run.Packet) string {
	line, sign := "", ">"
	if p.Line > 0 {
		line = fmt.Sprint(p.Line)
	}
	if p.Inbound {
		sign = "<"
	}
	text := strings.TrimPrefix(strings.TrimSpace(p.Text), sign)
	return fmt.Sprintf("%5s | %.6f %s %s", line, float64(p.Time)/1e6, sign, strings.TrimSpace(text))
}

func indent(lines []string) string {
	return "  " + strings.Join(lines, "\n  ")
}
