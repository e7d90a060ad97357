package feature_test

import (
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

func TestSignature(t *testing.T) {
	cases(t, "signature", func(k *testCase) string {
		return k.each(func(m protocol.Range) string {
			h := feature.Signature(k.Document, m.Start)
			if h == nil {
				return "nothing"
			}
			s := h.Signatures[0]
			if h.ActiveParameter >= len(s.Parameters) {
				return s.Label + "\nbehind the last parameter"
			}
			p := s.Parameters[h.ActiveParameter]
			return s.Label + "\n" + s.Label[p.Label[0]:p.Label[1]] + " | " + p.Documentation.Value
		})
	})
}
