package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
)

// explainCommand prints what a code means.
type explainCommand struct {
	Codes []string `arg:"" optional:"" name:"code" help:"Codes, such as PKT402, or the names of rules; without one, all are listed."`
}

// Help implements kong.HelpProvider.
func (*explainCommand) Help() string {
	return examples(
		"pkt explain", "list all codes",
		"pkt explain PKT023", "say what PKT023 means, with an example of a script that has it and one that has not",
		"pkt explain missing-window", "the same by name",
	)
}

// page is what there is to say about a code.
type page struct {
	code, name, summary, details string
	bad, good                    string // example scripts
	severity                     diag.Severity
}

// pages returns all that can be explained, by code.
func pages() []page {
	var all []page
	for _, c := range lang.Codes {
		all = append(all, page{c.Code, c.Name, c.Summary, c.Details, c.Bad, c.Good, diag.Error})
	}
	return all
}

// Run prints the pages asked for, or the list of all.
func (c *explainCommand) Run(env *environment) error {
	var out bytes.Buffer
	all := pages()
	if len(c.Codes) == 0 {
		for _, p := range all {
			fmt.Fprintf(&out, "%s  %-24s %s\n", p.code, p.name, p.summary)
		}
	}
	for i, code := range c.Codes {
		p, err := findPage(all, code)
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte('\n')
		}
		p.print(&out)
	}
	return env.print(out.Bytes())
}

func findPage(all []page, code string) (page, error) {
	for _, p := range all {
		if strings.EqualFold(p.code, code) || strings.EqualFold(p.name, code) {
			return p, nil
		}
	}
	return page{}, fmt.Errorf("nothing is known of the code %q; pkt explain lists all codes", code)
}

func (p page) print(out *bytes.Buffer) {
	fmt.Fprintf(out, "%s %s: %s\n", p.code, p.name, p.summary)
	if p.details != "" {
		fmt.Fprintf(out, "\n%s\n", wrap(p.details))
	}
	for _, example := range []struct{ title, script string }{{"Instead of", p.bad}, {"Write", p.good}} {
		if example.script != "" {
			indented := "    " + strings.ReplaceAll(strings.TrimRight(example.script, "\n"), "\n", "\n    ")
			fmt.Fprintf(out, "\n%s:\n\n%s\n", example.title, indented)
		}
	}
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
