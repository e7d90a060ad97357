package feature_test

import (
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

func TestHover(t *testing.T) {
	cases(t, "hover", func(k *testCase) string {
		return k.each(func(m protocol.Range) string {
			h := feature.Hover(k.Document, m.Start)
			if h == nil {
				return ""
			}
			return "about " + k.show(*h.Range) + "\n" + h.Contents.(protocol.MarkupContent).Value
		})
	})
}
