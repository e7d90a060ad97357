package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/pktlang/pkt/exec/kernel"
	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/exec/suite/resultfile"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
)

// runCommand runs scripts against this machine's kernel.
type runCommand struct {
	scriptArguments
	definitionFlags
	Variant []string `placeholder:"NAME" help:"Run each script as ipv4, ipv4-mapped-ipv6, ipv6 or a variant of pkt.toml; all means every one. May be repeated."`
	Jobs    *int     `short:"j" placeholder:"N" help:"Run N scripts at a time (one for every two processors)."`
	Retries *int     `placeholder:"N" help:"Repeat a script that failed by timing up to N times (0); one that then passes is reported as flaky."`
	Verbose bool     `short:"v" help:"Show every packet and event, every script's verdict, and which of several values of an option won."`
	JSON    bool     `name:"json" help:"Print events, packets and results as one JSON object a line."`
	Format  string   `enum:"text,json,sarif,github,junit" default:"text" help:"How failures are printed: text, json, sarif, github or junit."`
	Pcap    string   `type:"path" placeholder:"FILE" help:"Keep the packets as pcapng, each with its line of the script as a comment."`
	Filter  string   `placeholder:"QUERY" help:"Run only the scripts that have an event which matches; see pkt help query."`
	Skip    string   `placeholder:"QUERY" help:"Leave out the scripts that have an event which matches."`
	Accept  bool     `help:"Rewrite what scripts expect to what the stack did, show the changes, and run them again to prove that they pass."`
	chooseFlags
	resultFlags
	kernelFlags
	optionFlags

	last     lastFailed
	selects  func(*program.Program) bool // what --filter and --skip choose, or nil
	platform suite.Platform              // asked once for all scripts
	program  string                      // the kernel of --kernel
}

// Help implements kong.HelpProvider.
func (*runCommand) Help() string {
	return "Each script runs in a network namespace of its own, with a TUN device; nothing of the machine changes. " +
		"That needs root, or user namespaces and a /dev/net/tun that the user may open. A script's commands run in " +
		"the script's folder. What a failure looks like and what --json prints is in docs/run.md.\n\n" +
		examples(
			"pkt run script.pkt", "run a script",
			"pkt run -j 4 --variant all tests/",
			"run every script of a folder over IPv4, IPv6, and IPv4 on IPv6 sockets",
			"pkt run -v --profile simple --quickack lesson.pkt", "watch a script run against a TCP without extensions",
			"pkt run --json script.pkt | jq 'select(.type == \"event\") | .actual - .planned'",
			"see how late each event was, in microseconds",
			"pkt run --last-failed", "run those again that failed the last time",
			"pkt run --shard 2/5 tests/", "run the second of five parts of the scripts",
			"pkt run --accept draft.pkt", "let a draft expect what the kernel does",
		)
}

// Validate implements kong.Validatable.
func (c *runCommand) Validate() error {
	if c.Jobs != nil && *c.Jobs < 1 {
		return fmt.Errorf("--jobs: expected 1 or more scripts at a time, not %d", *c.Jobs)
	}
	if c.Retries != nil && *c.Retries < 0 {
		return fmt.Errorf("--retries: expected 0 or more repetitions, not %d", *c.Retries)
	}
	return c.chooseFlags.validate()
}

