// Command testreport reads what `go test -json` prints and shows what a person
// wants to see of it: the output of tests that failed, one line for each
// package, every test that was skipped, and what a test reports as flaky. A skipped test is a failure unless
// its message holds one of the texts given with -allow, so that no test that
// should run is lost without a word.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

func main() {
	var allowed texts
	flag.Var(&allowed, "allow", "a `text` that excuses a test which was skipped with it; may be repeated")
	flag.Parse()
	ok, err := report(os.Stdin, os.Stdout, allowed)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testreport:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// texts is a flag that may be repeated.
type texts []string

// String implements flag.Value.
func (t *texts) String() string { return strings.Join(*t, ", ") }

// Set implements flag.Value.
func (t *texts) Set(s string) error {
	if s == "" {
		return errors.New("an empty text would excuse every test")
	}
	*t = append(*t, s)
	return nil
}

// event is a line of `go test -json` (go doc test2json).
type event struct {
	Action, Package, Test, Output, ImportPath string

	Key, Value string // of an attribute (testing.T.Attr)
}

// summary gathers the events of a run.
type summary struct {
	out     io.Writer
	allowed []string
	output  map[string][]string // of each test, and of each package by itself
	lines   []string            // the closing line of each package
	skipped []string            // tests that should have run
	excused []string
	flaky   []string // tests that passed, but not at once
	failed  bool
	tests   int
}

func report(in io.Reader, out io.Writer, allowed []string) (bool, error) {
	s := &summary{out: out, allowed: allowed, output: make(map[string][]string)}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			s.line(line)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return false, fmt.Errorf("cannot read the test output: %w", err)
		}
	}
	return s.close(), nil
}

func (s *summary) line(line string) {
	var e event
	if err := json.Unmarshal([]byte(line), &e); err != nil {
		// The go command prints what it has to say itself as plain text.
		fmt.Fprint(s.out, line)
		return
	}
	key := e.Package + "\t" + e.Test
	switch e.Action {
	case "output":
		s.output[key] = append(s.output[key], e.Output)
		if e.Test == "" && isClosing(e.Output) {
			s.lines = append(s.lines, e.Output)
		}
	case "attr":
		if e.Key == "flaky" {
			s.flaky = append(s.flaky, e.Value)
		}
	case "build-output":
		fmt.Fprint(s.out, e.Output)
	case "build-fail":
		s.failed = true
	case "fail":
		s.failed = true
		fmt.Fprint(s.out, strings.Join(s.output[key], ""))
		delete(s.output, key)
	case "skip":
		if e.Test != "" {
			s.skip(e, strings.Join(s.output[key], ""))
		}
		delete(s.output, key)
	case "pass":
		if e.Test != "" {
			s.tests++
		}
		delete(s.output, key)
	}
}

// isClosing reports whether a package ends with this line of output.
func isClosing(line string) bool {
	return slices.ContainsFunc([]string{"ok  \t", "FAIL\t", "?   \t", "---\t"}, func(prefix string) bool {
		return strings.HasPrefix(line, prefix)
	})
}

func (s *summary) skip(e event, output string) {
	entry := fmt.Sprintf("%s.%s\n%s", e.Package, e.Test, output)
	if slices.ContainsFunc(s.allowed, func(text string) bool { return strings.Contains(output, text) }) {
		s.excused = append(s.excused, entry)
		return
	}
	s.skipped = append(s.skipped, entry)
}

func (s *summary) close() bool {
	for _, entry := range s.flaky {
		fmt.Fprintf(s.out, "flaky: %s\n", entry)
	}
	for _, entry := range s.excused {
		fmt.Fprintf(s.out, "skipped, as this machine lacks what it needs: %s", entry)
	}
	for _, entry := range s.skipped {
		fmt.Fprintf(s.out, "skipped, but it should run here: %s", entry)
	}
	for _, line := range s.lines {
		fmt.Fprint(s.out, line)
	}
	fmt.Fprintf(s.out, "%d tests passed, %d skipped\n", s.tests, len(s.excused)+len(s.skipped))
	// A run without a test is one that went wrong before it began.
	return !s.failed && len(s.skipped) == 0 && s.tests > 0
}
