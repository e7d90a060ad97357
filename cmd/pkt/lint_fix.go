package main

import (
	"fmt"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/pktlang/pkt/internal/atomicfile"
	"github.com/pktlang/pkt/internal/files"
)

// fixesStdin reports whether the fixed text of standard input goes to standard
// output.
func (c *lintCommand) fixesStdin() bool {
	if !c.Fix || c.Diff {
		return false
	}
	for _, path := range c.Paths {
		if path == files.Stdin {
			return true
		}
	}
	return len(c.Paths) == 0
}

// applyFixes writes a fixed script, or shows how it would change.
func (r *lintRun) applyFixes(l linted) error {
	if !r.command.Fix {
		return nil
	}
	if n := len(l.dropped); n > 0 {
		fmt.Fprintf(r.env.stderr,
			"pkt: %s: %d of the fixes overlap others and were left out; run pkt lint --fix again\n", l.after.Name, n)
	}
	changed := l.before.Text != l.after.Text
	stdin := l.after.Name == files.StdinName
	switch {
	case r.command.Diff:
		r.found = r.found || changed
		_, err := r.env.stdout.Write(diff.Diff(l.before.Name, []byte(l.before.Text), l.after.Name+" (fixed)",
			[]byte(l.after.Text)))
		return err
	case stdin:
		_, err := fmt.Fprint(r.env.stdout, l.after.Text)
		return err
	case changed:
		return atomicfile.Replace(l.after.Name, []byte(l.before.Text), []byte(l.after.Text))
	}
	return nil
}
