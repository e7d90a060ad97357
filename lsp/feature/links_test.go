package feature_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lsp/feature"
)

func TestLinks(t *testing.T) {
	folder := t.TempDir()
	path := func(name string) string { return filepath.Join(folder, filepath.FromSlash(name)) }
	there := map[string]bool{path("common/set.sh"): true, path("tests/self.pkt"): true}
	k := &testCase{t: t, Document: open(feature.URIOf(path("tests/self.pkt")),
		"`../common/set.sh tcp ../common/none.sh`\n// See RFC 9293, section 3.10.7 and RFC1122; PKT402, PKT999.\n"+
			"0 `./self.pkt`\n")}
	var out []string
	for _, l := range feature.Links(k.Document, func(path string) bool { return there[path] }) {
		out = append(out, k.show(l.Range)+" "+strings.TrimPrefix(*l.Target, feature.URIOf(folder)))
	}
	want := []string{
		"1:2-1:18 ../common/set.sh /common/set.sh",
		"2:8-2:32 RFC 9293, section 3.10.7 https://www.rfc-editor.org/rfc/rfc9293.html#section-3.10.7",
		"2:37-2:44 RFC1122 https://www.rfc-editor.org/rfc/rfc1122.html",
		"2:46-2:52 PKT402 https://github.com/pktlang/pkt/blob/main/docs/rules/PKT402.md",
		"3:4-3:14 ./self.pkt /tests/self.pkt",
	}
	if diff := cmp.Diff(want, out); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// What is no file has no folder that a command could be relative to.
func TestLinksOfNoFile(t *testing.T) {
	d := open("untitled:one", "0 `./set.sh`\n")
	if links := feature.Links(d, func(string) bool { return true }); len(links) != 0 {
		t.Errorf("got %v", links)
	}
}
