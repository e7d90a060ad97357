// Package program says what a script means. Compile turns a parsed script into
// a Program: typed events with their times, settled options and definitions,
// system calls with typed arguments, and which descriptors each call opens,
// uses and closes. It is the one place that says what may run: what it refuses,
// every tool refuses, in the same words at the same place, and what it accepts,
// only a live stack can refuse. It needs no kernel.
package program

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program/settings"
)

// Program is a compiled script. It is immutable and safe for concurrent use.
type Program struct {
	Script *lang.Script
	// Settings are the settled options. Settings.Options and Settings.Defined
	// say for each option and each definition that was given which value holds,
	// and over which others.
	Settings settings.Settings
	// Rejected are options from outside the script that are wrong, for which no
	// diagnostic has a place. A program that has some may not run.
	Rejected []settings.Problem
	// Init and Cleanup are the commands before the first event and after the
	// last one, or nil.
	Init, Cleanup *lang.Statement
	Events        []*Event
	// Unsupported are the constructs, of other dialects for the most part, that
	// are as they should be and that no run can do yet. They keep the script
	// from running, and are no errors of it.
	Unsupported []diag.Diagnostic

	// Descriptors are those of the script, in the order in which they begin,
	// and References all places that name one, in the order of the script.
	Descriptors []Descriptor
	References  []Reference
	// Foreign is set where the script is not for Linux as google/packetdrill
	// tests it, and Multipath where it is about Multipath TCP.
	Foreign, Multipath bool

	options     Options // without Previous
	diagnostics []diag.Diagnostic
	statements  []*statement // one for each of Script.Statements
}

// Diagnostics are what Compile returned.
func (p *Program) Diagnostics() []diag.Diagnostic { return p.diagnostics }

// Complete is the program as a run has it, to which nothing comes from outside
// any more (see Options.Complete); the program itself where it is that.
func (p *Program) Complete() *Program {
	if p.options.Complete {
		return p
	}
	options := p.options
	options.Complete, options.Previous = true, p
	complete, _ := Compile(p.Script, options)
	return complete
}

// Compile resolves and checks a script. The diagnostics are all that is wrong
// with it, by place; a script with one of severity error may not run. The
// program holds whatever could be made sense of and is never nil.
func Compile(script *lang.Script, options Options) (*Program, []diag.Diagnostic) {
	p := &Program{Script: script, Init: script.Init(), Cleanup: script.Cleanup(), options: options}
	p.options.Previous = nil // which would keep every version
	c := compiler{program: p, complete: options.Complete}
	c.syntax()
	c.settings(options)
	p.statements = statementsOf(script, options.Previous)
	c.walk(options.Previous)
	diag.Sort(c.found)
	p.diagnostics = c.found
	return p, c.found
}

// compiler collects the parts of a program.
type compiler struct {
	program  *Program
	complete bool       // Options.Complete
	versions ipVersions // of the packets that the script may be run with
	found    []diag.Diagnostic
}

// syntax takes over what the parser found.
func (c *compiler) syntax() {
	for _, d := range c.program.Script.Diagnostics() {
		if c.complete && d.Code == lang.CodePendingName {
			d.Severity = diag.Error
		}
		c.found = append(c.found, d)
	}
}
