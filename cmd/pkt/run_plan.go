package main

import (
	"errors"
	"fmt"

	"github.com/pktlang/pkt/config"
	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
)

// runPlan is what is to be run, and how.
type runPlan struct {
	cases         []*suite.Case
	jobs, retries int
	alone         int   // see suite.Runner
	problems      error // scripts that cannot be read; the others run all the same
}

// plan reads the scripts, each with the pkt.toml that it belongs to. How many
// run at a time, and how often one is repeated, is one matter for all of them:
// the first that says something decides.
func (c *runCommand) plan(env *environment) (*runPlan, error) {
	c.last = readLastFailed()
	if c.LastFailed && len(c.Paths) == 0 {
		var err error
		if c.Paths, err = c.last.scripts(); err != nil {
			return nil, err
		}
	}
	paths, err := c.find(env)
	if err != nil && len(paths) == 0 {
		return nil, err
	}
	p := &runPlan{problems: err}
	if c.selects, err = c.selection(); err != nil {
		return nil, err
	}
	if c.platform == nil {
		c.platform = suite.ThisMachine()
	}
	jobs, retries := c.Jobs, c.Retries
	var loader config.Loader
	for _, path := range paths {
		file, err := files.Read(path, env.stdin)
		if err != nil {
			p.problems = errors.Join(p.problems, err)
			continue
		}
		project, err := c.project(env, &loader, file)
		if err != nil {
			return nil, err
		}
		if jobs == nil && project.Run.Jobs > 0 {
			jobs = &project.Run.Jobs
		}
		if retries == nil && project.Run.Retries > 0 {
			retries = &project.Run.Retries
		}
		cases, err := c.casesOf(file, project)
		if err != nil {
			return nil, err
		}
		p.cases = append(p.cases, cases...)
	}
	if c.selects != nil && len(p.cases) == 0 && p.problems == nil {
		return nil, errors.New("no script is left to run: --filter and --skip leave out all that were found")
	}
	if p.cases, err = c.choose(p.cases, c.last); err != nil {
		return nil, err
	}
	p.jobs = c.defaultJobs()
	if jobs != nil {
		p.jobs = *jobs
	}
	if c.virtual() {
		return p, nil // another run is the same
	}
	p.alone = runsAlone
	if retries != nil {
		p.retries = *retries
	}
	return p, nil
}

// project is the configuration of a script; one that is wrong is reported, and
// ends the run.
func (c *runCommand) project(env *environment, loader *config.Loader, file *source.File) (*config.Config, error) {
	path := file.Name
	if path == files.StdinName {
		path = ""
	}
	loaded := loader.ForScript(path)
	if loaded.Err != nil {
		return nil, loaded.Err
	}
	if len(loaded.Problems) == 0 {
		return loaded.Config, nil
	}
	messages, err := env.messages()
	if err != nil {
		return nil, err
	}
	return nil, errors.Join(messages.File(loaded.Config.File, loaded.Problems), messages.Close(),
		fmt.Errorf("nothing was run, since %s is wrong", loaded.Config.File.Name))
}

// casesOf are the variants of a script that were asked for and that it is meant
// for.
func (c *runCommand) casesOf(file *source.File, project *config.Config) ([]*suite.Case, error) {
	names := c.Variant
	if len(names) == 0 && c.LastFailed {
		names = c.last.variants(file.Name)
	}
	if len(names) == 0 {
		for _, name := range project.Run.Variants {
			names = append(names, name.Value)
		}
	}
	variants, err := suite.ChooseVariants(names, projectVariants(project))
	if err != nil {
		return nil, err
	}
	options, err := c.caseOptions(project)
	if err != nil {
		return nil, err
	}
	var cases []*suite.Case
	for _, v := range variants {
		one, err := suite.NewCase(file, v, options)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name, err)
		}
		if one != nil {
			cases = append(cases, one)
		}
	}
	return cases, nil
}

func (c *runCommand) caseOptions(project *config.Config) (suite.Options, error) {
	definitions, err := c.definitions()
	if err != nil {
		return suite.Options{}, err
	}
	var platform suite.Platform
	if !c.given("dry_run") {
		platform = c.platform
	}
	return suite.Options{
		Project:     project.Layer(),
		CommandLine: settings.Layer{Assignments: c.assignments(), Definitions: definitions},
		Select:      c.selects,
		Bytes:       c.Pcap != "", Platform: platform, DefaultVariant: true,
	}, nil
}

func projectVariants(project *config.Config) []suite.Variant {
	var out []suite.Variant
	for _, v := range project.Variants {
		layer := v.Layer()
		out = append(out, suite.Variant{Name: v.Name.Value, Options: layer.Assignments, Definitions: layer.Definitions})
	}
	return out
}
