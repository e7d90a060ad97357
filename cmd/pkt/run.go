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

	"github.com/pktlang/pkt/exec/settings"
	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/source"
)

// runCommand runs scripts against this machine's kernel.
type runCommand struct {
	scriptArguments
	definitionFlags
	Variant []string `placeholder:"NAME" help:"Run each script as ipv4, ipv4-mapped-ipv6, ipv6 or a variant of pkt.toml; all means every one. May be repeated."`
	Jobs    int      `short:"j" placeholder:"N" help:"Run N scripts at a time (one for every two processors)."`
	Retries int      `default:"0" placeholder:"N" help:"Repeat a script that failed by timing up to N times; one that then passes is reported as flaky."`
	Verbose bool     `short:"v" help:"Show every packet and event, every script's verdict, and which of several values of an option won."`
	JSON    bool     `name:"json" help:"Print events, packets and results as one JSON object a line."`
	Format  string   `enum:"text,json,sarif,github,junit" default:"text" help:"How failures are printed: text, json, sarif, github or junit."`
	scriptOptionFlags
}

// Help implements kong.HelpProvider.
func (*runCommand) Help() string {
	return "Each script runs in a network namespace of its own, with a TUN device; nothing of the machine changes. " +
		"That needs root, or user namespaces and a /dev/net/tun that the user may open. " +
		"A script's commands run in the script's folder. What a failure looks like and what --json prints is in docs/run.md.\n\n" +
		examples(
			"pkt run script.pkt", "run a script",
			"pkt run -j 4 --variant all tests/", "run every script of a folder over IPv4, IPv6, and IPv4 on IPv6 sockets",
			"pkt run -v --profile simple --quickack lesson.pkt", "watch a script run against a TCP without extensions",
			"pkt run --json script.pkt | jq 'select(.type == \"event\") | .actual - .planned'", "see how late each event was, in microseconds",
		)
}

// Run runs the scripts and reports how they ended.
func (c *runCommand) Run(env *environment) error {
	if c.JSON && c.Format != report.Text {
		return errors.New("--json prints results, and so does --format: give one of them")
	}
	cases, err := c.cases(env)
	if err != nil {
		return err
	}
	if err := suite.Preflight(); err != nil && !c.DryRun {
		return err
	}
	reporter, err := c.reporter(env, len(cases))
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	counts := suite.Counts{}
	begin := time.Now()
	runner := suite.Runner{Jobs: c.jobs(), Retries: c.Retries, Observe: reporter.Observe}
	err = runner.Run(ctx, cases, func(r *suite.Result) error {
		counts[r.Status]++
		return reporter.Result(r)
	})
	if err := errors.Join(err, reporter.Close(counts, time.Since(begin))); err != nil {
		return err
	}
	switch counts.ExitCode() {
	case exitFine:
		return nil
	case exitFound:
		return errFound
	}
	return fmt.Errorf("%d of %d scripts could not be run", counts[suite.Broken], len(cases))
}

// jobs is how many scripts run at a time. A script's runner wants a processor
// for itself at the times of its events, and the kernel another for what these
// cause.
func (c *runCommand) jobs() int {
	if c.Jobs > 0 {
		return c.Jobs
	}
	return max(runtime.NumCPU()/2, 1)
}

// cases are all scripts in all variants that they are meant for.
func (c *runCommand) cases(env *environment) ([]*suite.Case, error) {
	definitions, err := c.definitions()
	if err != nil {
		return nil, err
	}
	paths, err := c.find(env)
	if err != nil {
		return nil, err
	}
	variants, err := suite.ChooseVariants(c.Variant, nil)
	if err != nil {
		return nil, err
	}
	options := suite.Options{CommandLine: c.assignments(), CommandLineDefinitions: definitions}
	if c.Verbose {
		options.CommandLine = append(options.CommandLine, settings.Assignment{Name: "verbose"})
	}
	var cases []*suite.Case
	var problems []error
	for _, path := range paths {
		file, err := files.Read(path, env.stdin)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		more, err := casesOf(file, variants, options)
		if err != nil {
			return nil, err
		}
		cases = append(cases, more...)
	}
	return cases, errors.Join(problems...)
}

func casesOf(file *source.File, variants []suite.Variant, options suite.Options) ([]*suite.Case, error) {
	var cases []*suite.Case
	for _, v := range variants {
		one, err := suite.NewCase(file, v, options)
		if err != nil {
			return nil, err
		}
		if one == nil {
			continue
		}
		if missing := one.Request.Settings.Unsupported; len(missing) > 0 {
			return nil, fmt.Errorf("%s: --%s is not supported yet", file.Name, missing[0])
		}
		cases = append(cases, one)
	}
	return cases, nil
}

func (c *runCommand) reporter(env *environment, cases int) (suite.Reporter, error) {
	switch {
	case c.JSON:
		return suite.NewJSONLines(env.stdout), nil
	case c.Format != report.Text:
		return suite.NewListing(c.Format, env.stdout, report.Options{ToolVersion: version()})
	}
	return suite.NewText(suite.TextOptions{
		Results: env.stdout, Messages: env.stderr, Colour: env.colourMessages(), Version: version(),
		Cases: cases, Verbose: c.Verbose, Progress: env.stderrTerminal && !c.Verbose,
	})
}
