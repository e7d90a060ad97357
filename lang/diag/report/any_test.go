package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/source"
)

// Any text with any ranges, right or wrong, gives a report that its readers can
// read, and that a terminal does not act on.
func TestAnything(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"\n", "\r\n", "\r", "\t", "a", " ", "日", "𝄞", "\xff", "\x1b[2J", "\x00",
		"\u202e", "e\u0301", strings.Repeat("x", 90)})
	texts := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(pieces, 0, 20).Draw(t, "pieces"), "")
	})
	ranges := rapid.Custom(func(t *rapid.T) source.Range {
		return source.Range{Start: rapid.IntRange(-3, 200).Draw(t, "start"),
			End: rapid.IntRange(-3, 200).Draw(t, "end")}
	})
	rapid.Check(t, func(t *rapid.T) {
		f := source.NewFile(texts.Draw(t, "name"), texts.Draw(t, "text"))
		d := diag.Diagnostic{
			Code: "X", Severity: diag.Severity(rapid.IntRange(0, 5).Draw(t, "severity")),
			Range: ranges.Draw(t, "range"), Message: texts.Draw(t, "message"), Label: texts.Draw(t, "label"),
			Notes:   []string{texts.Draw(t, "note")},
			Related: []diag.Related{{Range: ranges.Draw(t, "related"), Message: texts.Draw(t, "related message")}},
			Fixes:   []diag.Fix{{Title: "t", Edits: []source.Edit{{Range: ranges.Draw(t, "edit"), New: "x"}}}},
		}
		if rapid.Bool().Draw(t, "compared") {
			d.Comparison = &diag.Comparison{Expected: texts.Draw(t, "expected"), Actual: texts.Draw(t, "actual")}
		}
		for _, format := range report.Formats() {
			var out bytes.Buffer
			w, err := report.New(format, &out, report.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.File(f, []diag.Diagnostic{d, d}); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			readable(t, format, out.String())
		}
	})
}

func readable(t *rapid.T, format, out string) {
	switch format {
	case report.Text:
		for _, r := range out {
			if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("%q holds %q", out, r)
			}
		}
		if !utf8.ValidString(out) {
			t.Fatalf("%q is not UTF-8", out)
		}
	case report.JSON, report.SARIF:
		if !json.Valid([]byte(out)) {
			t.Fatalf("not JSON: %s", out)
		}
	case report.GitHub:
		for line := range strings.Lines(out) {
			if !strings.HasPrefix(line, "::") || strings.ContainsRune(line, '\r') {
				t.Fatalf("%q is no workflow command", line)
			}
		}
	case report.JUnit:
		for decoder := xml.NewDecoder(strings.NewReader(out)); ; {
			if _, err := decoder.Token(); err == io.EOF {
				return
			} else if err != nil {
				t.Fatalf("not XML: %v\n%s", err, out)
			}
		}
	}
}
