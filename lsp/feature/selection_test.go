package feature_test

import (
	"fmt"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

func TestSelection(t *testing.T) {
	cases(t, "selection", func(k *testCase) string {
		return k.each(func(m protocol.Range) string {
			var out strings.Builder
			for s := feature.Selection(k.Document, m.Start); s != nil; s = s.Parent {
				fmt.Fprintln(&out, k.show(s.Range))
			}
			return out.String()
		})
	})
}
