package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
)

// result is what `pkt run --json` says of a script in the end.
type result struct {
	Type      string
	Script    string
	Variant   string
	Status    string
	Attempts  int
	Class     string
	Line      int
	Reference string
	Earlier   []struct{ Class, Reference string }

	Diagnostics []struct {
		Message    string
		Comparison *struct{ Expected, Actual string }
		Notes      []string
	}
}

func (r result) pass() bool { return r.Status == "passed" || r.Status == "flaky" }

// event is what it says of an event.
type event struct {
	Type     string
	Kind     string
	Name     string
	Planned  int64
	Actual   int64
	Finished bool
	Line     int
}

// pktRun runs pkt over paths in a folder, and returns a result for each script
// and variant. A line that is an event goes to observe, where there is one.
func (m *measurement) pktRun(ctx context.Context, folder string, observe func(event),
	arguments ...string) (map[pair]result, error) {
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
	results := map[pair]result{}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break
		}
		switch {
		case bytes.HasPrefix(line, []byte(`{"type":"result"`)):
			var r result
			if err := json.Unmarshal(line, &r); err != nil {
				return nil, fmt.Errorf("reading a result of pkt: %w", err)
			}
			results[pair{r.Script, r.Variant}] = r
			if m.verbose {
				fmt.Fprintf(os.Stderr, "%s %s %s\n", r.Status, r.Script, r.Variant)
			}
		case observe != nil && bytes.HasPrefix(line, []byte(`{"type":"event"`)):
			var e event
			if err := json.Unmarshal(line, &e); err != nil {
				return nil, fmt.Errorf("reading an event of pkt: %w", err)
			}
			observe(e)
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
