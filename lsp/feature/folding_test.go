package feature_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lsp/feature"
)

func TestFolding(t *testing.T) {
	cases(t, "folding", func(k *testCase) string {
		var out strings.Builder
		for _, f := range feature.Folding(k.Document) {
			kind := ""
			if f.Kind != nil {
				kind = *f.Kind
			}
			fmt.Fprintf(&out, "%d-%d %s\n", f.StartLine+1, f.EndLine+1, kind)
		}
		return out.String()
	})
}
