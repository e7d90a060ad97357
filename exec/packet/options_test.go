package packet

import (
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// Every option that lang/vocab has of the base dialect is built with its kind
// and length, and taken apart into what the script says.
func TestVocabularyOfTCPOptions(t *testing.T) {
	places := strings.NewReplacer("LEFT:RIGHT", "1:2", "HEX", strings.Repeat("0a", 16), "COOKIE",
		"01020304", " N", " 7")
	for _, known := range vocab.TCPOptions() {
		if known.Dialect != vocab.Base {
			continue
		}
		example := places.Replace(known.Syntax)
		script := lang.Parse(source.NewFile("option.pkt", "+0 > . 1:1(0) ack 1 <"+example+">\n"), nil)
		packet, ok := script.Statements[0].Action.(*lang.Packet)
		if !ok || len(packet.TCP().Options.List) != 1 {
			t.Errorf("%s is not parsed as an option", example)
			continue
		}
		list := packet.TCP().Options.List
		bytes, err := buildOption(nil, list[0])
		if err != nil || len(bytes) == 0 || bytes[0] != known.Kind {
			t.Errorf("%s is built as %x, want kind %d: %v", example, bytes, known.Kind, err)
			continue
		}
		if len(bytes) != lang.OptionLength(list[0]) || len(bytes) > 1 && int(bytes[1]) != len(bytes) {
			t.Errorf("%s is built as %x, want %d bytes", example, bytes, lang.OptionLength(list[0]))
		}
		parsed, err := parseOptions(bytes)
		if err != nil || len(parsed) != 1 || parsed[0].String() != example {
			t.Errorf("%s is taken apart into %v: %v", example, parsed, err)
		}
	}
}
