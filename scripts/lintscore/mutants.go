package main

import (
	"fmt"
	"path/filepath"
	"sort"
	"strconv"

	"github.com/pktlang/pkt/lang/diag"
)

// tally counts the mutants of one operator.
type tally struct {
	failing, seen, near  int // seen with an error or warning, near within two lines
	passing, wrongErrors int // those that pass, and those of them with an error
}

// nearness is how many lines from the mistake a finding may be.
const nearness = 2

// mutants lints scripts into which a program has put one mistake each.
func mutants(corpus string, verbose bool) error {
	folder := filepath.Join(corpus, "mutants")
	rows, err := table(filepath.Join(folder, "table.tsv"))
	if err != nil {
		return err
	}
	byOperator := map[string]*tally{}
	var total tally
	for _, row := range rows {
		if len(row) < 6 {
			continue
		}
		if byOperator[row[3]] == nil {
			byOperator[row[3]] = &tally{}
		}
		if err := mutant(folder, row, byOperator[row[3]], verbose); err != nil {
			return err
		}
	}
	var operators []string
	for operator, t := range byOperator {
		operators = append(operators, operator)
		total.add(t)
	}
	sort.Strings(operators)
	fmt.Println("Mutants:")
	fmt.Printf("  %-12s %7s %6s %6s  %6s %6s  %7s %6s\n", "operator", "failing", "seen", "", "near", "", "passing", "errors")
	for _, operator := range operators {
		byOperator[operator].print(operator)
	}
	total.print("all")
	return nil
}

func mutant(folder string, row []string, t *tally, verbose bool) error {
	line, err := strconv.Atoi(row[4])
	if err != nil {
		return fmt.Errorf("the line of mutant %s is not a number: %w", row[0], err)
	}
	file, loud, _, err := check(filepath.Join(folder, row[0]+".pkt"), ipv4)
	if err != nil {
		return err
	}
	if row[5] == "pass" {
		t.passing++
		for _, d := range loud {
			if d.Severity == diag.Error {
				t.wrongErrors++
				fmt.Printf("    %s on line %d passes: %s\n", row[3], line, show(file, d))
				break
			}
		}
		return nil
	}
	t.failing++
	near := false
	for _, d := range loud {
		at := file.Line(d.Range.Start)
		near = near || at-line <= nearness && line-at <= nearness
	}
	switch {
	case near:
		t.near++
		t.seen++
	case len(loud) > 0:
		t.seen++
		if verbose {
			fmt.Printf("    far: %s on line %d: %s\n", row[3], line, show(file, loud[0]))
		}
	case verbose:
		message := ""
		if len(row) > 6 {
			message = row[6]
		}
		fmt.Printf("    missed: %s:%d %s (%s): %.150s\n", file.Name, line, row[3], row[2], message)
	}
	return nil
}

func (t *tally) add(o *tally) {
	t.failing += o.failing
	t.seen += o.seen
	t.near += o.near
	t.passing += o.passing
	t.wrongErrors += o.wrongErrors
}

func (t *tally) print(operator string) {
	fmt.Printf("  %-12s %7d %6d %6s  %6d %6s  %7d %6d\n", operator, t.failing, t.seen, percent(t.seen, t.failing),
		t.near, percent(t.near, t.seen), t.passing, t.wrongErrors)
}
