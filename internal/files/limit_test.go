package files

import (
	"strings"
	"testing"
)

// endless gives zeros for ever, as a device can.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestReadStopsAtTheLimit(t *testing.T) {
	const limit = 3 << 20
	if _, err := readAll(endless{}, 0, limit); err == nil || !strings.Contains(err.Error(), "3 MiB") {
		t.Errorf("reading without an end: %v", err)
	}
	if _, err := readAll(endless{}, limit+1, limit); err == nil {
		t.Error("a file that says it is too large was read")
	}
	exact := strings.Repeat("x", limit)
	if got, err := readAll(strings.NewReader(exact), limit, limit); err != nil || got != exact {
		t.Errorf("a file of just the limit: %d bytes, %v", len(got), err)
	}
}
