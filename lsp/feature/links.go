package feature

import (
	"path/filepath"
	"regexp"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint/rules"
)

var (
	// rfcForm is an RFC in a comment, such as "RFC 9293" or "RFC5961, section 5".
	rfcForm = regexp.MustCompile(`\bRFC[ -]?([0-9]{1,5})\b(?:,? +(?:section|sec\.|§) *([0-9]+(?:\.[0-9]+)*))?`)
	// codeForm is the code of a rule.
	codeForm = regexp.MustCompile(`\bPKT[0-9]{3}\b`)
	// fileForm is a relative path in a command.
	fileForm = regexp.MustCompile(`(?:\.\.?/)+[A-Za-z0-9_./-]*[A-Za-z0-9_-]`)
)

// Links are the RFCs and rules that comments name, and the files that commands
// name where they exist, which is asked by their paths.
func Links(d *Document, exists func(path string) bool) []protocol.DocumentLink {
	var out []protocol.DocumentLink
	add := func(at source.Range, target, tooltip string) {
		out = append(out, protocol.DocumentLink{Range: d.Span(at), Target: &target, Tooltip: &tooltip})
	}
	for _, st := range d.Script().Statements {
		for _, t := range st.Tokens {
			at := st.Range(t)
			switch t.Kind {
			case lang.Comment:
				d.commentLinks(at, add)
			case lang.BackQuoted:
				d.commandLinks(at, exists, add)
			}
		}
	}
	return out
}

// commentLinks are the RFCs and rules that a comment names.
func (d *Document) commentLinks(at source.Range, add func(source.Range, string, string)) {
	text := d.file.Slice(at)
	part := func(from, to int) source.Range { return source.Range{Start: at.Start + from, End: at.Start + to} }
	for _, m := range rfcForm.FindAllStringSubmatchIndex(text, -1) {
		number := text[m[2]:m[3]]
		target := "https://www.rfc-editor.org/rfc/rfc" + strings.TrimLeft(number, "0") + ".html"
		if m[4] >= 0 {
			target += "#section-" + text[m[4]:m[5]]
		}
		add(part(m[0], m[1]), target, "RFC "+number)
	}
	for _, m := range codeForm.FindAllStringIndex(text, -1) {
		code := text[m[0]:m[1]]
		if rule, ok := rules.Find(code); ok {
			add(part(m[0], m[1]), PageOf(code), rule.Summary)
		}
	}
}

// commandLinks are the files that a command names relative to the script, such
// as the script that sets the sysctls, where they exist.
func (d *Document) commandLinks(at source.Range, exists func(string) bool, add func(source.Range, string, string)) {
	if d.path == "" {
		return
	}
	text := d.file.Slice(at)
	for _, m := range fileForm.FindAllStringIndex(text, -1) {
		path := filepath.Join(filepath.Dir(d.path), filepath.FromSlash(text[m[0]:m[1]]))
		if exists(path) {
			add(source.Range{Start: at.Start + m[0], End: at.Start + m[1]}, URIOf(path), filepath.Base(path))
		}
	}
}
