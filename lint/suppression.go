package lint

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint/rules"
)

// suppression is a comment such as `// pkt:ignore PKT402 reason`.
type suppression struct {
	at     lang.Span // in its statement
	codes  []string
	reason string
	// target is where the first token of the line that it is about begins, in
	// its statement; -1 where that line begins with a later statement.
	target int32
	alone  bool // on its line
	used   map[string]bool
}

var suppressionForm = regexp.MustCompile(`^//\s*pkt:ignore\b[ \t]*(\S*)[ \t]*(.*)$`)

// suppressionsIn reads the suppressions among a statement's comments.
func suppressionsIn(file *source.File, st *lang.Statement) []suppression {
	var out []suppression
	for i, t := range st.Tokens {
		if t.Kind != lang.Comment {
			continue
		}
		text := file.Text[st.Base+int(t.Off) : st.Base+int(t.End)]
		m := suppressionForm.FindStringSubmatch(strings.TrimRight(text, "\r"))
		if m == nil {
			continue
		}
		s := suppression{at: t.Span, reason: strings.TrimSpace(m[2]), alone: t.FirstOnLine, target: -1}
		for code := range strings.SplitSeq(m[1], ",") {
			if code != "" {
				s.codes = append(s.codes, code)
			}
		}
		for _, next := range st.Tokens[i+1:] {
			if next.Kind != lang.Comment {
				s.target = next.Off
				break
			}
		}
		out = append(out, s)
	}
	return out
}

// placed is a suppression in the file.
type placed struct {
	suppression
	where source.Range
	line  int // that it is about, or 0 for none
}

// place finds out which line the suppressions of statement i are about: their
// own or, where nothing else stands on it, the next one with something on it.
func place(script *lang.Script, i int, found []suppression) []placed {
	st := script.Statements[i]
	var out []placed
	for _, s := range found {
		p := placed{suppression: s, where: st.Range(s.at)}
		p.used = make(map[string]bool, len(s.codes))
		switch {
		case !s.alone:
			p.line = script.File.Line(p.where.Start)
		case s.target >= 0:
			p.line = script.File.Line(st.Base + int(s.target))
		case i+1 < len(script.Statements):
			next := script.Statements[i+1]
			p.line = script.File.Line(next.Start())
		}
		out = append(out, p)
	}
	return out
}

// suppress leaves out the diagnostics that a suppression is about, and adds
// what is to be said of the suppressions themselves.
func suppress(script *lang.Script, selection Selection, ds []diag.Diagnostic, all []placed) []diag.Diagnostic {
	if len(all) == 0 {
		return ds
	}
	kept := ds[:0]
	for _, d := range ds {
		if !silenced(script, d, all) {
			kept = append(kept, d)
		}
	}
	for _, p := range all {
		kept = append(kept, aboutSuppression(script.File, selection, p)...)
	}
	return kept
}

func silenced(script *lang.Script, d diag.Diagnostic, all []placed) bool {
	line, first := script.File.Line(d.Range.Start), 0
	if i := script.StatementIndex(d.Range.Start); i >= 0 {
		// An event over several lines is meant as a whole.
		first = script.File.Line(script.Statements[i].Start())
	}
	hit := false
	for _, p := range all {
		if p.line == 0 || p.line != line && p.line != first {
			continue
		}
		for _, code := range p.codes {
			if strings.EqualFold(code, d.Code) {
				p.used[code] = true
				hit = true
			}
		}
	}
	return hit
}

// aboutSuppression is what is wrong with a suppression itself.
func aboutSuppression(file *source.File, selection Selection, p placed) []diag.Diagnostic {
	var out []diag.Diagnostic
	add := func(d diag.Diagnostic) {
		d.Range = p.where
		out = append(out, d)
	}
	if len(p.codes) > 0 && p.reason == "" {
		add(diag.Diagnostic{Code: rules.SuppressionWithoutReason.Code, Severity: diag.Warning,
			Message: "this suppression does not say why: write the reason after the code"})
	}
	if len(p.codes) == 0 {
		add(diag.Diagnostic{Code: rules.UnknownSuppression.Code, Severity: diag.Warning,
			Message: "this suppression names no code: expected `// pkt:ignore CODE reason`"})
	}
	unused := 0
	for _, code := range p.codes {
		name, known := codeName(code)
		switch {
		case !known:
			add(diag.Diagnostic{Code: rules.UnknownSuppression.Code, Severity: diag.Warning,
				Message: fmt.Sprintf("`%s` is the code of no rule; pkt explain lists all", code)})
		case !p.used[code] && selection.enabled(code, name):
			unused++
			add(diag.Diagnostic{Code: rules.UnusedSuppression.Code, Severity: diag.Warning,
				Tags:    []diag.Tag{diag.Unnecessary},
				Message: fmt.Sprintf("%s finds nothing here to suppress", code)})
		}
	}
	if unused == len(p.codes) && unused == 1 {
		out[len(out)-1].Fixes = []diag.Fix{{Title: "remove the comment", Safe: true,
			Edits: []source.Edit{{Range: removal(file, p)}}}}
	}
	return out
}

// removal is the text to delete for a comment to be gone: the line where it
// stands alone, and the spaces before it otherwise.
func removal(file *source.File, p placed) source.Range {
	at := p.where
	for at.Start > 0 && (file.Text[at.Start-1] == ' ' || file.Text[at.Start-1] == '\t') {
		at.Start--
	}
	if p.alone {
		if rest := file.Text[at.End:]; strings.HasPrefix(rest, "\r\n") {
			at.End += 2
		} else if rest != "" {
			at.End++
		}
	}
	return at
}

// codeName is the name of the rule or syntax error with a code.
func codeName(code string) (string, bool) {
	if r, ok := rules.Find(code); ok {
		return r.Name, strings.EqualFold(r.Code, code)
	}
	c, ok := lang.FindCode(code)
	return c.Name, ok
}
