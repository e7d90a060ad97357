package format_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	format "github.com/pktlang/pkt/fmt"
)

// corpus reads the scripts of a folder beside the checkout.
func corpus(t testing.TB, folder string) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..", "shared", "corpus", folder)
	if _, err := os.Stat(root); err != nil {
		t.Skipf("corpus not found: the scripts of ../shared/corpus/%s are needed beside the checkout", folder)
	}
	scripts := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".pkt") {
			return err
		}
		text, err := os.ReadFile(path)
		scripts[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(scripts) == 0 {
		t.Fatal("the corpus holds no scripts")
	}
	return scripts
}

// corpusFolders are those whose scripts are all formatted.
var corpusFolders = []string{"textbook", "kselftest-7.2", "google", "mptcp", "sctp", "freebsd", "mutants"}

func TestCorpusKeepsTokensAndFixedPoint(t *testing.T) {
	for _, folder := range corpusFolders {
		t.Run(folder, func(t *testing.T) {
			for path, text := range corpus(t, folder) {
				for _, simplify := range []bool{false, true} {
					checkPromises(named{t, path}, text, format.Options{Simplify: simplify})
				}
			}
		})
	}
}

// named puts the path of a script before a failure.
type named struct {
	*testing.T
	path string
}

func (n named) Fatalf(form string, args ...any) {
	n.Helper()
	n.T.Fatalf(n.path+": "+form, args...)
}

// TestCorpusIsMostlyFormatted holds how many lines of suites that people care
// for come out as they went in: the look is theirs.
func TestCorpusIsMostlyFormatted(t *testing.T) {
	for _, c := range []struct {
		folder string
		least  float64
	}{{"kselftest-7.2", 0.97}, {"google", 0.96}, {"freebsd", 0.97}} {
		t.Run(c.folder, func(t *testing.T) {
			lines, same := 0, 0
			for _, text := range corpus(t, c.folder) {
				after, err := format.Source(parse(text), format.Options{})
				if err != nil {
					t.Fatal(err)
				}
				a, b := strings.SplitAfter(text, "\n"), strings.SplitAfter(after, "\n")
				lines += len(a)
				same += commonLines(a, b)
			}
			share := float64(same) / float64(lines)
			t.Logf("%d of %d lines unchanged: %.2f %%", same, lines, 100*share)
			if share < c.least {
				t.Errorf("only %.2f %% of the lines are unchanged, expected %.0f %%", 100*share, 100*c.least)
			}
		})
	}
}

// commonLines is the length of the longest common subsequence.
func commonLines(a, b []string) int {
	same := 0
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b, same = a[1:], b[1:], same+1
	}
	row := make([]int, len(b)+1)
	for i := range a {
		diagonal := 0
		for j := range b {
			above := row[j+1]
			if a[i] == b[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return same + row[len(b)]
}
