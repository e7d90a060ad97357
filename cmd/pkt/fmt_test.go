package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const messy, tidy = "0 close(3)=0\n", "    0 close(3) = 0\n"

func TestFmtToAFullDisk(t *testing.T) {
	path := writeScript(t, messy)
	for _, flag := range []string{"-s", "-l", "-d"} {
		var messages bytes.Buffer
		env := &environment{stdout: full{}, stderr: &messages}
		if code := execute([]string{"fmt", flag, path}, env); code != exitError ||
			!strings.Contains(messages.String(), "no space left on device") {
			t.Errorf("pkt fmt %s exited with %d: %s", flag, code, messages.String())
		}
	}
}

func TestFmtColoursDiffsOnTerminals(t *testing.T) {
	path := writeScript(t, messy)
	for _, c := range []struct {
		env  environment
		want bool
	}{
		{environment{stdoutTerminal: true}, true},
		{environment{stdoutTerminal: true, noColour: true}, false},
		{environment{stderrTerminal: true}, false},
	} {
		var out bytes.Buffer
		env := c.env
		env.stdout, env.stderr = &out, &bytes.Buffer{}
		if code := execute([]string{"fmt", "-d", path}, &env); code != exitFound {
			t.Errorf("exited with %d", code)
		}
		if got := strings.Contains(out.String(), "\x1b[31m-0 close(3)=0\x1b["); got != c.want {
			t.Errorf("%+v: coloured is %v\n%q", c.env, got, out.String())
		}
	}
}

// A script that is formatted is not written: tools that watch files, and make,
// see no change.
func TestFmtLeavesFormattedFilesAlone(t *testing.T) {
	path := writeScript(t, tidy)
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if code := execute([]string{"fmt", "-w", path},
		&environment{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}}); code != exitFine {
		t.Fatalf("exited with %d", code)
	}
	after, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if !after.ModTime().Equal(old) || !os.SameFile(before, after) {
		t.Error("the file was written")
	}
}

func writeScript(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pkt")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
