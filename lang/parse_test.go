package lang

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// corpus returns the scripts of the folders given, by path.
func corpus(t testing.TB, folders ...string) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..", "shared", "corpus")
	if _, err := os.Stat(root); err != nil {
		t.Skip("corpus not found: the scripts of ../shared/corpus are needed beside the checkout")
	}
	scripts := map[string]string{}
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry os.DirEntry, err error) error {
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
	}
	if len(scripts) == 0 {
		t.Fatal("the corpus holds no scripts")
	}
	return scripts
}

// variant are the definitions that the corpus' scripts are run with.
var variant = Definitions{
	"TFO_COOKIE": "3021b9d889017eeb", "TFO_COOKIE_ZERO": "b7c12350a90dc8f5",
	"CODE": "host_unreachable", "CMSG_LEVEL_IP": "SOL_IP", "CMSG_TYPE_RECVERR": "IP_RECVERR",
}

func TestCorpusHasNoErrors(t *testing.T) {
	for path, text := range corpus(t, "textbook", "kselftest-7.2", "google", "mptcp", "sctp", "freebsd") {
		if filepath.Base(path) == "client-handle-cookie-update-of-length-17.pkt" {
			continue // the reference of its dialect refuses it too: its first line is a slip
		}
		f := source.NewFile(path, text)
		for _, d := range Parse(f, variant).Diagnostics() {
			if d.Severity == diag.Error {
				pos := f.Position(d.Range.Start)
				t.Errorf("%s:%d:%d: %s [%s]", path, pos.Line, pos.Column, d.Message, d.Code)
			}
		}
	}
}
