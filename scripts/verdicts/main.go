// Command verdicts compares the verdicts of `pkt run` with those that are known
// of a corpus of scripts, which were read off google/packetdrill:
//
//	go run ./scripts/verdicts [flags] [kselftest-7.2] [google] [textbook] [mutants] [lateness]
//
// Without a name it measures the first three. It prints how many verdicts
// agree, by how stable the known ones are, and each that does not, with what
// pkt says. It exits with 1 where one of a stable pair does not agree. With
// -oracle each of these is also run with the packetdrill that is on the PATH,
// now and on this machine.
//
// "lateness" compares how late pkt and that packetdrill are with the events of
// a script of many events.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

// measurement is what all parts of a measurement need.
type measurement struct {
	pkt     string // the binary
	corpus  string
	temp    string // a folder that goes away
	jobs    int
	retries int
	oracle  string // the reference; empty where it is not asked
	only    string // a glob for scripts; empty for all
	verbose bool
	out     io.Writer
}

func main() {
	m := measurement{out: os.Stdout}
	flag.StringVar(&m.pkt, "pkt", "", "the pkt `binary`; built from this module where none is given")
	flag.StringVar(&m.corpus, "corpus", "../shared/corpus", "the `folder` of the corpus")
	flag.IntVar(&m.jobs, "j", 1, "how many scripts run at a time")
	flag.IntVar(&m.retries, "retries", 2, "how often a script that failed by timing is repeated")
	flag.StringVar(&m.only, "only", "", "a `pattern` that a script's path or name must match")
	flag.BoolVar(&m.verbose, "v", false, "show what agrees, too")
	oracle := flag.Bool("oracle", false, "ask the packetdrill on the PATH about each verdict that does not agree")
	flag.Parse()
	if *oracle {
		m.oracle = "packetdrill"
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	agree, err := m.run(ctx, flag.Args())
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "verdicts:", err)
		os.Exit(2)
	case !agree:
		os.Exit(1)
	}
}

func (m *measurement) run(ctx context.Context, names []string) (agree bool, err error) {
	if m.temp, err = os.MkdirTemp("", "verdicts-"); err != nil {
		return false, fmt.Errorf("making a folder for what is built: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(m.temp)) }()
	if err := m.prepare(ctx); err != nil {
		return false, err
	}
	if len(names) == 0 {
		names = []string{"kselftest-7.2", "google", "textbook"}
	}
	agree = true
	for _, name := range names {
		part, ok := map[string]func(context.Context) (bool, error){
			"kselftest-7.2": func(ctx context.Context) (bool, error) { return m.suite(ctx, "kselftest-7.2") },
			"google":        func(ctx context.Context) (bool, error) { return m.suite(ctx, "google") },
			"textbook":      m.textbook,
			"mutants":       m.mutants,
			"lateness":      m.lateness,
		}[name]
		if !ok {
			return false, fmt.Errorf("unknown name %q", name)
		}
		good, err := part(ctx)
		if err != nil {
			return false, fmt.Errorf("%s: %w", name, err)
		}
		agree = agree && good
	}
	return agree, nil
}

// prepare finds the corpus, and builds pkt where no binary was given.
func (m *measurement) prepare(ctx context.Context) (err error) {
	if m.corpus, err = filepath.Abs(m.corpus); err != nil {
		return err
	}
	if m.pkt == "" {
		m.pkt = filepath.Join(m.temp, "pkt")
		build := exec.CommandContext(ctx, "go", "build", "-o", m.pkt, "github.com/pktlang/pkt/cmd/pkt")
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("building pkt: %w: %s", err, out)
		}
	}
	m.pkt, err = filepath.Abs(m.pkt)
	return err
}

// matches reports whether a script is to be looked at.
func (m *measurement) matches(script string) bool {
	if m.only == "" {
		return true
	}
	whole, _ := filepath.Match(m.only, script)
	base, _ := filepath.Match(m.only, filepath.Base(script))
	return whole || base
}
