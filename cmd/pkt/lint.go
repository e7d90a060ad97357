package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

// lintCommand finds mistakes without running a script.
type lintCommand struct {
	scriptArguments
	definitionFlags
	Format     string   `enum:"text,json,sarif,github,junit" default:"text" help:"text, json, sarif, github or junit."`
	Select     []string `placeholder:"CODES" help:"Report only these: codes, beginnings of codes (PKT4) or names of rules, with commas between."`
	Ignore     []string `placeholder:"CODES" help:"Do not report these. A longer selector wins over a shorter one."`
	Severity   string   `enum:"error,warning,info,hint" default:"info" help:"Report what is at least so severe: error, warning, info or hint."`
	Fix        bool     `help:"Apply the fixes that certainly keep what was meant, and report the rest."`
	Diff       bool     `help:"With --fix: print what would change, and write nothing."`
	Statistics bool     `help:"Print how often each code was found, instead of the findings."`
}

// Help implements kong.HelpProvider.
func (*lintCommand) Help() string {
	return "The linter knows TCP: it follows each connection of a script and says where a line cannot be what a " +
		"stack does. The exit code is 1 when there is an error or a warning. `// pkt:ignore CODE reason` silences a " +
		"code on its line or, on a line of its own, on the next. What a project wants is in pkt.toml; see " +
		"docs/lint.md.\n\n" +
		examples(
			"pkt lint tests/", "check every script of a folder",
			"pkt lint --select PKT4 --ignore missing-ack script.pkt",
			"check only what stands in packets, but for one rule",
			"pkt lint --fix --diff script.pkt", "show what the safe fixes would change",
			"pkt lint --format sarif tests/ > lint.sarif", "write a report for a code scanning service",
		)
}

// Run checks the scripts and reports what was found.
func (c *lintCommand) Run(env *environment) error {
	switch {
	case c.Diff && !c.Fix:
		return errors.New("--diff shows what --fix would change: give both")
	case c.Statistics && c.Format != report.Text:
		return errors.New("--statistics is a table for people: leave --format out, or count what another format says")
	}
	linters, err := newLinterSet(c)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(env.stdout)
	output, err := c.output(env, out)
	if err != nil {
		return err
	}
	run := &lintRun{command: c, linters: linters, output: output, env: env}
	err = eachScript(env, c.scriptArguments, run.work, run.emit)
	err = errors.Join(err, errors.Join(run.problems...), run.configurationProblems(), output.Close(), out.Flush())
	if err == nil && run.found {
		return errFound
	}
	return err
}

// lintRun is one run over all scripts.
type lintRun struct {
	command *lintCommand
	linters *linterSet
	output  report.Writer
	env     *environment
	found   bool // an error, a warning or a diff
	// problems are scripts that could not be checked or written; the others
	// are checked all the same.
	problems []error
}

// linted is what came of one script.
type linted struct {
	before, after *source.File // the same where nothing was fixed
	findings      []diag.Diagnostic
	dropped       []diag.Diagnostic // fixes that overlap others
	err           error
	skipped       bool // its configuration is wrong
}

func (r *lintRun) work(file *source.File) linted {
	use, err := r.linters.forScript(file.Name)
	switch {
	case err != nil:
		return linted{err: err}
	case use == nil:
		return linted{skipped: true}
	}
	result := linted{before: file, after: file}
	script, findings := use.check(file)
	result.findings = findings
	if !r.command.Fix {
		return result
	}
	fixed, err := lint.Fix(script, result.findings)
	if err != nil {
		return linted{err: err}
	}
	if len(fixed.Applied) == 0 {
		return result
	}
	result.after, result.dropped = fixed.File, fixed.Dropped
	_, result.findings = use.check(fixed.File)
	return result
}

func (r *lintRun) emit(l linted) error {
	if l.err != nil {
		r.problems = append(r.problems, l.err)
	}
	if l.err != nil || l.skipped {
		return nil
	}
	lowest, err := diag.ParseSeverity(r.command.Severity)
	if err != nil {
		return err
	}
	var shown []diag.Diagnostic
	for _, d := range l.findings {
		if d.Severity <= lowest {
			shown = append(shown, d)
		}
		r.found = r.found || d.Severity <= diag.Warning
	}
	if err := r.applyFixes(l); err != nil {
		r.problems = append(r.problems, err)
	}
	if r.command.Diff {
		return nil
	}
	return r.output.File(l.after, shown)
}

// output is where findings go: a report on standard output, or on standard
// error where that holds the fixed script; nowhere beside a diff.
func (c *lintCommand) output(env *environment, out io.Writer) (report.Writer, error) {
	if c.Diff {
		out = io.Discard
	}
	if c.Statistics {
		return &statistics{out: out, counts: map[counted]int{}}, nil
	}
	if c.fixesStdin() {
		return env.messages()
	}
	writer, err := report.New(c.Format, out, report.Options{
		Colour: env.colourResults(), ToolVersion: version(), Rules: rules(),
	})
	if err != nil {
		return nil, fmt.Errorf("cannot report: %w", err)
	}
	return writer, nil
}
