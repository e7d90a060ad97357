// Package lint finds what is wrong with a script before it is run. The rules
// are in lint/rules; this package runs them, applies selections and
// suppressions, and keeps what does not change from one edit to the next.
package lint

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint/rule"
	"github.com/pktlang/pkt/lint/rules"
)

// Linter checks scripts with a selection of rules. It is immutable and safe for
// concurrent use.
type Linter struct {
	selection  Selection
	options    program.Options // from outside the script
	statements []*rule.Rule
	scripts    []*rule.Rule
	byKind     map[model.Kind]observing
	linuxOnly  map[string]bool // by code
	severities map[string]override
	suppressed map[string]bool // syntax codes that are left out
}

// override is a severity chosen for a rule, with the one that it replaces.
type override struct{ own, chosen diag.Severity }

// observing is a rule, and how it speaks for one kind of observation.
type observing struct {
	rule     *rule.Rule
	observer rule.Observer
}

// New returns a linter with the rules of a selection, which is to be valid:
// selectors that match nothing are without effect.
func New(selection Selection) *Linter {
	l := &Linter{
		selection:  selection,
		byKind:     make(map[model.Kind]observing),
		linuxOnly:  make(map[string]bool),
		severities: make(map[string]override),
		suppressed: make(map[string]bool),
	}
	for _, r := range rules.All() {
		l.linuxOnly[r.Code] = r.LinuxOnly
		if chosen, ok := selection.severity(r.Code, r.Name); ok {
			l.severities[r.Code] = override{r.Severity, chosen}
		}
		if !selection.enabled(r.Code, r.Name) {
			l.suppressed[r.Code] = true
			continue
		}
		switch {
		case r.Statement != nil:
			l.statements = append(l.statements, r)
		case r.Script != nil:
			l.scripts = append(l.scripts, r)
		}
		for _, observer := range r.Observes {
			l.byKind[observer.Kind] = observing{r, observer}
		}
	}
	for _, c := range lang.Codes() {
		l.suppressed[c.Code] = !selection.enabled(c.Code, c.Name)
	}
	return l
}

// With returns the same linter for scripts that are given options and definitions
// from outside.
func (l *Linter) With(options program.Options) *Linter {
	with := *l
	with.options = options
	return &with
}

// Parse parses a script with the definitions from outside it.
func (l *Linter) Parse(file *source.File) *lang.Script { return l.options.Parse(file) }

// Compile compiles a script with the options from outside it. previous is the
// program of an earlier version of the script, or nil (see
// program.Options.Previous). Definitions and options may still come from the
// command line of a run.
func (l *Linter) Compile(script *lang.Script, previous *program.Program) *program.Program {
	options := l.options
	options.Previous = previous
	p, _ := program.Compile(script, options)
	return p
}

var all = New(Selection{})

// Check runs all rules; see Linter.Check.
func Check(p *program.Program, m *model.Model, previous *Result) *Result {
	return all.Check(p, m, previous)
}

// Result is what was found in one version of a script. It is immutable.
type Result struct {
	// Diagnostics are the syntax errors and the findings, by place.
	Diagnostics []diag.Diagnostic

	linter     *Linter
	statements []*statement
	program    *program.Program
}

// Check runs the rules over a program; m is the model's walk over it,
// nil to have it walked. Where previous is the result of an earlier version of
// the script by the same linter, what was found in statements that both share
// is taken from there (see lang.Script.Edit); nil where there is none.
func (l *Linter) Check(p *program.Program, m *model.Model, previous *Result) *Result {
	script := p.Script
	if m == nil {
		m = model.New(p)
	}
	result := &Result{linter: l, statements: l.checkStatements(p, previous), program: p}
	c := collector{linter: l, script: script, program: p, statements: result.statements}
	c.compiled()
	c.statementFindings()
	for _, r := range l.scripts {
		for _, d := range rule.RunScript(r, p, m) {
			c.add(d)
		}
	}
	c.observations(m)
	c.suppressions()
	diag.Sort(c.found)
	result.Diagnostics = c.found
	return result
}

// collector puts the diagnostics of a script together.
type collector struct {
	linter     *Linter
	script     *lang.Script
	program    *program.Program
	statements []*statement
	found      []diag.Diagnostic
}

// compiled adds what program.Compile has found: syntax errors, which cannot be
// left out, and what a rule speaks for.
func (c *collector) compiled() {
	for _, d := range c.program.Diagnostics() {
		switch {
		case !isSyntax(d.Code):
			if !c.linter.suppressed[d.Code] {
				c.add(d)
			}
		case d.Severity == diag.Error || !c.linter.suppressed[d.Code]:
			c.found = append(c.found, d)
		}
	}
}

func (c *collector) statementFindings() {
	for i, st := range c.script.Statements {
		for _, d := range c.statements[i].found {
			c.add(d.Shift(st.Base))
		}
	}
}

// add takes a finding, unless it is of a rule that this script is not for.
func (c *collector) add(d diag.Diagnostic) {
	if c.program.Foreign && c.linter.linuxOnly[d.Code] {
		return
	}
	if o, ok := c.linter.severities[d.Code]; ok {
		d.Severity = min(d.Severity-o.own+o.chosen, diag.Hint)
	}
	c.found = append(c.found, d)
}

// observations adds what the model has to say. Where a rule that looks at the
// text alone, or the parser, has found the same place wrong, that is enough.
func (c *collector) observations(m *model.Model) {
	wrong := make(map[int]bool)
	for _, d := range c.found {
		if d.Severity == diag.Error {
			wrong[d.Range.Start] = true
		}
	}
	for _, o := range m.Observations() {
		by, ok := c.linter.byKind[o.Kind()]
		if !ok || !c.speaksOf(o, by.rule) {
			continue
		}
		if d := rule.RunObservation(by.rule, by.observer, c.script, o); !wrong[d.Range.Start] {
			c.add(d)
		}
	}
}

// speaksOf reports whether the model can say something: not of a statement that
// was read with errors or has a number that nobody knows, and of the subflows of
// Multipath TCP only what is true of any descriptor.
func (c *collector) speaksOf(o model.Observation, r *rule.Rule) bool {
	if c.program.Multipath && (o.Connection.Any() || !r.Multipath) {
		return false
	}
	return c.program.Sound(o.Statement)
}

func (c *collector) suppressions() {
	var placed []placed
	for i, st := range c.statements {
		if len(st.suppressions) > 0 {
			placed = append(placed, place(c.script, i, st.suppressions)...)
		}
	}
	before := len(placed)
	c.found = suppress(c.script, c.linter.selection, c.found, placed)
	if before == 0 {
		return
	}
	kept := c.found[:0]
	for _, d := range c.found {
		if d.Severity == diag.Error || !c.linter.suppressed[d.Code] {
			kept = append(kept, d)
		}
	}
	c.found = kept
}
