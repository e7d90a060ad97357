package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// What cannot be written must not look like success.
func TestFullDisk(t *testing.T) {
	for _, args := range [][]string{{"version"}, {"explain"}, {"parse", "-"}, {"parse", "--format", "json", "-"},
		{"parse", "--format", "tokens", "-"}} {
		var messages bytes.Buffer
		env := &environment{stdin: strings.NewReader("+0 close(3) = 0\n"), stdout: full{}, stderr: &messages}
		if code := execute(args, env); code != exitError ||
			!strings.Contains(messages.String(), "no space left on device") {
			t.Errorf("pkt %v exited with %d: %s", args, code, messages.String())
		}
	}
}

func TestNoPathOnATerminal(t *testing.T) {
	var messages bytes.Buffer
	code := execute([]string{"parse"}, &environment{stdinTerminal: true, stdout: &bytes.Buffer{}, stderr: &messages})
	if code != exitError || !strings.Contains(messages.String(), "standard input is a terminal") {
		t.Errorf("exited with %d: %s", code, messages.String())
	}
}

func TestColourIsForTerminals(t *testing.T) {
	for _, c := range []struct {
		env               environment
		results, messages bool
	}{
		{environment{stdoutTerminal: true, stderrTerminal: true}, true, true},
		{environment{stderrTerminal: true}, false, true},
		{environment{stdoutTerminal: true, stderrTerminal: true, noColour: true}, false, false},
	} {
		if c.env.colourResults() != c.results || c.env.colourMessages() != c.messages {
			t.Errorf("%+v: results %v, messages %v", c.env, c.env.colourResults(), c.env.colourMessages())
		}
	}
}
