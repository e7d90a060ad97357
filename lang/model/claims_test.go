package model

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang"
)

func scripts(t *testing.T, pattern string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts match %s: %v", pattern, err)
	}
	out := map[string]string{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(path)] = string(text)
	}
	return out
}

var wantComment = regexp.MustCompile(`// want ([a-z0-9 -]+)`)

// TestClaims holds each script of testdata/claims against the comments in it:
// a line with "want KIND" gets exactly that observation, every other none.
func TestClaims(t *testing.T) {
	for name, text := range scripts(t, "testdata/claims/*.pkt") {
		t.Run(name, func(t *testing.T) {
			script := parse(t, name, text)
			var want, got []string
			for i, line := range strings.Split(text, "\n") {
				if m := wantComment.FindStringSubmatch(line); m != nil {
					for _, kind := range strings.Fields(m[1]) {
						want = append(want, fmt.Sprintf("%d %s", i+1, kind))
					}
				}
			}
			for _, o := range New(compiled(script)).Observations() {
				if o.Certainty != Certain {
					continue
				}
				r := script.Statements[o.Statement].Range(o.Node)
				got = append(got, fmt.Sprintf("%d %s", script.File.Line(r.Start), o.Kind()))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("observations (-want +got):\n%s", diff)
			}
		})
	}
}

var stateComment = regexp.MustCompile(
	`(state ([A-Z0-9-]+) ([A-Z0-9-]+))|(outstanding (\d+))|(unsent (\d+))|(unread (\d+))`)

// TestStates walks the scripts of testdata/states and holds the connection
// behind each line against the comment on it.
func TestStates(t *testing.T) {
	for name, text := range scripts(t, "testdata/states/*.pkt") {
		t.Run(name, func(t *testing.T) {
			script := parse(t, name, text)
			m := New(compiled(script))
			for _, o := range m.Observations() {
				if o.Certainty == Certain {
					t.Fatalf("unexpected observation: %+v", o)
				}
			}
			for i, st := range script.Statements {
				if st.Kind != lang.EventStatement {
					continue
				}
				line := script.File.Line(st.Start())
				_, comment, found := strings.Cut(script.File.LineText(line), "// ")
				if !found {
					continue
				}
				c := m.After(i).Current()
				if c == nil {
					t.Fatalf("line %d: no connection", line)
				}
				for _, want := range stateComment.FindAllString(comment, -1) {
					if got := factNamed(c, want); got != want {
						t.Errorf("line %d: got %s, want %s", line, got, want)
					}
				}
			}
		})
	}
}

func factNamed(c *Connection, want string) string {
	switch strings.Fields(want)[0] {
	case "state":
		return fmt.Sprintf("state %s %s", c.State, c.Peer)
	case "outstanding":
		return fmt.Sprintf("outstanding %d", c.Outstanding())
	case "unsent":
		return fmt.Sprintf("unsent %s", c.NotSent())
	}
	return fmt.Sprintf("unread %s", c.Receive.Unread)
}
