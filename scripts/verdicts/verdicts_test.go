package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/lang/run"
)

// TestTextbook holds pkt run to every column of the textbook's table.
func TestTextbook(t *testing.T) {
	m := measurement{corpus: filepath.Join("..", "..", "..", "shared", "corpus"), temp: t.TempDir(),
		jobs: 1, retries: 5}
	if _, err := os.Stat(filepath.Join(m.corpus, "textbook")); err != nil {
		t.Skip("the corpus was not found: ../shared/corpus/textbook beside the checkout")
	}
	if err := suite.Preflight(); err != nil {
		t.Skip(err)
	}
	var out bytes.Buffer
	m.out = &out
	if err := m.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	agree, err := m.textbook(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !agree {
		t.Error(out.String())
	}
}

func TestRepair(t *testing.T) {
	before := strings.Join([]string{
		"+0 < S 0:0(0) win 10 <mss 1000>",
		"+0 > S. 0:0(0) ack 1 <...>",
		"+0 < P. 1:11(10) win 10 // no number",
		"+0 < F 1:1(0) win 10",
		"+0 > R. 1:1(0)",
	}, "\n")
	want := strings.Replace(before, "1:11(10)", "1:11(10) ack 1", 1)
	want = strings.Replace(want, "R. 1:1(0)", "R. 1:1(0) ack 1", 1)
	got, err := repair(before)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestKnownClasses(t *testing.T) {
	folder := t.TempDir()
	table := "script\tvariant\tverdict\ttries\tfirst failure\n" +
		"a.pkt\tipv4\tpass\t1\t\n" +
		"b.pkt\tipv4\tpass\t3\t\n" +
		"c.pkt\tipv6\tfail\t4\tc.pkt:3: timing error: expected\n" +
		"d.pkt\tipv6\tfail\t1\td.pkt:3: error handling packet\n"
	if err := os.MkdirAll(filepath.Join(folder, "own"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "own", "verdicts.tsv"), []byte(table), 0o644); err != nil {
		t.Fatal(err)
	}
	m := measurement{corpus: folder}
	all, err := m.readKnown("own")
	if err != nil {
		t.Fatal(err)
	}
	tally := tally{rows: map[class]*tallyRow{}}
	var classes []string
	for _, k := range all {
		classes = append(classes, string(k.class()))
		tally.add(k, run.Result{Status: run.StatusPassed})
	}
	want := []string{string(stablePass), string(retryPass), string(timingFail), string(stableFail)}
	if diff := cmp.Diff(want, classes); diff != "" {
		t.Error(diff)
	}
	if tally.agree() {
		t.Error("a script that fails for certain passed, and all agrees")
	}
	if got := *tally.rows[timingFail]; got != (tallyRow{total: 1, agree: 0, firstTry: 1}) {
		t.Errorf("got %+v", got)
	}
}
