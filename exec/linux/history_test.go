//go:build linux

package linux

import (
	"bytes"
	"path/filepath"
	"testing"
)

// TestPrivateHistories holds that commands can keep their counters, that the
// next run does not find them, and that nothing is left.
func TestPrivateHistories(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	for _, name := range histories {
		t.Setenv(name, filepath.Join(temporary, "shared"))
	}
	for range 2 {
		environment, remove, err := privateHistories()
		if err != nil {
			t.Fatal(err)
		}
		var output bytes.Buffer
		m := &Machine{output: &output, errors: &output, environment: environment}
		for _, name := range histories {
			if err := m.Command(`test ! -e "$` + name + `" && echo 1 > "$` + name + `" && cat "$` + name +
				`"`); err != nil {
				t.Errorf("%s: %v %s", name, err, output.String())
			}
		}
		if err := remove(); err != nil {
			t.Fatal(err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(temporary, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
