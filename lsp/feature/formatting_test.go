package feature_test

import (
	"testing"

	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/lsp/feature"
)

func TestFormatting(t *testing.T) {
	cases(t, "formatting", func(k *testCase) string {
		switch {
		case k.params["type"] == true:
			return k.apply(feature.OnTypeFormatting(k.Document, k.marks[0].Start, format.Options{}))
		case len(k.marks) > 0:
			return k.apply(feature.RangeFormatting(k.Document, k.marks[0], format.Options{}))
		}
		return k.apply(feature.Formatting(k.Document, format.Options{}))
	})
}
