package report

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// sarifSchema is where the schema of the format is published (OASIS, Static
// Analysis Results Interchange Format 2.1.0, appendix A).
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

const homePage = "https://github.com/pktlang/pkt"

// sarifWriter writes one run over all files.
type sarifWriter struct {
	results array
	opts    Options
	rules   map[string]int // index of a code in the rules of the driver
	begun   bool
}

func newSARIF(w io.Writer, opts Options) *sarifWriter {
	s := &sarifWriter{results: array{w: w}, opts: opts, rules: make(map[string]int)}
	for i, rule := range opts.Rules {
		s.rules[rule.Code] = i
	}
	return s
}

type (
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string        `json:"id"`
		Name    string        `json:"name,omitempty"`
		Short   *sarifMessage `json:"shortDescription,omitempty"`
		Full    *sarifMessage `json:"help,omitempty"`
		URI     string        `json:"helpUri,omitempty"`
		Default sarifLevel    `json:"defaultConfiguration"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex *int            `json:"ruleIndex,omitempty"`
		Level     string          `json:"level"`
		Message   sarifMessage    `json:"message"`
		Locations []sarifLocation `json:"locations"`
		Related   []sarifLocation `json:"relatedLocations,omitempty"`
		Fixes     []sarifFix      `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		ID       *int          `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifMessage `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
		ByteOffset  int `json:"byteOffset"`
		ByteLength  int `json:"byteLength"`
	}
	sarifFix struct {
		Description sarifMessage  `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion  `json:"deletedRegion"`
		Inserted sarifMessage `json:"insertedContent"`
	}
)

var sarifLevels = map[diag.Severity]string{
	diag.Error: "error", diag.Warning: "warning", diag.Info: "note", diag.Hint: "note",
}

func levelOf(s diag.Severity) string {
	if level, ok := sarifLevels[s]; ok {
		return level
	}
	return "error"
}

// begin writes what stands before the results; the tool comes first so that a
// reader that streams knows the rules.
func (s *sarifWriter) begin() error {
	if s.begun {
		return nil
	}
	s.begun = true
	tool := sarifTool{sarifDriver{
		Name: "pkt", Version: s.opts.ToolVersion, InformationURI: homePage,
		Rules: make([]sarifRule, len(s.opts.Rules)),
	}}
	for i, rule := range s.opts.Rules {
		tool.Driver.Rules[i] = ruleToSARIF(rule)
	}
	text, err := json.Marshal(tool)
	if err != nil {
		return fmt.Errorf("cannot write the rules as SARIF: %w", err)
	}
	return write(s.results.w, fmt.Appendf(nil,
		`{"$schema":%q,"version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints","tool":%s,"results":[`,
		sarifSchema, text))
}

func ruleToSARIF(rule RuleInfo) sarifRule {
	out := sarifRule{ID: rule.Code, Name: rule.Name, URI: rule.URL, Default: sarifLevel{levelOf(rule.Severity)}}
	if rule.Summary != "" {
		out.Short = &sarifMessage{Text: rule.Summary}
	}
	if rule.Help != "" {
		out.Full = &sarifMessage{Text: rule.Help, Markdown: rule.Help}
	}
	return out
}

// File implements Writer.
func (s *sarifWriter) File(f *source.File, ds []diag.Diagnostic) error {
	if err := s.begin(); err != nil {
		return err
	}
	for _, d := range ds {
		if err := s.results.add(s.result(f, d)); err != nil {
			return err
		}
	}
	return nil
}

// Close implements Writer.
func (s *sarifWriter) Close() error {
	if err := s.begin(); err != nil {
		return err
	}
	return write(s.results.w, []byte("\n]}]}\n"))
}

func (s *sarifWriter) result(f *source.File, d diag.Diagnostic) sarifResult {
	out := sarifResult{
		RuleID: d.Code, Level: levelOf(d.Severity), Message: sarifMessage{Text: fullMessage(d)},
		Locations: []sarifLocation{{Physical: place(f, d.Range)}},
	}
	if i, ok := s.rules[d.Code]; ok {
		out.RuleIndex = &i
	}
	for i, r := range d.Related {
		out.Related = append(out.Related, sarifLocation{&i, place(f, r.Range), &sarifMessage{Text: r.Message}})
	}
	for _, fix := range d.Fixes {
		// The schema asks for a replacement in each change.
		if len(fix.Edits) == 0 {
			continue
		}
		change := sarifChange{Artifact: sarifArtifact{pathToURI(f.Name)}}
		for _, e := range fix.Edits {
			change.Replacements = append(change.Replacements,
				sarifReplacement{region(f, e.Range), sarifMessage{Text: e.New}})
		}
		out.Fixes = append(out.Fixes, sarifFix{sarifMessage{Text: fix.Title}, []sarifChange{change}})
	}
	return out
}

func place(f *source.File, r source.Range) sarifPhysical {
	return sarifPhysical{sarifArtifact{pathToURI(f.Name)}, region(f, r)}
}

func region(f *source.File, r source.Range) sarifRegion {
	start, end := f.Units(r.Start, source.UTF32), f.Units(r.End, source.UTF32)
	return sarifRegion{
		StartLine: start.Line + 1, StartColumn: start.Character + 1,
		EndLine: end.Line + 1, EndColumn: end.Character + 1,
		ByteOffset: f.Position(r.Start).Offset,
		ByteLength: f.Position(r.End).Offset - f.Position(r.Start).Offset,
	}
}

// pathToURI makes a relative reference of a relative path and a file URI of an
// absolute one (RFC 8089).
func pathToURI(path string) string {
	slashed := filepath.ToSlash(path)
	if !filepath.IsAbs(path) {
		return (&url.URL{Path: slashed}).String()
	}
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/scripts becomes file:///C:/scripts
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}
