package suite

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/source"
)

// Reporter says what happens in a run of many cases.
type Reporter interface {
	// Observe is told each message of each attempt. It is called by several
	// goroutines at a time.
	Observe(c *Case, attempt int, m protocol.Message)
	// Result is told each result, in the order of the cases.
	Result(r *Result) error
	// Close is told the end.
	Close(counts Counts, elapsed time.Duration) error
}

// words are the statuses in the order and with the words of a summary.
var words = []struct {
	status Status
	word   string
}{
	{Passed, "passed"},
	{Flaky, "flaky (passed when repeated)"},
	{Failed, "failed"},
	{Refused, "refused"},
	{Broken, "could not be run"},
	{Interrupted, "interrupted"},
}

// Summary is one line, such as "12 passed, 1 failed".
func (c Counts) Summary() string {
	var parts []string
	for _, w := range words {
		if n := c[w.status]; n > 0 || w.status == Passed {
			parts = append(parts, fmt.Sprintf("%d %s", n, w.word))
		}
	}
	return strings.Join(parts, ", ")
}

// listing writes results in one of the formats of package report, in which a
// script that passed has nothing to be said of.
type listing struct{ writer report.Writer }

// NewListing returns a reporter for a format of package report.
func NewListing(format string, w io.Writer, o report.Options) (Reporter, error) {
	writer, err := report.New(format, w, o)
	if err != nil {
		return nil, err
	}
	return &listing{writer}, nil
}

func (*listing) Observe(*Case, int, protocol.Message) {}

func (l *listing) Result(r *Result) error {
	if r.Status == Interrupted {
		return nil
	}
	return l.writer.File(r.named(), r.Diagnostics())
}

func (l *listing) Close(Counts, time.Duration) error { return l.writer.Close() }

// named is the script under the case's name, so that formats that list files
// tell the variants apart.
func (r *Result) named() *source.File {
	file := *r.Case.Script.File
	file.Name = r.Case.Name()
	return &file
}
