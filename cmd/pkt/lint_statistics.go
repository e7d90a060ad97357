package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

// statistics counts findings instead of showing them.
type statistics struct {
	out    io.Writer
	counts map[counted]int
	files  int
	clean  int
}

// counted is what is counted: a rule's findings can differ in severity.
type counted struct {
	code     string
	severity diag.Severity
}

// File implements report.Writer.
func (s *statistics) File(_ *source.File, ds []diag.Diagnostic) error {
	s.files++
	if len(ds) == 0 {
		s.clean++
	}
	for _, d := range ds {
		s.counts[counted{d.Code, d.Severity}]++
	}
	return nil
}

// Close implements report.Writer: it prints the table, most frequent first.
func (s *statistics) Close() error {
	keys := slices.SortedFunc(maps.Keys(s.counts), func(a, b counted) int {
		return cmp.Or(cmp.Compare(s.counts[b], s.counts[a]), cmp.Compare(a.severity, b.severity),
			cmp.Compare(a.code, b.code))
	})
	for _, key := range keys {
		page, _ := lint.FindPage(key.code)
		if _, err := fmt.Fprintf(s.out, "%6d  %-7s  %s  %-26s %s\n", s.counts[key], key.severity, key.code, page.Name,
			page.Summary); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(s.out, "%6d scripts checked, %d of them without findings\n", s.files, s.clean)
	return err
}
