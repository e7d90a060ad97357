package lint

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rules"
)

// Page is what there is to say about one code: what `pkt explain` prints and
// docs/rules holds.
type Page struct {
	Code, Name string
	Severity   diag.Severity
	// Summary is a sentence without a full stop, Details are paragraphs with
	// blank lines between; Fix says what a fix changes, empty where there is
	// none.
	Summary, Details, Fix string
	Sources               []string
	Bad, Good             string // example scripts
}

// Pages returns all pages, by code: those of syntax errors and those of rules.
func Pages() []Page {
	var pages []Page
	for _, c := range lang.Codes() {
		page := Page{Code: c.Code, Name: c.Name, Severity: diag.Error, Summary: c.Summary, Details: c.Details,
			Bad: c.Bad, Good: c.Good}
		if c.Code == lang.CodePendingName {
			page.Severity = diag.Info
		}
		pages = append(pages, page)
	}
	for _, r := range rules.All() {
		pages = append(pages, Page{r.Code, r.Name, r.Severity, r.Summary, r.Details, r.Fix, r.Sources, r.Bad, r.Good})
	}
	return pages
}

// FindPage returns the page of a code or name; upper and lower case do not
// matter.
func FindPage(codeOrName string) (Page, bool) {
	for _, p := range Pages() {
		if strings.EqualFold(p.Code, codeOrName) || strings.EqualFold(p.Name, codeOrName) {
			return p, true
		}
	}
	return Page{}, false
}

// Markdown is the page as a file of docs/rules.
func (p Page) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s %s\n\n%s.\n\nSeverity: %s\n", p.Code, p.Name, sentence(p.Summary), p.Severity)
	if p.Details != "" {
		fmt.Fprintf(&b, "\n%s\n", p.Details)
	}
	for _, example := range []struct{ title, script string }{{"Instead of", p.Bad}, {"Write", p.Good}} {
		if example.script != "" {
			fmt.Fprintf(&b, "\n%s:\n\n```\n%s\n```\n", example.title, strings.TrimRight(example.script, "\n"))
		}
	}
	if p.Fix != "" {
		fmt.Fprintf(&b, "\n## Fix\n\n%s\n", p.Fix)
	}
	if len(p.Sources) > 0 {
		fmt.Fprintf(&b, "\n## Sources\n\n- %s\n", strings.Join(p.Sources, "\n- "))
	}
	return b.String()
}

// FileName is the name of the page's file in docs/rules.
func (p Page) FileName() string { return p.Code + ".md" }

// PagesURL is the address of docs/rules, for programs that link to pages.
const PagesURL = "https://github.com/pktlang/pkt/blob/main/docs/rules/"

// URL is where the page can be read.
func (p Page) URL() string { return PagesURL + p.FileName() }

// Index is the table of all pages, as docs/rules/README.md.
func Index() string {
	var b strings.Builder
	b.WriteString("# Rules\n\nWhat `pkt lint` and the editor report. `pkt explain CODE` prints a page; `go generate " +
		"./lint` writes this folder.\n\n")
	b.WriteString("| code | name | severity | what it is about |\n|---|---|---|---|\n")
	for _, p := range Pages() {
		fmt.Fprintf(&b, "| [%s](%s) | %s | %s | %s |\n", p.Code, p.FileName(), p.Name, p.Severity,
			strings.ReplaceAll(p.Summary, "|", "\\|"))
	}
	return b.String()
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
