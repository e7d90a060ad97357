package dump

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// JSON writes the syntax tree as one JSON object:
//
//	{"path": ..., "statements": [{"kind": ..., "range": ..., fields...}, ...]}
//
// Every node has its kind, which is the name of its Go type, and its range,
// with line and column from 1 and the offset from 0, all in bytes. The other
// members are the fields of the Go type with a small first letter. What is
// absent from the script is absent from the object; a mark that is false and a
// text that is empty are left out too. Bytes are written in hex. A statement
// also has its comments, and its problems where it could not be parsed.
func JSON(w io.Writer, script *lang.Script) error {
	var out bytes.Buffer
	out.WriteString(`{"path":`)
	writeValue(&out, script.File.Name)
	out.WriteString(`,"statements":[`)
	for i, s := range script.Statements {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		writeElement(&out, script.File, statement(script.File, s))
		// A large script is handed on statement by statement.
		if _, err := out.WriteTo(w); err != nil {
			return fmt.Errorf("cannot write the syntax tree: %w", err)
		}
	}
	out.WriteString("\n]}")
	if _, err := out.WriteTo(w); err != nil {
		return fmt.Errorf("cannot write the syntax tree: %w", err)
	}
	return nil
}

func writeElement(out *bytes.Buffer, file *source.File, e element) {
	switch {
	case e.list:
		out.WriteByte('[')
		for i, below := range e.below {
			if i > 0 {
				out.WriteByte(',')
			}
			writeElement(out, file, below)
		}
		out.WriteByte(']')
	case e.kind == "":
		switch value := e.value.(type) {
		case lang.Span:
			writeRange(out, file, e.rng)
		case []byte:
			writeValue(out, hex.EncodeToString(value))
		default:
			writeValue(out, value)
		}
	default:
		out.WriteString(`{"kind":`)
		writeValue(out, e.kind)
		out.WriteString(`,"range":`)
		writeRange(out, file, e.rng)
		for _, below := range e.below {
			name := below.name
			// ICMP, time and other nodes may have a field of this name too.
			if name == "kind" || name == "range" {
				name = "form"
			}
			out.WriteByte(',')
			writeValue(out, name)
			out.WriteByte(':')
			writeElement(out, file, below)
		}
		out.WriteByte('}')
	}
}

func writeRange(out *bytes.Buffer, file *source.File, r source.Range) {
	start, end := file.Position(r.Start), file.Position(r.End)
	fmt.Fprintf(out, `{"start":{"line":%d,"column":%d,"offset":%d},"end":{"line":%d,"column":%d,"offset":%d}}`,
		start.Line, start.Column, start.Offset, end.Line, end.Column, end.Offset)
}

// writeValue writes a text, a number, a truth value or a list of texts.
func writeValue(out *bytes.Buffer, value any) {
	encoder := json.NewEncoder(out)
	// Scripts are full of < and >, which need no escape outside of HTML.
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		// A type that JSON lacks is written as Go would print it. An error
		// leaves nothing in out, and a text cannot fail.
		_ = encoder.Encode(fmt.Sprint(value))
	}
	out.Truncate(out.Len() - 1) // the encoder ends a value with a line end
}
