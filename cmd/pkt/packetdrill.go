package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/vocab"
)

// underPacketdrillsName reports whether the program was called by a link with google/packetdrill's name.
func underPacketdrillsName(program string) bool {
	return strings.TrimSuffix(filepath.Base(program), ".exe") == "packetdrill"
}

// packetdrill does what google/packetdrill does with its command line: it runs
// the scripts one after the other in this process's folder, says what is wrong
// with the first that fails on standard error, as "file:line: message", and
// returns 1 then. Scripts run in the network namespace that the caller has
// made, with its sysctls; where there is none they get one, since a script must
// not change the machine's own.
func packetdrill(arguments []string, env *environment) int {
	options, scripts, err := parsePacketdrill(arguments)
	if err == nil && len(scripts) == 0 {
		err = errors.New("error: missing script path")
	}
	if err != nil {
		fmt.Fprintf(env.stderr, "packetdrill: %v\n%s", err, packetdrillUsage())
		return exitFound
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	given, err := packetdrillLayer(options)
	if err != nil {
		fmt.Fprintln(env.stderr, err)
		return exitFound
	}
	drill := drop{env: env, given: given, shared: suite.InOwnNetwork()}
	for _, path := range scripts {
		if err := drill.script(ctx, path); err != nil {
			fmt.Fprintln(env.stderr, strings.TrimRight(err.Error(), "\n"))
			return exitFound
		}
	}
	return exitFine
}

// drop runs scripts as the reference does.
type drop struct {
	env    *environment
	given  settings.Layer
	shared bool // the network namespace is the caller's
}

// commandLinePlace stands where google/packetdrill names the file of a script
// that an option is in.
const commandLinePlace = "Command Line"

// packetdrillLayer parts definitions from the options that were given.
func packetdrillLayer(options []settings.Assignment) (settings.Layer, error) {
	layer := settings.Layer{Definitions: lang.Definitions{}}
	for _, o := range options {
		definition, _ := vocab.Option("define", vocab.ByPacketdrill)
		if o.Name != definition.Name {
			layer.Assignments = append(layer.Assignments, o)
			continue
		}
		if err := definition.Check(o.Value, o.HasValue); err != nil {
			return layer, fmt.Errorf("%s: %w", commandLinePlace, err)
		}
		name, value, _ := strings.Cut(o.Value, "=")
		layer.Definitions[name] = value
	}
	return layer, nil
}

// script runs one script; an error is what the reference would print.
func (d *drop) script(ctx context.Context, path string) error {
	file, err := files.Read(path, d.env.stdin)
	var bad *fs.PathError
	switch {
	case errors.As(err, &bad):
		return fmt.Errorf("parse error opening script file '%s': %w", path, bad.Err)
	case err != nil:
		return err
	}
	c, err := suite.NewCase(file, suite.Variant{},
		suite.Options{CommandLine: d.given, KeepFolder: true, RandomAddress: d.shared, IgnoreDirectives: true})
	var problem settings.Problem
	switch {
	case errors.As(err, &problem):
		return errors.New("Command Line: " + problem.Message)
	case err != nil:
		return err
	}
	s := &c.Request.Settings
	switch f := firstRefusal(c.Refused, s.DryRun); {
	case f != nil:
		return errors.New(f.Reference)
	case len(s.Unsupported) > 0:
		return fmt.Errorf("packetdrill: --%s is not supported yet", s.Unsupported[0])
	case s.DryRun:
		return nil
	}
	s.Timeout = 0 // the caller sets a limit where it wants one
	return d.run(ctx, c)
}

func (d *drop) run(ctx context.Context, c *suite.Case) error {
	if err := suite.Preflight(); err != nil {
		return err
	}
	trace := suite.NewTrace(d.env.stdout, d.env.stderr, c.Request.Settings.Verbose)
	runner := suite.Runner{
		Launcher: suite.Namespaces{ShareNetwork: d.shared, Terminal: true},
		Jobs:     1,
		Observe:  func(*suite.Case, int) run.Observer { return trace },
	}
	var failure error
	err := runner.Run(ctx, []*suite.Case{c}, func(r *suite.Result) error {
		switch f := r.Failure(); {
		case r.Status.Good():
		case f == nil:
			failure = errors.New("interrupted")
		default:
			failure = errors.New(f.Reference)
		}
		return nil
	})
	return errors.Join(err, failure)
}

// firstRefusal is what the reference says of a script that it does not run to its
// end: it reads the whole script first, and then runs it, if that is asked for.
// nil where it has nothing to say.
func firstRefusal(all []run.Failure, dryRun bool) *run.Failure {
	for i := range all {
		if run.Syntax(all[i].Diagnostic.Code) {
			return &all[i]
		}
	}
	if dryRun || len(all) == 0 {
		return nil
	}
	return &all[0]
}
