package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/internal/atomicfile"
	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// accept makes each script expect what the stack does, where that makes it
// pass. A script that still fails is left as it is, and its failure is shown.
func (c *runCommand) accept(ctx context.Context, env *environment, plan *runPlan) (err error) {
	if err := acceptable(plan.cases); err != nil {
		return err
	}
	launcher, closeLauncher, err := c.launcher(c.program, plan.cases)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeLauncher()) }()
	reporter, err := c.reporter(env, len(plan.cases))
	if err != nil {
		return err
	}
	runner := suite.Runner{Launcher: launcher, Retries: plan.retries, Observe: reporter.Observe}
	counts := run.Counts{}
	for _, before := range plan.cases {
		file, result, err := runner.Accept(ctx, before.Script.File, before.Again)
		if err != nil {
			return err
		}
		counts[result.Status]++
		if result.Status.Good() && file.Text != before.Script.File.Text {
			err = c.keep(env, before.Script.File, file)
		}
		if err := errors.Join(err, reporter.Result(result)); err != nil {
			return err
		}
	}
	if err := errors.Join(c.acceptSummary(env, counts), plan.problems); err != nil {
		return err
	}
	return verdictOf(counts)
}

// acceptable refuses what cannot be rewritten.
func acceptable(cases []*suite.Case) error {
	seen := map[string]bool{}
	for _, c := range cases {
		name := c.Script.File.Name
		switch {
		case name == files.StdinName:
			return errors.New("--accept rewrites scripts, which standard input is not: give the path of a script")
		case seen[name]:
			return fmt.Errorf("--accept rewrites %s for one variant, and several were asked for: give one with "+
				"--variant", name)
		}
		seen[name] = true
	}
	return nil
}

// keep writes the changed script and shows what was changed.
func (c *runCommand) keep(env *environment, before, after *source.File) error {
	if err := atomicfile.Replace(before.Name, []byte(before.Text), []byte(after.Text)); err != nil {
		return fmt.Errorf("cannot rewrite %s: %w", before.Name, err)
	}
	if c.JSON {
		return nil
	}
	_, err := env.stdout.Write(diff.Diff(before.Name+" (before)", []byte(before.Text), after.Name, []byte(after.Text)))
	return err
}

func (c *runCommand) acceptSummary(env *environment, counts run.Counts) error {
	if c.JSON {
		return nil
	}
	_, err := fmt.Fprintln(env.stdout, counts.Summary())
	return err
}
