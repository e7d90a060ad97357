package lsp

import (
	"context"
	"fmt"
	"sort"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
)

type (
	// inlayParams are those of textDocument/inlayHint (LSP 3.17).
	inlayParams struct {
		TextDocument protocol.TextDocumentIdentifier `json:"textDocument"`
		Range        protocol.Range                  `json:"range"`
	}
	inlayHint struct {
		Position     protocol.Position `json:"position"`
		Label        string            `json:"label"`
		Kind         int               `json:"kind,omitempty"`
		Tooltip      string            `json:"tooltip,omitempty"`
		PaddingLeft  bool              `json:"paddingLeft,omitempty"`
		PaddingRight bool              `json:"paddingRight,omitempty"`
	}
)

// inlayHints are the absolute time behind each relative one and, behind each
// event that changes them, the state of the connection and the bytes that are
// outstanding.
func inlayHints(ctx context.Context, r *request, p *inlayParams) ([]inlayHint, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	a := d.analysed()
	within := d.bytes(p.Range)
	statements := a.script.Statements
	first := sort.Search(len(statements), func(i int) bool {
		return statements[i].Base+int(statements[i].Length) >= within.Start
	})
	last := sort.Search(len(statements), func(i int) bool { return statements[i].Start() > within.End })
	if first >= last {
		return nil, nil
	}
	w := &inlayWriter{document: d, settings: r.view.settings.InlayHints}
	w.before(a.model.Before(first))
	a.model.Each(first, last, func(i int, after *model.State) bool {
		w.event(statements[i], after)
		return ctx.Err() == nil
	})
	return w.hints, ctx.Err()
}

// inlayWriter collects the hints of one event after the other.
type inlayWriter struct {
	document *document
	settings inlaySettings
	hints    []inlayHint
	// What was known before the event, by connection.
	states      map[int]model.TCPState
	outstanding map[int]int64
}

func (w *inlayWriter) before(s *model.State) {
	w.states, w.outstanding = make(map[int]model.TCPState), make(map[int]int64)
	for _, c := range s.Connections() {
		w.states[c.ID], w.outstanding[c.ID] = c.State, c.Outstanding()
	}
}

func (w *inlayWriter) event(st *lang.Statement, after *model.State) {
	if st.Kind != lang.EventStatement || st.Time == nil {
		return
	}
	if w.settings.Time && st.Time.Kind != lang.AbsoluteTime && st.Time.Kind != lang.AbsoluteRange {
		w.hints = append(w.hints, inlayHint{Position: w.document.position(st.Range(st.Time).End), Label: shortClock(after.Clock),
			Tooltip: "seconds since the first event", PaddingLeft: true})
	}
	label := ""
	for _, c := range after.Connections() {
		if !c.Certain() {
			continue
		}
		text := ""
		if was, known := w.states[c.ID]; w.settings.State && (!known || was != c.State) {
			text = c.State.String()
		}
		if w.settings.Outstanding && w.outstanding[c.ID] != c.Outstanding() {
			if text != "" {
				text += ", "
			}
			text += fmt.Sprintf("%d outstanding", c.Outstanding())
		}
		w.states[c.ID], w.outstanding[c.ID] = c.State, c.Outstanding()
		if text == "" {
			continue
		}
		if label != "" {
			label += "; "
		}
		if len(after.Connections()) > 1 {
			label += fmt.Sprintf("connection %d: ", c.ID+1)
		}
		label += text
	}
	if label != "" {
		w.hints = append(w.hints, inlayHint{Position: w.document.position(st.Range(st.Core).End), Label: label, PaddingLeft: true})
	}
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
