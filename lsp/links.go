package lsp

import (
	"context"
	"os"
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

func documentLink(_ context.Context, r *request, p *documentParams) ([]protocol.DocumentLink, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	var out []protocol.DocumentLink
	add := func(at source.Range, target, tooltip string) {
		out = append(out, protocol.DocumentLink{Range: d.span(at), Target: &target, Tooltip: &tooltip})
	}
	for _, st := range d.parsed().Statements {
		for _, t := range st.Tokens {
			at := st.Range(t)
			switch t.Kind {
			case lang.Comment:
				d.commentLinks(at, add)
			case lang.BackQuoted:
				d.commandLinks(at, add)
			}
		}
	}
	return out, nil
}

// commentLinks are the RFCs and rules that a comment names.
func (d *document) commentLinks(at source.Range, add func(source.Range, string, string)) {
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
			add(part(m[0], m[1]), pageOf(code), rule.Summary)
		}
	}
}

// commandLinks are the files that a command names relative to the script, such
// as the script that sets the sysctls, where they exist.
func (d *document) commandLinks(at source.Range, add func(source.Range, string, string)) {
	if d.path == "" {
		return
	}
	text := d.file.Slice(at)
	for _, m := range fileForm.FindAllStringIndex(text, -1) {
		path := filepath.Join(filepath.Dir(d.path), filepath.FromSlash(text[m[0]:m[1]]))
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			add(source.Range{Start: at.Start + m[0], End: at.Start + m[1]}, uriOf(path), filepath.Base(path))
		}
	}
}
