package code

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// The reference's words, which stand after "runtime error in code: ".
var (
	errNoSocket     = errors.New("no socket to use for code")
	errNoTCPInfo    = errors.New("can't find getsockopt to get TCP info")
	errNoCongestion = errors.New("can't find getsockopt to get TCP_CC_INFO")
	errNoMemory     = errors.New("can't find getsockopt to get sk_meminfo")
)

// A report is one line that the Python program writes.
type report struct {
	Snippet *int    `json:"snippet"` // begins
	Kind    string  `json:"kind"`    // the exception's class
	Message string  `json:"message"`
	Trace   string  `json:"trace"`
	Place   []*uint `json:"place"` // first and last line from 1, first and last byte column from 0
}

// parseReports returns the snippet that ran last, and the exception that ended
// the program, if one did.
func parseReports(output string) (last int, raised *report) {
	for _, line := range strings.Split(output, "\n") {
		var r report
		if json.Unmarshal([]byte(line), &r) != nil {
			continue
		}
		if r.Snippet != nil {
			last = *r.Snippet
		} else {
			raised = &r
		}
	}
	return last, raised
}

// failure says that the program ended with the given status ("non-zero status
// 1", "signal: killed"), having reported and
// last printed what it did.
func (c *Code) failure(status, reports string, printed []string) *stack.CodeFailure {
	last, raised := parseReports(reports)
	s := c.snippets[min(max(last, 0), len(c.snippets)-1)]
	command := c.settings.CodeCommand
	out := &stack.CodeFailure{Reference: fmt.Sprintf("'%s' returned %s", command, status)}
	if raised == nil {
		out.Diagnostic = diag.Diagnostic{
			Code: "run/code", Severity: diag.Error, Range: s.where,
			Message: fmt.Sprintf("the code could not be run: `%s` ended with %s", command, status),
			Notes:   printed,
		}
		return out
	}
	where := c.place(s, raised.Place)
	out.Diagnostic = diag.Diagnostic{
		Code: "run/code", Severity: diag.Error, Range: where,
		Message: raised.describe(),
		Notes:   s.values(c.file.Slice(where)),
	}
	out.Output = fmt.Sprintf("%s:%d: error in Python code\n%s", c.file.Name, c.file.Line(s.event.Start), raised.Trace)
	return out
}

func (r *report) describe() string {
	switch {
	case r.Kind == "AssertionError" && r.Message == "":
		return "the assertion does not hold"
	case r.Kind == "AssertionError":
		return "the assertion does not hold: " + r.Message
	case r.Message == "":
		return "the code raised " + r.Kind
	}
	return "the code raised " + r.Kind + ": " + r.Message
}

// place turns what Python says into a range of the script. On the snippet's
// first line Python's columns count from where the snippet starts. Without
// columns it is the whole line, as far as it belongs to the snippet.
func (c *Code) place(s snippet, place []*uint) source.Range {
	if len(place) != 4 || place[0] == nil || place[1] == nil {
		return s.where
	}
	first := c.file.Position(s.where.Start)
	offset := func(line, column uint) int {
		at := c.file.LineStart(int(line)) + int(column)
		if int(line) == first.Line {
			at = s.where.Start + int(column)
		}
		return at
	}
	var out source.Range
	if place[2] != nil && place[3] != nil {
		out = source.Range{Start: offset(*place[0], *place[2]), End: offset(*place[1], *place[3])}
	} else {
		line := int(*place[0])
		start := max(c.file.LineStart(line), s.where.Start)
		text := c.file.Slice(source.Range{Start: start, End: min(c.file.LineStart(line+1), s.where.End)})
		start += len(text) - len(strings.TrimLeft(text, " \t"))
		out = source.Range{Start: start, End: start + len(strings.TrimSpace(text))}
	}
	if out.Start < s.where.Start || out.End > s.where.End || out.Start > out.End {
		return s.where
	}
	return out
}

var identifier = regexp.MustCompile(`[A-Za-z_][A-Za-z_0-9]*`)

// values says what the recorded variables were that text uses.
func (s snippet) values(text string) []string {
	recorded := map[string]string{}
	for _, v := range s.data.variables()[len(symbols):] {
		recorded[v.name] = v.value
	}
	var out []string
	for _, name := range identifier.FindAllString(text, -1) {
		if value, ok := recorded[name]; ok {
			out = append(out, name+" was "+value)
			delete(recorded, name)
		}
	}
	return out
}
