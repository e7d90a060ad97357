package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/pktlang/pkt/lang/diag"
)

// quietness is what was said of the scripts of one folder that pass.
type quietness struct {
	folder string
	// pairs are the scripts, each counted once for every variant that passes.
	pairs  int
	alarms []finding
}

// measurePassing lints the scripts that pass on a kernel, in each variant in
// which they do, and those of dialects that their own tools accept.
func measurePassing(corpus string) ([]quietness, error) {
	var all []quietness
	for _, folder := range []string{"kselftest-7.2", "google"} {
		rows, err := table(filepath.Join(corpus, folder, "verdicts.tsv"))
		if err != nil {
			return nil, err
		}
		q := quietness{folder: folder}
		for _, row := range rows {
			if len(row) < 3 || row[2] != "pass" {
				continue
			}
			loud, err := check(filepath.Join(corpus, folder, row[0]), variants[row[1]], diag.Warning)
			if err != nil {
				return nil, err
			}
			q.add(loud)
		}
		all = append(all, q)
	}
	for _, folder := range []string{"freebsd", "mptcp", "sctp"} {
		paths, err := scripts(filepath.Join(corpus, folder))
		if err != nil {
			return nil, err
		}
		q := quietness{folder: folder}
		for _, path := range paths {
			loud, err := check(path, ipv4, diag.Warning)
			if err != nil {
				return nil, err
			}
			q.add(loud)
		}
		all = append(all, q)
	}
	return all, nil
}

func (q *quietness) add(loud []finding) {
	q.pairs++
	for _, f := range loud {
		if !slices.Contains(q.alarms, f) {
			q.alarms = append(q.alarms, f)
		}
	}
}

func printPassing(w io.Writer, all []quietness) {
	fmt.Fprintln(w, "Errors and warnings on scripts that pass:")
	for _, q := range all {
		for _, f := range q.alarms {
			fmt.Fprintln(w, "   ", f)
		}
		fmt.Fprintf(w, "  %-14s %4d scripts and variants  %3d alarms\n", q.folder, q.pairs, len(q.alarms))
	}
}
