package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/pktlang/pkt/lang/run"
)

// mutants compares the verdicts of scripts with a mistake put in. They are run
// from the folder of the script that they were made of, which takes google/packetdrill's command line.
func (m *measurement) mutants(ctx context.Context) (bool, error) {
	rows, err := readTable(filepath.Join(m.corpus, "mutants", "table.tsv"))
	if err != nil {
		return false, err
	}
	link := filepath.Join(m.temp, "packetdrill")
	if err := os.Symlink(m.pkt, link); err != nil {
		return false, fmt.Errorf("linking the name packetdrill: %w", err)
	}
	folders := map[string]string{}
	t := tally{title: "mutants", rows: map[class]*tallyRow{}}
	for _, r := range rows {
		if ctx.Err() != nil {
			break // what was measured so far is worth something
		}
		if !m.matches(r["id"]) {
			continue
		}
		k := known{script: r["id"] + ".pkt", variant: "ipv4", pass: r["verdict"] == "pass", tries: 1,
			failure: r["message"]}
		if folders[r["corpus"]] == "" {
			if folders[r["corpus"]], err = m.withLinks(r["corpus"]); err != nil {
				return false, err
			}
		}
		got, err := m.mutant(ctx, link, filepath.Join(folders[r["corpus"]], r["base script"]), k)
		if err != nil {
			return false, err
		}
		if !t.add(k, got) {
			fmt.Fprintf(m.out, "%s of %s/%s, line %s: ", r["operator"], r["corpus"], r["base script"], r["line"])
			m.disagreementWithTable(k, got)
		}
	}
	m.print(&t)
	return t.agree(), nil
}

// mutantLimit ends a mutant that hangs, as one does that accepts twice.
const mutantLimit = 30 * time.Second

// mutant runs one mutant, again where it fails by timing.
func (m *measurement) mutant(ctx context.Context, packetdrill, base string, k known) (run.Result, error) {
	variant := "ipv4"
	if strings.HasSuffix(base, "v6.pkt") {
		variant = "ipv6"
	}
	path := filepath.Join(m.corpus, "mutants", k.script)
	var got run.Result
	for range m.retries + 1 {
		limited, cancel := context.WithTimeout(ctx, mutantLimit)
		command := exec.CommandContext(limited, packetdrill, append(referenceArguments(variant), path)...)
		command.Dir = filepath.Dir(base)
		var stderr bytes.Buffer
		command.Stderr = &stderr
		command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
		command.WaitDelay = mutantLimit
		err := command.Run()
		cancel()
		var exit *exec.ExitError
		switch {
		case err == nil:
			return run.Result{Status: run.StatusPassed}, nil
		case limited.Err() == context.DeadlineExceeded:
			return run.Result{Status: run.StatusFailed, Reference: "timeout"}, nil
		case !errors.As(err, &exit):
			return run.Result{}, fmt.Errorf("running a mutant: %w", err)
		}
		got = run.Result{Status: run.StatusFailed, Reference: strings.TrimSpace(stderr.String())}
		if !strings.Contains(got.Reference, "timing error") {
			return got, nil
		}
	}
	return got, nil
}
