package lang

import (
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// optionExample is an option as its syntax in lang/vocab has it, with something
// in each of its places.
func optionExample(o *vocab.TCPOption) string {
	return strings.NewReplacer("LEFT:RIGHT", "1:2", "HEX", strings.Repeat("0a", 16), "COOKIE", "01020304", " N", " 7").
		Replace(o.Syntax)
}

// Every option that lang/vocab has of the base dialect is parsed as a node of
// its own, with the length that the table gives it.
func TestVocabularyOfTCPOptions(t *testing.T) {
	options := 0
	for _, o := range vocab.TCPOptions() {
		if o.Dialect != vocab.Base {
			continue
		}
		options++
		// It stands twice, so that there is one with a comma after it.
		example := optionExample(o)
		text := "+0 > . 1:1(0) ack 1 <" + example + "," + example + ">\n"
		script := Parse(source.NewFile("option.pkt", text), nil)
		for _, d := range script.Diagnostics() {
			if d.Code != CodeOptionsLength { // of an option that needs padding
				t.Errorf("%s: %s", example, d.Message)
			}
		}
		packet, ok := script.Statements[0].Action.(*Packet)
		if !ok || len(packet.TCP().Options.List) != 2 {
			t.Errorf("%s is not parsed as two options", text)
			continue
		}
		for _, parsed := range packet.TCP().Options.List {
			if _, other := parsed.(*OtherOption); other || parsed.OptionName() != o.Name {
				t.Errorf("%s is parsed as %T %s", example, parsed, parsed.OptionName())
			}
			if got := OptionLength(parsed); o.Length > 0 && got != int(o.Length) || got < 1 {
				t.Errorf("%s has %d bytes, want %d", example, got, o.Length)
			}
			if strings.Contains(o.Syntax, " ") && len(Children(parsed)) == 0 {
				t.Errorf("%s: what stands in it is not walked over", example)
			}
		}
	}
	if options < 10 {
		t.Errorf("only %d options were looked at", options)
	}
}
