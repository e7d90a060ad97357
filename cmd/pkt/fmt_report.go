package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"github.com/fatih/color"
	"github.com/rogpeppe/go-internal/diff"

	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/lang/diag/report"
)

// fmtReport prints the outcome of formatting, script by script.
type fmtReport struct {
	command  *fmtCommand
	env      *environment
	out      *bufio.Writer
	messages report.Writer

	found    bool // a script is not formatted and was not written
	problems []error
}

// script prints what was asked for of one script. Its error is one of writing
// the result; what is wrong with the script is kept for the end.
func (r *fmtReport) script(f formatted) error {
	if f.err != nil {
		r.fail(f.err)
		return nil
	}
	if len(f.problems) > 0 {
		if err := r.messages.File(f.file, f.problems); err != nil {
			return err
		}
		if !r.command.Force {
			r.fail(fmt.Errorf("%s is not formatted, because of its syntax errors; --force formats the rest of it",
				f.file.Name))
			return nil
		}
		r.fail(fmt.Errorf("%s has statements that could not be formatted, because of their syntax errors", f.file.Name))
	}
	return r.result(f)
}

// fail notes why a script could not be formatted. A fault of the formatter is
// reported with all that its maintainers need.
func (r *fmtReport) fail(err error) {
	r.problems = append(r.problems, err)
	var mismatch *format.MismatchError
	if errors.As(err, &mismatch) {
		fmt.Fprint(r.env.stderr, mismatch.Report())
	}
}

func (r *fmtReport) result(f formatted) error {
	c := r.command
	if !c.List && !c.Write && !c.Diff && !c.Check {
		_, err := r.out.WriteString(f.text)
		return err
	}
	if !f.changed() {
		return nil
	}
	r.found = r.found || !c.Write
	if c.List {
		fmt.Fprintln(r.out, f.file.Name)
	}
	if c.Check && !c.List {
		fmt.Fprintf(r.env.stderr, "pkt: %s is not formatted\n", f.file.Name)
	}
	if c.Diff {
		r.diff(f)
	}
	return nil
}

// diff prints the lines that change, in the colours that git uses.
func (r *fmtReport) diff(f formatted) {
	text := string(diff.Diff(f.file.Name+".orig", []byte(f.file.Text), f.file.Name, []byte(f.text)))
	if !r.env.colourResults() {
		r.out.WriteString(text)
		return
	}
	for line := range strings.Lines(text) {
		r.out.WriteString(paint(line))
	}
}

func paint(line string) string {
	for _, c := range []struct {
		prefix string
		colour color.Attribute
	}{
		{"diff ", color.Bold}, {"--- ", color.Bold}, {"+++ ", color.Bold},
		{"@@ ", color.FgCyan}, {"-", color.FgRed}, {"+", color.FgGreen},
	} {
		if strings.HasPrefix(line, c.prefix) {
			painted := color.New(c.colour)
			painted.EnableColor()
			return painted.Sprint(strings.TrimSuffix(line, "\n")) + "\n"
		}
	}
	return line
}
