package report_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

// find is the range of the first text in f that reads like part.
func find(t *testing.T, f *source.File, part string) source.Range {
	t.Helper()
	at := strings.Index(f.Text, part)
	if at < 0 {
		t.Fatalf("%q is not in %s", part, f.Name)
	}
	return source.Range{Start: at, End: at + len(part)}
}

// reported is a file with what is said of it.
type reported struct {
	file *source.File
	ds   []diag.Diagnostic
}

func samples(t *testing.T) []reported {
	retransmission := source.NewFile("tests/retransmission.pkt", `// The peer acknowledges nothing.
   +0  < S 0:0(0) win 4000
   +0  > S. 0:0(0) ack 1 <...>
  +.1  < . 1:1(0) ack 1001 win 4000
   +0  write(4, ..., 2000) = 2000
   +0  > . 1001:2001(1000) ack 1
`)
	segment := source.NewFile("segment, one.pkt",
		"+0 < P. 1:201(200) win 4000 // 100% → 日本\r\n+0 < F. 201:201(0) ack 1 win 4000\r\n"+
			"+0 < S 0:0(0) win 1000 <sackOk>\r\n")
	missing := find(t, segment, "P.")
	return []reported{
		{source.NewFile("clean.pkt", "+0 close(3) = 0\n"), nil},
		{retransmission, []diag.Diagnostic{{
			Code: "run/packet", Severity: diag.Error,
			Range:   find(t, retransmission, ". 1001:2001(1000)"),
			Message: "the stack sent another packet than expected",
			Comparison: &diag.Comparison{
				Expected: ". 1001:2001(1000) ack 1", Actual: "P. 1001:3001(2000) ack 1 win 65535",
				Differs: []string{"flags", "length (2 x 1000 in one packet)"},
			},
			Notes: []string{"hint: segmentation offload is on for the tun device"},
		}}},
		{segment, []diag.Diagnostic{
			{
				Code: "PKT402", Severity: diag.Warning, Range: missing,
				Message: "the ACK flag is set but no ack number is given, which acknowledges 0",
				Notes:   []string{"recent kernels discard a segment that acknowledges what was never sent"},
				Related: []diag.Related{{Range: find(t, segment, "F."), Message: "the FIN, 100% sure"}},
				Fixes: []diag.Fix{{Title: "add `ack 1`", Safe: true, Edits: []source.Edit{
					{Range: source.Range{Start: missing.End + 12, End: missing.End + 12}, New: " ack 1"},
				}}},
			},
			{
				Code: "PKT006", Severity: diag.Info, Range: find(t, segment, "sackOk"),
				Message: "unknown TCP option `sackOk`", Label: "did you mean `sackOK`?",
				Fixes: []diag.Fix{
					{Title: "write `sackOK`", Edits: []source.Edit{{Range: find(t, segment, "sackOk"), New: "sackOK"}}},
					{Title: "write `sack 1:2`",
						Edits: []source.Edit{{Range: find(t, segment, "sackOk"), New: "sack 1:2"}}},
				},
			},
			{Code: "PKT900", Severity: diag.Hint, Range: source.Range{Start: 0, End: len(segment.Text)},
				Message: "nothing looks at this"},
		}},
	}
}

var rules = []report.RuleInfo{
	{Code: "PKT402", Name: "missing-ack", Summary: "the ACK flag without an ack number",
		Help:     "Such a segment acknowledges 0.",
		Severity: diag.Warning, URL: "https://example.org/rules/PKT402"},
	{Code: "PKT006", Severity: diag.Info},
}

func write(t *testing.T, format string, opts report.Options, files []reported) string {
	t.Helper()
	var out bytes.Buffer
	w, err := report.New(format, &out, opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range files {
		if err := w.File(r.file, r.ds); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is written otherwise (-want +got); go test -update writes it anew:\n%s", name, diff)
	}
}

func TestFormats(t *testing.T) {
	for _, format := range report.Formats() {
		t.Run(format, func(t *testing.T) {
			got := write(t, format, report.Options{ToolVersion: "v1.2.3", Rules: rules}, samples(t))
			golden(t, format+".golden", got)
		})
	}
}

func TestColour(t *testing.T) {
	golden(t, "colour.golden", write(t, report.Text, report.Options{Colour: true}, samples(t)[1:2]))
}

func TestNothingToReport(t *testing.T) {
	want := map[string]string{
		report.Text: "", report.JSON: "[]\n", report.GitHub: "",
		report.JUnit: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pkt\">\n</testsuites>\n",
	}
	for format, text := range want {
		if got := write(t, format, report.Options{}, nil); got != text {
			t.Errorf("%s: got %q, want %q", format, got, text)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	_, err := report.New("yaml", nil, report.Options{})
	if err == nil || !strings.Contains(err.Error(), `"yaml"`) || !strings.Contains(err.Error(), "sarif") {
		t.Errorf("the error should name the format and the known ones: %v", err)
	}
}

// full is a disk without space.
type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }

func TestWriteErrors(t *testing.T) {
	broken := errors.New("no space left on device")
	for _, format := range report.Formats() {
		w, err := report.New(format, full{broken}, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		sample := samples(t)[1]
		if err := w.File(sample.file, sample.ds); !errors.Is(err, broken) {
			t.Errorf("%s: got %v, want %v", format, err, broken)
		}
	}
}
