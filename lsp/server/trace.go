package server

import (
	"encoding/json"
	"io"
	"sync"
	"time"
)

// traceFile records every message of a session as a line of JSON: when, from
// whom, and the message. A bug report can carry it; it holds the text of every
// document that was opened. A nil traceFile records nothing.
type traceFile struct {
	mutex sync.Mutex
	w     io.Writer
}

func newTrace(w io.Writer) *traceFile {
	if w == nil {
		return nil
	}
	return &traceFile{w: w}
}

func (t *traceFile) message(from string, body []byte) {
	if t == nil {
		return
	}
	entry := map[string]any{"time": time.Now().UTC().Format(time.RFC3339Nano), "from": from}
	if json.Valid(body) {
		entry["message"] = json.RawMessage(body)
	} else {
		entry["garbage"] = string(body)
	}
	line, err := json.Marshal(entry)
	if err != nil {
		return
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	// A trace that cannot be written must not end the session that it is of.
	_, _ = t.w.Write(append(line, '\n'))
}
