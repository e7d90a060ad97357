package suite

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
)

// jsonLines writes one JSON object a line: "event" and "packet" as they come,
// "result" for each case, in order, and "summary" at the end.
type jsonLines struct {
	mutex   sync.Mutex
	encoder *json.Encoder
	err     error // the first one; Observe cannot return it
}

type (
	jsonCase struct {
		Type    string `json:"type"`
		Script  string `json:"script"`
		Variant string `json:"variant,omitempty"`
		Attempt int    `json:"attempt"` // from 1
	}
	jsonEvent struct {
		jsonCase
		protocol.Event
	}
	jsonPacket struct {
		jsonCase
		protocol.Packet
	}
	jsonResult struct {
		Type     string `json:"type"`
		Script   string `json:"script"`
		Variant  string `json:"variant,omitempty"`
		Status   Status `json:"status"`
		Attempts int    `json:"attempts"`
		// Seconds are those of the last attempt, from the start of its process
		// to its end.
		Seconds     float64           `json:"seconds"`
		Class       protocol.Class    `json:"class,omitempty"`
		Line        int               `json:"line,omitempty"`
		Reference   string            `json:"reference,omitempty"`
		Earlier     []jsonEarlier     `json:"earlier,omitempty"`
		Diagnostics []any             `json:"diagnostics"`
		Recent      []protocol.Packet `json:"recent,omitempty"`
		Others      []protocol.Packet `json:"others,omitempty"`
	}
	// jsonEarlier is an attempt that failed by timing and was repeated.
	jsonEarlier struct {
		Class     protocol.Class `json:"class"`
		Line      int            `json:"line"`
		Reference string         `json:"reference"`
	}
	jsonSummary struct {
		Type     string  `json:"type"`
		Counts   Counts  `json:"counts"`
		Seconds  float64 `json:"seconds"`
		ExitCode int     `json:"exit_code"`
	}
)

// NewJSONLines returns a reporter for programs.
func NewJSONLines(w io.Writer) Reporter {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return &jsonLines{encoder: encoder}
}

func (j *jsonLines) Observe(c *Case, attempt int, m protocol.Message) {
	of := jsonCase{Script: c.Script.File.Name, Variant: c.Variant, Attempt: attempt + 1}
	switch {
	case m.Event != nil && m.Event.Finished:
		of.Type = "event"
		j.write(jsonEvent{of, *m.Event})
	case m.Packet != nil:
		of.Type = "packet"
		j.write(jsonPacket{of, *m.Packet})
	}
}

func (j *jsonLines) write(value any) error {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	if err := j.encoder.Encode(value); err != nil && j.err == nil {
		j.err = fmt.Errorf("cannot write the result: %w", err)
	}
	return j.err
}

func (j *jsonLines) Result(r *Result) error {
	file := r.Case.Script.File
	out := jsonResult{Type: "result", Script: file.Name, Variant: r.Case.Variant, Status: r.Status,
		Attempts: len(r.Attempts), Diagnostics: []any{}}
	if last, ok := r.Last(); ok {
		out.Seconds = last.Elapsed.Seconds()
	}
	if f := r.Failure(); f != nil {
		out.Class, out.Line, out.Reference, out.Recent, out.Others = f.Class, f.Line, f.Reference, f.Recent, f.Others
	}
	for i, a := range r.Attempts {
		if i < len(r.Attempts)-1 {
			f := a.Verdict.Failures[0]
			out.Earlier = append(out.Earlier, jsonEarlier{f.Class, f.Line, f.Reference})
		}
	}
	for _, d := range withAcceptance(r, r.Diagnostics()) {
		out.Diagnostics = append(out.Diagnostics, report.Object(file, d))
	}
	return j.write(out)
}

// withAcceptance adds to the failure that ended a run the change that makes the
// script expect what the stack did, for an editor to offer. It is no safe fix:
// the script may be right.
func withAcceptance(r *Result, ds []diag.Diagnostic) []diag.Diagnostic {
	failure := r.Failure()
	last, ran := r.Last()
	if failure == nil || !ran || len(failure.Accept) == 0 || len(ds) <= len(last.Warnings) {
		return ds
	}
	ds = slices.Clone(ds)
	d := &ds[len(last.Warnings)]
	d.Fixes = append(slices.Clone(d.Fixes), diag.Fix{Title: "accept what the stack did", Edits: failure.Accept})
	return ds
}

func (j *jsonLines) Close(counts Counts, elapsed time.Duration) error {
	return j.write(jsonSummary{"summary", counts, elapsed.Seconds(), counts.ExitCode()})
}
