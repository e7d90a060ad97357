// Package rule says what a rule of the linter is: data that documents it, and
// the functions that find what it is about.
package rule

import "github.com/pktlang/pkt/lang/diag"

// Rule is one rule. It has one of Compiled, Statement, Script and Observes, or
// Compiled with one of the others, or the engine itself speaks for it.
type Rule struct {
	Code string // "PKT402"
	Name string // "missing-ack"
	// Severity of a finding that is certain. A finding may be less severe than
	// its rule, never more.
	Severity diag.Severity
	// Summary is one sentence without a full stop, Details the paragraphs
	// after it: what the stack or the tool does, and since when.
	Summary, Details string
	// Sources are where the behaviour is written down: RFC, man page, kernel
	// function.
	Sources []string
	// Fix says what a fix changes; empty where the rule offers none.
	Fix string
	// Bad is a script in which the rule finds something, Good one in which no
	// rule finds anything worse than an information.
	Bad, Good string
	// LinuxOnly rules rest on what Linux or google/packetdrill do: they are
	// silent in scripts that are written for another system or tool.
	LinuxOnly bool
	// Multipath rules say of observations what is true of any descriptor. The
	// others are silent in scripts about Multipath TCP, whose subflows the
	// model does not follow.
	Multipath bool

	// Compiled rules speak for what program.Compile finds, with the rule's code:
	// a script that breaks one is refused by every tool.
	Compiled bool
	// Statement looks at one statement alone, so that its findings are kept as
	// long as the statement stays as it is.
	Statement func(*StatementPass)
	// Script looks at the whole script.
	Script func(*ScriptPass)
	// Observes are the kinds of observations of the model that the rule finds
	// the words for.
	Observes []Observer
}
