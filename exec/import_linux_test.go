package exec_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/exec/capture"
	"github.com/pktlang/pkt/exec/capture/replay"
	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// TestImport makes a script of the packets of a run, for our own scripts: it
// passes, and its run has the same packets.
func TestImport(t *testing.T) {
	if testing.Short() {
		t.Skip("runs scripts in real time, for some seconds")
	}
	if err := suite.Preflight(); err != nil {
		t.Skipf("scripts cannot be run here: %v", err)
	}
	imported := 0
	for _, folder := range []string{"../examples", "testdata/packets"} {
		paths, err := filepath.Glob(filepath.Join(folder, "*.pkt"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no scripts in %s: %v", folder, err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "v6.pkt") {
				continue // the test runs over IPv4
			}
			t.Run(strings.TrimSuffix(filepath.Base(path), ".pkt"), func(t *testing.T) {
				requireKernel(t, path)
				if importOne(t, path) {
					imported++
				}
			})
		}
	}
	if imported < 10 {
		t.Errorf("%d scripts were imported, too few to say anything", imported)
	}
}

// importOne reports whether a run of the script has one TCP connection, which
// was imported then.
func importOne(t *testing.T, path string) bool {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before := capturedRun(t, source.NewFile(path, string(text)))
	flows, _ := replay.Flows(before)
	if len(flows) != 1 {
		return false
	}
	imported, warnings, err := replay.Script(flows[0], path, replay.Options{})
	if err != nil || len(warnings) > 0 {
		t.Fatalf("the import fails: %v; warnings %v", err, warnings)
	}
	// What the script says of the stack, a capture does not show.
	after := capturedRun(t, source.NewFile(path, withSettings(string(text), imported)))
	flows, _ = replay.Flows(after)
	if len(flows) != 1 {
		t.Fatalf("the imported script has %d connections:\n%s", len(flows), imported)
	}
	again, _, err := replay.Script(flows[0], path, replay.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(packetsOf(imported), packetsOf(again)); diff != "" {
		t.Errorf("the packets differ (-script +import):\n%s", diff)
	}
	return true
}

// withSettings puts the options of a script, and its init command, into another.
func withSettings(from, into string) string {
	script := lang.Parse(source.NewFile("", from), nil)
	settings := script.Options()
	if init := script.Init(); init != nil {
		settings = append(settings, init)
	}
	var text strings.Builder
	for _, st := range settings {
		text.WriteString(from[st.Start():st.Base+int(st.Length)] + "\n")
	}
	at := strings.Index(into, "\n0 socket(") + 1
	return into[:at] + text.String() + into[at:]
}

var stamps = regexp.MustCompile(`TS val \d+ ecr \d+`)

// packetsOf are the packets of a script without their times and timestamps.
func packetsOf(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		_, action, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.HasPrefix(action, "<") || strings.HasPrefix(action, ">") {
			out = append(out, stamps.ReplaceAllString(action, "TS"))
		}
	}
	return out
}

// capturedRun runs a script and captures its packets. It has to pass.
func capturedRun(t *testing.T, file *source.File) []capture.Record {
	t.Helper()
	one, err := suite.NewCase(file, suite.Variant{}, suite.Options{Bytes: true})
	if err != nil {
		t.Fatal(err)
	}
	var records []capture.Record
	for range retries + 1 {
		var out bytes.Buffer
		packets := suite.NewCapture(&out, "a test")
		runner := suite.Runner{Jobs: 1, Observe: func(c *suite.Case, attempt int) run.Observer {
			return packets.Observe(c, attempt)
		}}
		var result *suite.Result
		err = runner.Run(t.Context(), []*suite.Case{one}, func(r *suite.Result) error {
			result = r
			return nil
		})
		if err == nil {
			err = packets.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		if result.Status.Good() {
			if records, err = capture.Read(&out); err != nil {
				t.Fatal(err)
			}
			return records
		}
		failure := result.Failure()
		if failure == nil || failure.Class != run.Late && failure.Class != run.HarnessLate {
			t.Fatalf("the script fails: %v\n%s", result.Diagnostics(), file.Text)
		}
	}
	t.Fatalf("the script fails by time, again and again:\n%s", file.Text)
	return nil
}
