package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

const corpus = "../../../shared/corpus"

func newFile(text string) *source.File { return source.NewFile("script.pkt", text) }

// table reads a file of tab-separated rows, without its head.
func table(t *testing.T, path string) [][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(corpus, path))
	if err != nil {
		t.Skipf("scripts to test against not found: %s", filepath.Join(corpus, path))
	}
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

func observe(t *testing.T, path string) (*lang.Script, []Observation) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(corpus, path))
	if err != nil {
		t.Fatal(err)
	}
	script := lang.Parse(source.NewFile(path, string(text)),
		lang.Definitions{"TFO_COOKIE": "3021b9d889017eeb", "TFO_COOKIE_ZERO": "b7c12350a90dc8f5",
			"CODE": "host_unreachable", "CMSG_LEVEL_IP": "SOL_IP", "CMSG_TYPE_RECVERR": "IP_RECVERR"})
	return script, New(compiled(script)).Observations()
}

// TestNoFalseAlarms holds that nothing certain is said of scripts that pass.
func TestNoFalseAlarms(t *testing.T) {
	check := func(path string) {
		script, observations := observe(t, path)
		for _, o := range observations {
			if o.Certainty == Certain {
				t.Errorf("%s:%d: %s: %+v", path, script.File.Line(script.Statements[o.Statement].Range(o.Node).Start),
					o.Kind(), o.Detail)
			}
		}
	}
	for _, folder := range []string{"kselftest-7.2", "google"} {
		done := map[string]bool{}
		for _, row := range table(t, folder+"/verdicts.tsv") {
			if row[2] == "pass" && !done[row[0]] {
				done[row[0]] = true
				check(folder + "/" + row[0])
			}
		}
	}
	for _, row := range table(t, "mutants/table.tsv") {
		if row[5] == "pass" {
			check("mutants/" + row[0] + ".pkt")
		}
	}
	for _, folder := range []string{"freebsd", "mptcp", "sctp"} {
		err := filepath.WalkDir(filepath.Join(corpus, folder), func(path string, _ os.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".pkt") {
				rest, _ := filepath.Rel(corpus, path)
				check(rest)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestMutants holds that most scripts with one mistake get a certain
// observation, and most of those near the mistake. What the parser finds counts
// too.
func TestMutants(t *testing.T) {
	failing, found, near := 0, 0, 0
	for _, row := range table(t, "mutants/table.tsv") {
		if row[5] != "fail" {
			continue
		}
		failing++
		script, observations := observe(t, "mutants/"+row[0]+".pkt")
		var lines []int
		for _, d := range script.Diagnostics() {
			lines = append(lines, script.File.Line(d.Range.Start))
		}
		for _, o := range observations {
			if o.Certainty == Certain {
				lines = append(lines, script.File.Line(script.Statements[o.Statement].Range(o.Node).Start))
			}
		}
		if len(lines) > 0 {
			found++
		}
		if nearLine(lines, row[4]) {
			near++
		}
	}
	t.Logf("%d of %d failing mutants found, %d near the mistake", found, failing, near)
	if found*10 < failing*8 || near*10 < found*9 {
		t.Errorf("found %d of %d, want 8 of 10; near %d, want 9 of 10", found, failing, near)
	}
}

func nearLine(lines []int, mistake string) bool {
	at := 0
	for _, digit := range mistake {
		at = at*10 + int(digit-'0')
	}
	for _, line := range lines {
		if line >= at-2 && line <= at+2 {
			return true
		}
	}
	return false
}
