package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pktlang/pkt/lang/run"
)

// suite compares the verdicts of a folder that has a verdicts.tsv.
func (m *measurement) suite(ctx context.Context, name string) (bool, error) {
	all, err := m.readKnown(name)
	if err != nil {
		return false, err
	}
	folder, err := m.withLinks(name)
	if err != nil {
		return false, err
	}
	arguments := []string{"--variant", "all", "--send_omit_free", "--"}
	seen := map[string]bool{}
	for _, k := range all {
		if !seen[k.script] {
			seen[k.script] = true
			arguments = append(arguments, k.script)
		}
	}
	results, err := m.pktRun(ctx, folder, nil, arguments...)
	if err != nil {
		return false, err
	}
	t := tally{title: name, rows: map[class]*tallyRow{}}
	for _, k := range all {
		r, ok := results[pair{k.script, k.variant}]
		if !ok {
			r = run.Result{Status: notRun}
		}
		if !t.add(k, r) {
			m.disagreement(ctx, name, folder, k, r)
		}
	}
	m.print(&t)
	return t.agree(), nil
}

// withLinks returns the suite's folder, or a copy in which the links are links
// again where the corpus was made without them: a file that holds nothing but
// the relative path of a folder.
func (m *measurement) withLinks(name string) (string, error) {
	folder := filepath.Join(m.corpus, name)
	links := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || filepath.Ext(path) != "" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		target := filepath.Join(filepath.Dir(path), string(text))
		if info, err := os.Stat(target); strings.HasPrefix(string(text), "../") && err == nil && info.IsDir() {
			links[path] = string(text)
		}
		return nil
	})
	if err != nil || len(links) == 0 {
		return folder, err
	}
	duplicate := filepath.Join(m.temp, name)
	if err := os.CopyFS(duplicate, os.DirFS(folder)); err != nil {
		return "", fmt.Errorf("copying the suite: %w", err)
	}
	for path, target := range links {
		relative, err := filepath.Rel(folder, path)
		if err != nil {
			return "", err
		}
		path = filepath.Join(duplicate, relative)
		if err := errors.Join(os.Remove(path), os.Symlink(target, path)); err != nil {
			return "", fmt.Errorf("making a link of %s: %w", relative, err)
		}
	}
	return duplicate, nil
}

// notRun is the status of a script that was not run.
const notRun run.Status = "not run"

// tally counts agreement by class.
type tally struct {
	title string
	rows  map[class]*tallyRow
}

type tallyRow struct {
	total, agree, firstTry int
}

func (t *tally) add(k known, r run.Result) (agrees bool) {
	row := t.rows[k.class()]
	if row == nil {
		row = &tallyRow{}
		t.rows[k.class()] = row
	}
	row.total++
	if r.Status == run.StatusPassed {
		row.firstTry++
	}
	agrees = r.Status != notRun && r.Status.Good() == k.pass
	if agrees {
		row.agree++
	}
	return agrees
}

// agree reports whether every stable verdict agrees.
func (t *tally) agree() bool {
	for class, row := range t.rows {
		if (class == stablePass || class == stableFail) && row.agree < row.total {
			return false
		}
	}
	return true
}

func (m *measurement) print(t *tally) {
	fmt.Fprintf(m.out, "%s\n", t.title)
	for _, class := range []class{stablePass, stableFail, retryPass, timingFail} {
		if row := t.rows[class]; row != nil {
			fmt.Fprintf(m.out, "  %-28s %4d of %4d agree, %4d passed here at the first try\n", class, row.agree,
				row.total, row.firstTry)
		}
	}
}

// disagreement shows what both sides say of a pair.
func (m *measurement) disagreement(ctx context.Context, suite, folder string, k known, r run.Result) {
	fmt.Fprintf(m.out, "%s/%s (%s): known as %s (%s), here %s\n", suite, k.script, k.variant, verdict(k.pass),
		k.class(), r.Status)
	if k.failure != "" {
		fmt.Fprintf(m.out, "    known: %s\n", k.failure)
	}
	if r.Reference != "" {
		fmt.Fprintf(m.out, "    here:  [%s] %s\n", r.Class, strings.ReplaceAll(r.Reference, "\n", "\n           "))
	}
	for _, d := range r.Diagnostics {
		fmt.Fprintf(m.out, "           %s\n", d.Message)
		if d.Comparison != nil {
			fmt.Fprintf(m.out, "           expected %s\n           actual   %s\n", d.Comparison.Expected,
				d.Comparison.Actual)
		}
		for _, note := range d.Notes {
			fmt.Fprintf(m.out, "           %s\n", strings.ReplaceAll(note, "\n", "\n           "))
		}
	}
	if m.oracle != "" {
		fmt.Fprintf(m.out, "    packetdrill, now: %s\n", m.ask(ctx, folder, k))
	}
}

func verdict(pass bool) string {
	if pass {
		return "pass"
	}
	return "fail"
}
