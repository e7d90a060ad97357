//go:build linux

package linux

import (
	"bytes"
	"strings"
	"testing"
)

// TestCommand holds which ends of a command are an error, and in which words.
func TestCommand(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"true", ""},
		{"exit 3", "non-zero status 3"},
		{"no-such-command-anywhere 2>/dev/null", "non-zero status 127"},
		{"kill -INT $$", "got signal 2 (interrupt)"},
		{"kill -QUIT $$", "got signal 3 (quit)"},
		// google/packetdrill looks at the exit status alone, which is 0 then.
		{"kill -TERM $$", ""},
		{"false\ntrue", ""},
	} {
		t.Run(test.text, func(t *testing.T) {
			m := &Machine{output: &bytes.Buffer{}, errors: &bytes.Buffer{}}
			got := ""
			if err := m.Command(test.text); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("error is %q, want %q", got, test.want)
			}
		})
	}
}

func TestCommandOutput(t *testing.T) {
	var output, errors bytes.Buffer
	m := &Machine{output: &output, errors: &errors}
	if err := m.Command("echo said; echo complained >&2; read line || echo nothing to read"); err != nil {
		t.Fatal(err)
	}
	if output.String() != "said\nnothing to read\n" || strings.TrimSpace(errors.String()) != "complained" {
		t.Errorf("output is %q, errors %q", output.String(), errors.String())
	}
}
