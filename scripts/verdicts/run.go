package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"github.com/pktlang/pkt/lang/run"
)

// pktRun runs pkt over paths in a folder, and returns a result for each script
// and variant. A line that is an event goes to observe, where there is one.
func (m *measurement) pktRun(ctx context.Context, folder string, observe func(run.Event),
	arguments ...string) (map[pair]run.Result, error) {
	arguments = append([]string{"run", "--json", "-j", strconv.Itoa(m.jobs), "--retries", strconv.Itoa(m.retries)},
		arguments...)
	command := exec.CommandContext(ctx, m.pkt, arguments...)
	command.Dir = folder
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("starting pkt: %w", err)
	}
	results := map[pair]run.Result{}
	for line := range run.Read(out) {
		switch line := line.(type) {
		case run.ResultLine:
			results[pair{line.Script, line.Variant}] = line.Result
			if m.verbose {
				fmt.Fprintf(os.Stderr, "%s %s %s\n", line.Status, line.Script, line.Variant)
			}
		case run.EventLine:
			if observe != nil {
				observe(line.Event)
			}
		}
	}
	err = command.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(results) > 0 {
		err = nil // scripts that failed are results, too
	}
	return results, err
}

// pair is a script in a variant.
type pair struct{ script, variant string }
