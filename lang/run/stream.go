package run

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
)

// Of says which run of a script a line is of. The process that runs one script
// leaves it empty, since it does not know.
type Of struct {
	Case
	Attempt int `json:"attempt,omitempty"` // from 1
}

// Case is a script in a variant.
type Case struct {
	Script  string `json:"script"`            // its name as the user gave it
	Variant string `json:"variant,omitempty"` // empty where there is none
}

// Name is the script with the variant.
func (c Case) Name() string {
	if c.Variant == "" {
		return c.Script
	}
	return fmt.Sprintf("%s (%s)", c.Script, c.Variant)
}

// The lines of a stream, by what they hold. Type is first, so that a line can be
// told by its beginning.
type (
	EventLine struct {
		Type string `json:"type"` // "event"
		Of
		Event
	}
	PacketLine struct {
		Type string `json:"type"` // "packet"
		Of
		Packet
	}
	WarningLine struct {
		Type string `json:"type"` // "warning"
		Of
		Warning Failure `json:"warning"`
	}
	VerdictLine struct {
		Type string `json:"type"` // "verdict"
		Of
		Verdict Verdict `json:"verdict"`
	}
	ResultLine struct {
		Type string `json:"type"` // "result"
		Case
		Result
	}
	SummaryLine struct {
		Type string `json:"type"` // "summary"
		Summary
	}
)

// The types of lines.
const (
	typeEvent   = "event"
	typePacket  = "packet"
	typeWarning = "warning"
	typeVerdict = "verdict"
	typeResult  = "result"
	typeSummary = "summary"
)

// Stream writes messages as JSON, one object a line. After an error it writes no
// more.
type Stream struct {
	encoder *json.Encoder
	err     error
}

// NewStream returns a stream that writes to w.
func NewStream(w io.Writer) *Stream {
	encoder := json.NewEncoder(w)
	// Packets are full of < and >, which need no escape outside of HTML.
	encoder.SetEscapeHTML(false)
	return &Stream{encoder: encoder}
}

func (s *Stream) write(line any) {
	if s.err != nil {
		return
	}
	if err := s.encoder.Encode(line); err != nil {
		s.err = fmt.Errorf("cannot write what happened: %w", err)
	}
}

// Event writes an event.
func (s *Stream) Event(of Of, e Event) { s.write(EventLine{typeEvent, of, e}) }

// Packet writes a packet.
func (s *Stream) Packet(of Of, p Packet) { s.write(PacketLine{typePacket, of, p}) }

// Warning writes a warning.
func (s *Stream) Warning(of Of, f Failure) { s.write(WarningLine{typeWarning, of, f}) }

// Verdict writes a verdict.
func (s *Stream) Verdict(of Of, v Verdict) { s.write(VerdictLine{typeVerdict, of, v}) }

// Result writes a result.
func (s *Stream) Result(of Case, r Result) { s.write(ResultLine{typeResult, of, r}) }

// Summary writes a summary.
func (s *Stream) Summary(r Summary) { s.write(SummaryLine{typeSummary, r}) }

// Err is the first error of writing.
func (s *Stream) Err() error { return s.err }

// ErrUnknownLine is that of a line which is JSON, but of no type that is known:
// what a later version says besides.
var ErrUnknownLine = errors.New("a line of an unknown type")

// ParseLine reads one line of a stream: it returns one of EventLine, PacketLine,
// WarningLine, VerdictLine, ResultLine and SummaryLine.
func ParseLine(line []byte) (any, error) {
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return nil, fmt.Errorf("cannot read what happened: %w", err)
	}
	switch head.Type {
	case typeEvent:
		return parse[EventLine](line)
	case typePacket:
		return parse[PacketLine](line)
	case typeWarning:
		return parse[WarningLine](line)
	case typeVerdict:
		return parse[VerdictLine](line)
	case typeResult:
		return parse[ResultLine](line)
	case typeSummary:
		return parse[SummaryLine](line)
	}
	return nil, fmt.Errorf("%w: %q", ErrUnknownLine, head.Type)
}

func parse[T any](line []byte) (any, error) {
	var out T
	if err := json.Unmarshal(line, &out); err != nil {
		return nil, fmt.Errorf("cannot read what happened: %w", err)
	}
	return out, nil
}

// Tell tells an observer what a line says; results and summaries, which are of
// more than one run, are left out.
func Tell(line any, o Observer) {
	switch line := line.(type) {
	case EventLine:
		o.Event(line.Event)
	case PacketLine:
		o.Packet(line.Packet)
	case WarningLine:
		o.Warning(line.Warning)
	case VerdictLine:
		o.Verdict(line.Verdict)
	}
}

// Read yields the lines of a stream, each as ParseLine returns it, until it ends.
// Lines that cannot be read are left out: a process that crashes may leave one
// unfinished, and a later version may say more.
func Read(r io.Reader) iter.Seq[any] {
	return func(yield func(any) bool) {
		buffered := bufio.NewReader(r)
		for {
			text, err := buffered.ReadBytes('\n')
			if line, bad := ParseLine(text); bad == nil && !yield(line) || err != nil {
				return
			}
		}
	}
}
