package feature_test

import (
	"fmt"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

// tokens shows encoded tokens, each with its text.
func (k *testCase) tokens(data []uint32) string {
	legend := feature.TokenLegend().TokenTypes
	var out strings.Builder
	at := protocol.Position{}
	for i := 0; i+4 < len(data); i += 5 {
		at.Line += data[i]
		if data[i] > 0 {
			at.Character = 0
		}
		at.Character += data[i+1]
		kind := legend[data[i+3]]
		if data[i+4] == 1 {
			kind += " (declaration)"
		}
		end := protocol.Position{Line: at.Line, Character: at.Character + data[i+2]}
		fmt.Fprintf(&out, "%s %s\n", k.show(protocol.Range{Start: at, End: end}), kind)
	}
	return out.String()
}

func TestTokens(t *testing.T) {
	cases(t, "tokens", func(k *testCase) string {
		if len(k.marks) == 0 {
			return k.tokens(feature.SemanticTokens(k.Document))
		}
		return k.tokens(feature.SemanticTokensIn(k.Document, k.marks[0]))
	})
}
