package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// row is a line of a table of the corpus, by the names of its columns.
type row map[string]string

// readTable reads a table whose columns are separated by tabs and named in its
// first line.
func readTable(path string) ([]row, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the known verdicts: %w", err)
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	columns := strings.Split(lines[0], "\t")
	var rows []row
	for n, line := range lines[1:] {
		fields := strings.Split(line, "\t")
		if len(fields) > len(columns) {
			return nil, fmt.Errorf("%s:%d: %d fields, but %d columns", path, n+2, len(fields), len(columns))
		}
		r := row{}
		for i, f := range fields {
			r[columns[i]] = f
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// class says how much a known verdict can be relied on.
type class string

const (
	stablePass class = "pass at the first try"
	retryPass  class = "pass after retries"
	stableFail class = "fail, other than by timing"
	timingFail class = "fail by timing"
)

// known is what the corpus says of a script in a variant.
type known struct {
	script, variant string
	pass            bool
	tries           int
	failure         string
}

func (k known) class() class {
	switch {
	case k.pass && k.tries <= 1:
		return stablePass
	case k.pass:
		return retryPass
	case strings.Contains(k.failure, "timing error"):
		return timingFail
	}
	return stableFail
}

// readKnown reads a suite's verdicts.tsv.
func (m *measurement) readKnown(suite string) ([]known, error) {
	rows, err := readTable(filepath.Join(m.corpus, suite, "verdicts.tsv"))
	if err != nil {
		return nil, err
	}
	var out []known
	for _, r := range rows {
		if !m.matches(r["script"]) {
			continue
		}
		k := known{script: r["script"], variant: r["variant"], pass: r["verdict"] == "pass",
			failure: r["first failure"]}
		if _, err := fmt.Sscan(r["tries"], &k.tries); err != nil {
			return nil, fmt.Errorf("%s in %s: reading the number of tries: %w", k.script, suite, err)
		}
		out = append(out, k)
	}
	return out, nil
}
