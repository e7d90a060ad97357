package feature_test

import (
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lsp/feature"
)

func TestChooseEncoding(t *testing.T) {
	for _, c := range []struct {
		offered  []string
		name     string
		encoding source.Encoding
	}{
		{nil, "utf-16", source.UTF16}, {[]string{"utf-7"}, "utf-16", source.UTF16},
		{[]string{"utf-16", "utf-8"}, "utf-8", source.UTF8}, {[]string{"utf-8", "utf-32"}, "utf-8", source.UTF8},
		{[]string{"utf-7", "utf-32", "utf-16"}, "utf-32", source.UTF32},
	} {
		if name, encoding := feature.ChooseEncoding(c.offered); name != c.name || encoding != c.encoding {
			t.Errorf("%v: %s (%v) was chosen, want %s", c.offered, name, encoding, c.name)
		}
	}
}

func TestMapper(t *testing.T) {
	const text = "é\U0001F600x\nab\n"
	for encoding, character := range map[source.Encoding]uint32{source.UTF8: 6, source.UTF16: 3, source.UTF32: 2} {
		m := feature.NewMapper(source.NewFile("a.pkt", text), encoding)
		at := protocol.Position{Line: 0, Character: character}
		if offset := m.Offset(at); offset != len("é\U0001F600") {
			t.Errorf("encoding %v: character %d is at %d", encoding, character, offset)
		}
		if p := m.Position(len("é\U0001F600")); p != at {
			t.Errorf("encoding %v: x is at %v, want %v", encoding, p, at)
		}
		backwards := protocol.Range{Start: protocol.Position{Line: 1, Character: 2}, End: protocol.Position{Line: 1}}
		if r := m.Bytes(backwards); r.Len() != 0 || r.Start != len("é\U0001F600x\nab") {
			t.Errorf("encoding %v: a range that runs backwards is %v", encoding, r)
		}
	}
}
