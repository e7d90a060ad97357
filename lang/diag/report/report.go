// Package report writes diagnostics for people and for programs: on a terminal
// with carets, as JSON, SARIF, GitHub annotations and JUnit.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// Writer writes the diagnostics of one file after another, in the order of the
// calls, and keeps none of them. It is not safe for concurrent use.
type Writer interface {
	// File writes the diagnostics of a file, in the order given; a file
	// without any is told too, since some formats count the files.
	File(f *source.File, ds []diag.Diagnostic) error
	// Close writes what ends the report; it does not close the io.Writer.
	Close() error
}

// Options say how a report looks and what it can refer to.
type Options struct {
	// Colour makes Text use the colours of a terminal.
	Colour bool
	// ToolVersion is the version of pkt, for formats that name the tool.
	ToolVersion string
	// Rules are what a code of a diagnostic may refer to.
	Rules []RuleInfo
}

// RuleInfo describes a code.
type RuleInfo struct {
	Code string // "PKT402"
	Name string // "missing-ack", as in addresses
	// Summary is one sentence, Help the whole page in Markdown.
	Summary, Help string
	Severity      diag.Severity
	URL           string // of the page; empty where there is none
}

// The formats.
const (
	Text   = "text"
	JSON   = "json"
	SARIF  = "sarif"
	GitHub = "github"
	JUnit  = "junit"
)

// Formats lists the formats, for messages and for the command line.
func Formats() []string { return []string{Text, JSON, SARIF, GitHub, JUnit} }

// New returns a writer of a format, which is one of Formats.
func New(format string, w io.Writer, opts Options) (Writer, error) {
	switch format {
	case Text:
		return newText(w, opts), nil
	case JSON:
		return &jsonWriter{array: array{w: w}}, nil
	case SARIF:
		return newSARIF(w, opts), nil
	case GitHub:
		return &githubWriter{w: w}, nil
	case JUnit:
		return &junitWriter{w: w}, nil
	}
	return nil, fmt.Errorf("unknown report format %q: expected one of %s", format, strings.Join(Formats(), ", "))
}

// fullMessage is the message with its label, comparison and notes, for formats
// that have a single text for all of it.
func fullMessage(d diag.Diagnostic) string {
	lines := []string{d.Message}
	if text := label(d); text != "" {
		lines = append(lines, text)
	}
	if c := d.Comparison; c != nil {
		lines = append(lines, "expected "+c.Expected, "actual   "+c.Actual)
		if len(c.Differs) > 0 {
			lines = append(lines, "differs  "+strings.Join(c.Differs, ", "))
		}
	}
	return strings.Join(append(lines, d.Notes...), "\n")
}
