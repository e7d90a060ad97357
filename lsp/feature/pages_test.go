package feature_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lint"
	"github.com/pktlang/pkt/lint/rules"
	"github.com/pktlang/pkt/lsp/feature"
)

// The page that a diagnostic links to exists.
func TestPagesExist(t *testing.T) {
	codes := []string{}
	for _, c := range lang.Codes() {
		codes = append(codes, c.Code)
	}
	for _, r := range rules.All() {
		codes = append(codes, r.Code)
	}
	for _, code := range codes {
		name, ok := strings.CutPrefix(feature.PageOf(code), lint.PagesURL)
		if _, err := os.Stat(filepath.Join("..", "..", "docs", "rules", name)); !ok || err != nil {
			t.Errorf("%s has no page: %v", code, err)
		}
	}
	for _, code := range []string{"run/packet", "config"} {
		if page := feature.PageOf(code); page != "" {
			t.Errorf("%s is no rule, but has the page %s", code, page)
		}
	}
}
