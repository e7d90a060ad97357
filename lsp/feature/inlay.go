package feature

import (
	"context"
	"fmt"
	"sort"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
)

type (
	// InlayOptions switch the kinds of inlay hints.
	InlayOptions struct {
		Time        bool `json:"time"`
		State       bool `json:"state"`
		Outstanding bool `json:"outstanding"`
	}
	// InlayHint is the protocol's (LSP 3.17), which glsp does not have.
	InlayHint struct {
		Position     protocol.Position `json:"position"`
		Label        string            `json:"label"`
		Kind         int               `json:"kind,omitempty"`
		Tooltip      string            `json:"tooltip,omitempty"`
		PaddingLeft  bool              `json:"paddingLeft,omitempty"`
		PaddingRight bool              `json:"paddingRight,omitempty"`
	}
)

// InlayHints are the absolute time after each relative one but +0 and, after
// each event that changes them, the state of the connection and the bytes that
// are outstanding.
func InlayHints(ctx context.Context, d *Document, in protocol.Range, options InlayOptions) []InlayHint {
	script, m := d.Script(), d.Model()
	within := d.Bytes(in)
	statements := script.Statements
	first := sort.Search(len(statements), func(i int) bool {
		return statements[i].Base+int(statements[i].Length) >= within.Start
	})
	last := sort.Search(len(statements), func(i int) bool { return statements[i].Start() > within.End })
	if first >= last {
		return nil
	}
	w := &inlayWriter{document: d, options: options}
	w.before(m.Before(first))
	states := m.Cursor()
	for i := first; i < last && ctx.Err() == nil; i++ {
		w.event(statements[i], states.Before(i+1))
	}
	return w.hints
}

// inlayWriter collects the hints of one event after the other.
type inlayWriter struct {
	document *Document
	options  InlayOptions
	hints    []InlayHint
	// What was known before the event, by connection.
	states      map[int]model.TCPState
	outstanding map[int]int64
}

func (w *inlayWriter) before(s *model.State) {
	w.states, w.outstanding = make(map[int]model.TCPState), make(map[int]int64)
	for _, c := range s.Connections() {
		w.states[c.ID], w.outstanding[c.ID] = c.State, outstandingBytes(c)
	}
}

// outstandingBytes are the bytes of data that were sent and not acknowledged:
// SYN and FIN take a sequence number each, and are none.
func outstandingBytes(c *model.Connection) int64 {
	n := c.Outstanding()
	if n > 0 && c.Send.Unacknowledged == 0 {
		n--
	}
	if n > 0 && c.Send.FinSent {
		n--
	}
	return n
}

// needsTime reports whether a reader cannot see when an event is: the time is
// relative, and it is not that of the event before.
func needsTime(t *lang.Time) bool {
	switch t.Kind {
	case lang.AbsoluteTime, lang.AbsoluteRange:
		return false
	case lang.RelativeTime:
		return t.Start.Microseconds > 0
	}
	return true
}

func (w *inlayWriter) event(st *lang.Statement, after *model.State) {
	if st.Kind != lang.EventStatement || st.Time == nil {
		return
	}
	if w.options.Time && needsTime(st.Time) {
		w.hints = append(w.hints,
			InlayHint{Position: w.document.Position(st.Range(st.Time).End), Label: shortClock(after.Clock),
				Tooltip: "seconds since the first event", PaddingLeft: true})
	}
	label := w.connections(after)
	if label != "" {
		w.hints = append(w.hints,
			InlayHint{Position: w.document.Position(st.Range(st.Core).End), Label: label, PaddingLeft: true})
	}
}

// connections says what an event changed.
func (w *inlayWriter) connections(after *model.State) string {
	var labels []string
	for _, c := range after.Connections() {
		if !c.Tracked() {
			continue
		}
		var parts []string
		if was, known := w.states[c.ID]; w.options.State && (!known || was != c.State) {
			parts = append(parts, c.State.String())
		}
		bytes := outstandingBytes(c)
		if w.options.Outstanding && w.outstanding[c.ID] != bytes {
			parts = append(parts, fmt.Sprintf("%d outstanding", bytes))
		}
		w.states[c.ID], w.outstanding[c.ID] = c.State, bytes
		if len(parts) == 0 {
			continue
		}
		label := strings.Join(parts, ", ")
		if len(after.Connections()) > 1 {
			label = fmt.Sprintf("connection %d: %s", c.ID+1, label)
		}
		labels = append(labels, label)
	}
	return strings.Join(labels, "; ")
}

// shortClock is a time for a narrow place.
func shortClock(c model.Clock) string {
	if us, ok := c.Certain(); ok {
		return secondsText(us)
	}
	if c.Unbounded() {
		return "≥" + secondsText(c.Low)
	}
	return secondsText(c.Low) + "–" + secondsText(c.Top)
}
