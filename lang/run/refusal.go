package run

import (
	"fmt"
	"slices"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
)

// Refusals are the failures of a program that may not run, by place: what
// program.Compile has found wrong with it, definitions that were not given, and
// what no run can do yet.
func Refusals(p *program.Program) []Failure {
	p = p.Complete()
	var out []Failure
	for _, r := range p.Rejected {
		d := diag.Diagnostic{Code: lang.CodeScriptOption, Severity: diag.Error, Message: r.Error()}
		out = append(out, Failure{Class: Refused, Diagnostic: d, Reference: p.Script.File.Name + ": " + r.Error()})
	}
	for _, d := range p.Diagnostics() {
		if d.Severity == diag.Error {
			out = append(out, refusal(p, d, Refused))
		}
	}
	for _, d := range p.Unsupported {
		out = append(out, refusal(p, d, Unsupported))
	}
	slices.SortStableFunc(out, func(a, b Failure) int { return a.Diagnostic.Range.Start - b.Diagnostic.Range.Start })
	return out
}

func refusal(p *program.Program, d diag.Diagnostic, class Class) Failure {
	file := p.Script.File
	line, reference := file.Line(d.Range.Start), d.Reference
	if reference == "" {
		reference = d.Message
	}
	// The reference (google/packetdrill) finds what is wrong with a call only when it comes to it,
	// and then gives the line that the event begins on.
	if e := callAt(p, d.Range.Start); e != nil && !Syntax(d.Code) {
		line, reference = e.Line, fmt.Sprintf("runtime error in %s call: %s", e.SystemCall().Name.Name, reference)
	}
	reference = fmt.Sprintf("%s:%d: %s", file.Name, line, reference)
	return Failure{Class: class, Line: line, Diagnostic: d, Reference: reference}
}

// Syntax reports whether a code is one of what the reference, too, finds before a
// script runs.
func Syntax(code string) bool {
	_, ok := lang.FindCode(code)
	return ok
}

// callAt is the event in whose system call an offset lies, or nil.
func callAt(p *program.Program, offset int) *program.Event {
	i, _ := slices.BinarySearchFunc(p.Events, offset, func(e *program.Event, offset int) int {
		if e.Statement.Base <= offset {
			return -1
		}
		return 1
	})
	if i == 0 {
		return nil
	}
	e := p.Events[i-1]
	call := e.SystemCall()
	if call == nil {
		return nil
	}
	if at := e.Statement.Range(call); offset < at.Start || offset >= at.End {
		return nil
	}
	return e
}
