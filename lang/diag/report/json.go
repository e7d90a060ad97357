package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// array writes the elements of a JSON array one by one.
type array struct {
	w       io.Writer
	started bool
}

func (a *array) add(value any) error {
	var out bytes.Buffer
	out.WriteString(",\n")
	if !a.started {
		out.Reset()
		out.WriteByte('\n')
	}
	a.started = true
	encoder := json.NewEncoder(&out)
	// Messages are full of < and >, which need no escape outside of HTML.
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("cannot write a diagnostic as JSON: %w", err)
	}
	out.Truncate(out.Len() - 1) // the encoder ends a value with a line end
	return write(a.w, out.Bytes())
}

func write(w io.Writer, text []byte) error {
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	return nil
}

// jsonWriter writes one array over all files. Lines and columns count from 1,
// offsets from 0, both in bytes; the end of a range is not included.
type jsonWriter struct {
	array
}

// File implements Writer.
func (j *jsonWriter) File(f *source.File, ds []diag.Diagnostic) error {
	if !j.started && len(ds) > 0 {
		if err := write(j.w, []byte("[")); err != nil {
			return err
		}
	}
	for _, d := range ds {
		if err := j.add(NewObject(f, d)); err != nil {
			return err
		}
	}
	return nil
}

// Close implements Writer.
func (j *jsonWriter) Close() error {
	if !j.started {
		return write(j.w, []byte("[]\n"))
	}
	return write(j.w, []byte("\n]\n"))
}
