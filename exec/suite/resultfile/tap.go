package resultfile

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/pktlang/pkt/lang/run"
)

// TAP writes the results by the Test Anything Protocol, version 13.
func (r *Results) TAP(w io.Writer) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "TAP version 13\n1..%d\n", len(r.Lines))
	for i, line := range r.Lines {
		directive := ""
		switch line.Status {
		case run.StatusSkipped:
			directive = " # SKIP " + plain(line.Reason)
		case run.StatusXFail:
			directive = " # TODO " + plain(line.Reason)
		}
		word := ok(line.Status, line.Status != run.StatusXFail)
		fmt.Fprintf(&out, "%s %d - %s%s\n", word, i+1, plain(line.Case.Name()), directive)
		comment(&out, "", &line.Result)
	}
	_, err := w.Write(out.Bytes())
	return err
}

// KTAP writes the results as the tests of the Linux kernel do
// (Documentation/dev-tools/ktap.rst, version 1): a test for each script, with a
// subtest for each variant where it has some.
func (r *Results) KTAP(w io.Writer) error {
	scripts := r.scripts()
	var out bytes.Buffer
	fmt.Fprintf(&out, "KTAP version 1\n1..%d\n", len(scripts))
	for i, lines := range scripts {
		if len(lines) == 1 && lines[0].Variant == "" {
			ktapLine(&out, "", i+1, lines[0].Script, lines[0].Result)
			continue
		}
		fmt.Fprintf(&out, "  KTAP version 1\n  1..%d\n", len(lines))
		for j, line := range lines {
			ktapLine(&out, "  ", j+1, line.Variant, line.Result)
		}
		fmt.Fprintf(&out, "%s\n", ktapParent(i+1, lines))
	}
	_, err := w.Write(out.Bytes())
	return err
}

// scripts are the results of each script, in the order in which scripts come.
func (r *Results) scripts() [][]run.ResultLine {
	var out [][]run.ResultLine
	at := map[string]int{}
	for _, line := range r.Lines {
		i, ok := at[line.Script]
		if !ok {
			i = len(out)
			at[line.Script] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], line)
	}
	return out
}

var ktapDirectives = map[run.Status]string{
	run.StatusSkipped:     "SKIP",
	run.StatusXFail:       "XFAIL",
	run.StatusRefused:     "ERROR",
	run.StatusBroken:      "ERROR",
	run.StatusInterrupted: "ERROR",
}

func ktapLine(out *bytes.Buffer, indent string, number int, title string, r run.Result) {
	directive, reason := ktapDirectives[r.Status], r.Reason
	if r.Class == run.Timeout {
		directive = "TIMEOUT"
	}
	if reason == "" {
		reason = message(&r)
	}
	line := fmt.Sprintf("%s%s %d %s", indent, ok(r.Status, true), number, plain(title))
	if directive != "" {
		line += " # " + directive + " " + plain(reason)
	}
	comment(out, indent, &r)
	fmt.Fprintln(out, line)
}

// ktapParent is the line of a script: it is skipped where all of its variants are.
func ktapParent(number int, lines []run.ResultLine) string {
	word, skips := "ok", 0
	for _, line := range lines {
		if ok(line.Status, true) != "ok" {
			word = "not ok"
		}
		if line.Status == run.StatusSkipped {
			skips++
		}
	}
	text := fmt.Sprintf("%s %d %s", word, number, plain(lines[0].Script))
	if skips == len(lines) {
		text += " # SKIP " + plain(lines[0].Reason)
	}
	return text
}

// ok is the first word of a test's line. A failure that was expected is none in
// KTAP, and one of a TODO in TAP.
func ok(s run.Status, expected bool) string {
	switch k := kinds[s]; {
	case k == passed, k == skipped && (expected || s == run.StatusSkipped):
		return "ok"
	}
	return "not ok"
}

// plain has no sign in it that the protocols give a meaning.
func plain(text string) string {
	return strings.NewReplacer("#", "_", "\n", " ", "\\", "/").Replace(text)
}

// comment writes what went wrong, in lines that are no results.
func comment(out *bytes.Buffer, indent string, r *run.Result) {
	if kinds[r.Status] == passed || kinds[r.Status] == skipped {
		return
	}
	for line := range strings.Lines(details(r)) {
		fmt.Fprintf(out, "%s# %s\n", indent, strings.TrimRight(line, "\n"))
	}
}
