package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lint"
)

// explainCommand prints what a code means.
type explainCommand struct {
	Codes []string `arg:"" optional:"" name:"code" help:"Codes, such as PKT402, or the names of rules; without one, all are listed."`
}

// Help implements kong.HelpProvider.
func (*explainCommand) Help() string {
	return examples(
		"pkt explain", "list all codes",
		"pkt explain PKT402", "say what PKT402 means, with an example of a script that has it and one that has not",
		"pkt explain missing-ack", "the same by name",
	)
}

// Run prints the pages asked for, or the list of all.
func (c *explainCommand) Run(env *environment) error {
	var out bytes.Buffer
	if len(c.Codes) == 0 {
		for _, p := range lint.Pages() {
			fmt.Fprintf(&out, "%s  %-26s %s\n", p.Code, p.Name, p.Summary)
		}
	}
	for i, code := range c.Codes {
		p, ok := lint.FindPage(code)
		if !ok {
			return fmt.Errorf("nothing is known of the code %q; pkt explain lists all codes", code)
		}
		if i > 0 {
			out.WriteByte('\n')
		}
		printPage(&out, p)
	}
	return env.print(out.Bytes())
}

// printPage writes a page for a terminal.
func printPage(out *bytes.Buffer, p lint.Page) {
	fmt.Fprintf(out, "%s %s: %s\nseverity: %s\n", p.Code, p.Name, p.Summary, p.Severity)
	if p.Details != "" {
		fmt.Fprintf(out, "\n%s\n", wrap(p.Details))
	}
	for _, example := range []struct{ title, script string }{{"Instead of", p.Bad}, {"Write", p.Good}} {
		if example.script != "" {
			fmt.Fprintf(out, "\n%s:\n\n%s\n", example.title, indented(example.script))
		}
	}
	if p.Fix != "" {
		fmt.Fprintf(out, "\nFix: %s\n", wrap(p.Fix))
	}
	if len(p.Sources) > 0 {
		fmt.Fprintf(out, "\nSources: %s\n", strings.Join(p.Sources, "; "))
	}
}

// indented shifts the lines of an example, but not its empty ones.
func indented(script string) string {
	lines := strings.Split(strings.TrimRight(script, "\n"), "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "    " + line
		}
	}
	return strings.Join(lines, "\n")
}

// wrap breaks paragraphs, which blank lines separate, at 80 columns.
func wrap(text string) string {
	const width = 80
	var paragraphs []string
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		var lines []string
		line := ""
		for _, word := range strings.Fields(paragraph) {
			switch {
			case line == "":
				line = word
			case len(line)+1+len(word) > width:
				lines = append(lines, line)
				line = word
			default:
				line += " " + word
			}
		}
		paragraphs = append(paragraphs, strings.Join(append(lines, line), "\n"))
	}
	return strings.Join(paragraphs, "\n\n")
}
