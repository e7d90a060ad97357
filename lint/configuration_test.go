package lint_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/config"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

// The selection of a pkt.toml is taken over, and what in it matches nothing is
// shown where it stands.
func TestSelectionFrom(t *testing.T) {
	file := source.NewFile("pkt.toml", "[lint]\nselect = [\"PKT4\", \"unexpected-token\", \"PKT777\"]\n"+
		"ignore = [\"missing-ack\"]\n[lint.severity]\nPKT402 = \"hint\"\nno-such-rule = \"info\"\n")
	c, problems := config.Parse(file)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	got, problems := lint.SelectionFrom(c.Lint)
	want := lint.Selection{Select: []string{"PKT4", "unexpected-token", "PKT777"}, Ignore: []string{"missing-ack"},
		Severities: map[string]diag.Severity{"PKT402": diag.Hint, "no-such-rule": diag.Info}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	var places []string
	for _, p := range problems {
		places = append(places, file.Slice(p.Range))
	}
	if diff := cmp.Diff([]string{`"PKT777"`, "no-such-rule"}, places); diff != "" {
		t.Errorf("what matches nothing: -want +got:\n%s", diff)
	}
	if none, problems := lint.SelectionFrom(config.Lint{}); len(problems) > 0 || none.Severities != nil {
		t.Errorf("an empty pkt.toml selects %+v: %v", none, problems)
	}
}

func TestFindPage(t *testing.T) {
	for word, code := range map[string]string{
		"PKT402": "PKT402", "pkt402": "PKT402", "missing-ack": "PKT402", "Missing-ACK": "PKT402",
		"PKT001": "PKT001", "unexpected-token": "PKT001", "PKT4": "", "": "", "nonsense": "",
	} {
		page, ok := lint.FindPage(word)
		if page.Code != code || ok != (code != "") {
			t.Errorf("%q: got the page %q, want %q", word, page.Code, code)
		}
	}
}
