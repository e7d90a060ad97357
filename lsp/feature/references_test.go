package feature_test

import (
	"fmt"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

func TestDefinition(t *testing.T) {
	cases(t, "definition", func(k *testCase) string {
		return k.each(func(m protocol.Range) string { return k.locations(feature.Definition(k.Document, m.Start)) })
	})
}

func TestReferences(t *testing.T) {
	cases(t, "references", func(k *testCase) string {
		return k.each(func(m protocol.Range) string {
			out := k.locations(feature.References(k.Document, m.Start, true))
			return out + fmt.Sprintf("%d without the origin", len(feature.References(k.Document, m.Start, false)))
		})
	})
}

func TestHighlights(t *testing.T) {
	kinds := map[protocol.DocumentHighlightKind]string{
		protocol.DocumentHighlightKindRead: "read ", protocol.DocumentHighlightKindWrite: "write"}
	cases(t, "highlight", func(k *testCase) string {
		return k.each(func(m protocol.Range) string {
			var out strings.Builder
			for _, h := range feature.Highlights(k.Document, m.Start) {
				fmt.Fprintf(&out, "%s %s\n", kinds[*h.Kind], k.show(h.Range))
			}
			return out.String()
		})
	})
}