// Run runs the scripts and reports how they ended.
func (c *runCommand) Run(env *environment) error {
	if c.JSON && c.Format != report.Text {
		return errors.New("--json prints results, and so does --format: give one of them")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if c.onKernel() {
		var err error
		if c.program, err = findKernel(ctx, env, c.Kernel); err != nil {
			return err
		}
		if c.platform, err = kernel.Platform(ctx, c.program); err != nil {
			return err
		}
	}
	plan, err := c.plan(env)
	if err != nil {
		return err
	}
	if c.List {
		return list(env, plan)
	}
	if err := suite.Preflight(); err != nil && !c.given("dry_run") && !c.onKernel() {
		return err
	}
	if c.Accept {
		return c.accept(ctx, env, plan)
	}
	return c.runAll(ctx, env, plan)
}

func (c *runCommand) runAll(ctx context.Context, env *environment, plan *runPlan) (err error) {
	launcher, closeLauncher, err := c.launcher(c.program, plan.cases)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeLauncher()) }()
	reporter, err := c.reporter(env, len(plan.cases)*c.chooseFlags.rounds())
	if err != nil {
		return err
	}
	capture, closeCapture, err := c.capture()
	if err != nil {
		return err
	}
	runner := suite.Runner{Launcher: launcher, Jobs: plan.jobs, Retries: plan.retries, Alone: plan.alone,
		Observe: func(of *suite.Case, attempt int) run.Observer {
			if capture == nil {
				return reporter.Observe(of, attempt)
			}
			return run.Several(reporter.Observe(of, attempt), capture.Observe(of, attempt))
		}}
	if w, ok := reporter.(suite.Watcher); ok {
		runner.Started, runner.Finished = w.Started, w.Finished
	}
	counts, begin := run.Counts{}, time.Now()
	var results resultfile.Results
	err = c.rounds(ctx, &runner, plan.cases, func(r *suite.Result) error {
		counts[r.Status]++
		c.last.note(r)
		results.Lines = append(results.Lines, run.ResultLine{Case: r.Case.Of(), Result: r.Told()})
		return reporter.Result(r)
	})
	results.Seconds = time.Since(begin).Seconds()
	err = errors.Join(err, c.resultFlags.write(&results))
	if !c.given("dry_run") {
		err = errors.Join(err, c.last.write())
	}
	if err := errors.Join(err, reporter.Close(counts, time.Since(begin)), closeCapture(), plan.problems); err != nil {
		return err
	}
	return verdictOf(counts)
}

// rounds runs the cases as often as was asked for.
func (c *runCommand) rounds(ctx context.Context, runner *suite.Runner, cases []*suite.Case,
	emit func(*suite.Result) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	told := runner.Finished
	runner.Finished = func(r *suite.Result) {
		if told != nil {
			told(r)
		}
		if (c.FailFast || c.UntilFail) && failed(r.Status) && !r.Postponed() {
			stop()
		}
	}
	for round := 1; ; round++ {
		if err := runner.Run(ctx, cases, emit); err != nil {
			return err
		}
		if round == c.chooseFlags.rounds() || ctx.Err() != nil || len(cases) == 0 {
			return nil
		}
		cases = suite.Repeat(cases, 1)
	}
}

// list prints the names of what would be run.
func list(env *environment, plan *runPlan) error {
	for _, c := range plan.cases {
		line := c.Name()
		if c.Skip != "" {
			line += ", skipped: " + c.Skip
		}
		if err := env.print([]byte(line + "\n")); err != nil {
			return err
		}
	}
	return plan.problems
}

// runsAlone is how often a script is run again that a disturbed host may have made
// late.
const runsAlone = 3

// verdictOf is what the command returns for scripts that ended so.
func verdictOf(counts run.Counts) error {
	switch counts.ExitCode() {
	case exitFine:
		return nil
	case exitFound:
		return errFound
	}
	return fmt.Errorf("%d of the scripts could not be run", counts[run.StatusBroken])
}

// defaultJobs is how many scripts run at a time where nobody says. A script's runner wants a processor
// for itself at the times of its events, and the kernel another for what these
// cause.
func defaultJobs() int { return max(runtime.NumCPU()/2, 1) }

func (c *runCommand) reporter(env *environment, cases int) (suite.Reporter, error) {
	switch {
	case c.JSON:
		return suite.NewJSONLines(env.stdout), nil
	case c.Format != report.Text:
		return suite.NewListing(c.Format, env.stdout, report.Options{ToolVersion: version(), Rules: rules()})
	}
	messages, err := env.messages()
	if err != nil {
		return nil, err
	}
	o := suite.TextOptions{Results: env.stdout, Messages: messages, Cases: cases, Verbose: c.Verbose,
		Terminal: env.stderrTerminal}
	if !c.Verbose {
		o.Progress = env.stderr
	}
	if c.last.file != "" {
		o.Again = again(env.arguments)
	}
	return suite.NewText(o), nil
}

// capture opens the file of --pcap; without one there is nothing to observe or
// to close.
func (c *runCommand) capture() (capture *suite.Capture, done func() error, err error) {
	if c.Pcap == "" {
		return nil, func() error { return nil }, nil
	}
	file, err := os.Create(c.Pcap)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot write the capture: %w", err)
	}
	capture = suite.NewCapture(file, "pkt "+version())
	return capture, func() error { return errors.Join(capture.Close(), file.Close()) }, nil
}
