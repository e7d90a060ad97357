package suite

import (
	"io"
	"time"

	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// Reporter says what happens in a run of many cases.
type Reporter interface {
	// Observe returns who is told what happens in an attempt, from 0, of a
	// case, or nil. It is called by several goroutines at a time, and so are
	// the observers of several cases.
	Observe(c *Case, attempt int) run.Observer
	// Result is told each result, in the order of the cases.
	Result(r *Result) error
	// Close is told the end.
	Close(counts run.Counts, elapsed time.Duration) error
}

// Watcher is a reporter that is told at once which cases begin and end; see
// Runner.Started and Runner.Finished.
type Watcher interface {
	Started(c *Case)
	Finished(r *Result)
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

func (*listing) Observe(*Case, int) run.Observer { return nil }

func (l *listing) Result(r *Result) error {
	if r.Status == run.StatusInterrupted {
		return nil
	}
	return l.writer.File(r.named(), r.Diagnostics())
}

func (l *listing) Close(run.Counts, time.Duration) error { return l.writer.Close() }

// named is the script under the case's name, so that formats that list files
// tell the variants apart.
func (r *Result) named() *source.File {
	file := *r.Case.Script.File
	file.Name = r.Case.Name()
	return &file
}
