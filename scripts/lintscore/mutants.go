package main

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/pktlang/pkt/lang/diag"
)

// nearness is how many lines from the mistake a finding may be.
const nearness = 2

// mutant is a script into which a program has put one mistake.
type mutant struct {
	path, base, operator string
	line                 int    // of the mistake
	fails                bool   // on a kernel
	failure              string // how
	found                []finding
}

func (m *mutant) near() bool {
	return slices.ContainsFunc(m.found, func(f finding) bool {
		return f.line-m.line <= nearness && m.line-f.line <= nearness
	})
}

// wronglyRefused reports whether a mutant that passes has an error.
func (m *mutant) wronglyRefused() bool {
	return !m.fails && slices.ContainsFunc(m.found, func(f finding) bool { return f.severity == diag.Error })
}

type mutants []mutant

// measureMutants lints all mutants.
func measureMutants(corpus string) (mutants, error) {
	folder := filepath.Join(corpus, "mutants")
	rows, err := table(filepath.Join(folder, "table.tsv"))
	if err != nil {
		return nil, err
	}
	var all mutants
	for _, row := range rows {
		if len(row) < 6 {
			continue
		}
		m := mutant{path: filepath.Join(folder, row[0]+".pkt"), base: row[2], operator: row[3], fails: row[5] == "fail"}
		if len(row) > 6 {
			m.failure = row[6]
		}
		if m.line, err = strconv.Atoi(row[4]); err != nil {
			return nil, fmt.Errorf("the line of mutant %s is not a number: %w", row[0], err)
		}
		if m.found, err = check(m.path, ipv4, diag.Warning); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// tally counts the mutants of one operator.
type tally struct {
	failing, seen, near  int // seen with an error or warning, near the mistake
	passing, wrongErrors int // those that pass, and those of them with an error
}

func (t *tally) count(m *mutant) {
	switch {
	case !m.fails:
		t.passing++
		if m.wronglyRefused() {
			t.wrongErrors++
		}
		return
	case m.near():
		t.near++
		t.seen++
	case len(m.found) > 0:
		t.seen++
	}
	t.failing++
}

// total is the tally of all operators.
func (ms mutants) total() tally {
	var t tally
	for i := range ms {
		t.count(&ms[i])
	}
	return t
}

func (ms mutants) print(w io.Writer, verbose bool) {
	byOperator := map[string]*tally{}
	fmt.Fprintln(w, "Mutants:")
	for i := range ms {
		m := &ms[i]
		if byOperator[m.operator] == nil {
			byOperator[m.operator] = &tally{}
		}
		byOperator[m.operator].count(m)
		m.print(w, verbose)
	}
	fmt.Fprintf(w, "  %-12s %7s %6s %6s  %6s %6s  %7s %6s\n", "operator", "failing", "seen", "", "near", "",
		"passing", "errors")
	for _, operator := range slices.Sorted(maps.Keys(byOperator)) {
		byOperator[operator].print(w, operator)
	}
	total := ms.total()
	total.print(w, "all")
}

// print lists a mutant that was judged wrongly.
func (m *mutant) print(w io.Writer, verbose bool) {
	switch {
	case m.wronglyRefused():
		fmt.Fprintf(w, "    passes, %s on line %d: %s\n", m.operator, m.line, m.found[0])
	case !m.fails || !verbose || m.near():
	case len(m.found) > 0:
		fmt.Fprintf(w, "    far, %s on line %d: %s\n", m.operator, m.line, m.found[0])
	default:
		fmt.Fprintf(w, "    missed, %s: %s:%d (%s): %.150s\n", m.operator, m.path, m.line, m.base, m.failure)
	}
}

func (t *tally) print(w io.Writer, operator string) {
	fmt.Fprintf(w, "  %-12s %7d %6d %6s  %6d %6s  %7d %6d\n", operator, t.failing, t.seen, percent(t.seen, t.failing),
		t.near, percent(t.near, t.seen), t.passing, t.wrongErrors)
}
