package rules_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rules"
)

var (
	codeForm = regexp.MustCompile(`^PKT[1-69]\d\d$`)
	nameForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

func TestRules(t *testing.T) {
	names := map[string]bool{}
	for _, c := range lang.Codes() {
		names[c.Name] = true
	}
	last := ""
	for _, r := range rules.All() {
		if !codeForm.MatchString(r.Code) || !nameForm.MatchString(r.Name) {
			t.Errorf("%s %s: the code or the name has another form than the others", r.Code, r.Name)
		}
		if r.Code <= last {
			t.Errorf("%s stands after %s", r.Code, last)
		}
		last = r.Code
		if names[r.Name] {
			t.Errorf("%s has the name %s of another", r.Code, r.Name)
		}
		names[r.Name] = true
		if r.Summary == "" || strings.HasSuffix(r.Summary, ".") || r.Details == "" {
			t.Errorf("%s: a summary is one sentence without a full stop, and details are needed", r.Code)
		}
		ways := 0
		for _, has := range []bool{r.Statement != nil, r.Script != nil, len(r.Observes) > 0} {
			if has {
				ways++
			}
		}
		if (ways > 1 || ways == 0 && !r.Compiled) && !strings.HasPrefix(r.Code, "PKT9") {
			t.Errorf("%s has %d of Statement, Script and Observes, want one, or Compiled", r.Code, ways)
		}
	}
}

func TestFind(t *testing.T) {
	for _, word := range []string{"PKT402", "pkt402", "missing-ack", "Missing-ACK"} {
		if r, ok := rules.Find(word); !ok || r.Code != "PKT402" {
			t.Errorf("%s was not found", word)
		}
	}
	if r, ok := rules.Find("PKT4"); ok {
		t.Errorf("the beginning of a code found %s", r.Code)
	}
}

// Every kind of observation of the model has a rule.
func TestKinds(t *testing.T) {
	for _, detail := range model.Details() {
		if rules.OfKind(detail.Kind()) == nil {
			t.Errorf("no rule speaks for %s", detail.Kind())
		}
	}
}
