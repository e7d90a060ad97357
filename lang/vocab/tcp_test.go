package vocab

import (
	"strings"
	"testing"
)

func TestTCP(t *testing.T) {
	if o, ok := TCPOptionWord("sackOK"); !ok || o.Kind != 4 || o.Length != 2 || !o.SYNOnly {
		t.Errorf("sackOK = %+v, %v", o, ok)
	}
	if o, ok := TCPOptionWord("sackOk"); ok {
		t.Errorf("TCPOptionWord(sackOk) = %+v", o)
	}
	for _, o := range TCPOptions() {
		if word, _, _ := strings.Cut(o.Syntax, " "); word != o.Name && !strings.HasPrefix(word, o.Name+"-") {
			t.Errorf("%s is written %q", o.Name, o.Syntax)
		}
	}
	var all uint16
	letters := ""
	for i, f := range TCPFlags() {
		if f.Bit != 1<<i {
			t.Errorf("%s has the bit %#x at place %d", f.Name, f.Bit, i)
		}
		all |= f.Bit
		letters += string(f.Letter)
	}
	if all != 0x1ff || letters != "FSRP.UEWA" {
		t.Errorf("flags %q with bits %#x", letters, all)
	}
	if f, ok := TCPFlagLetter('.'); !ok || f.Name != "ACK" {
		t.Errorf("TCPFlagLetter('.') = %+v, %v", f, ok)
	}
	if f, ok := TCPFlagLetter('C'); ok {
		t.Errorf("TCPFlagLetter('C') = %+v", f)
	}
}
