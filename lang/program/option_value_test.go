package program

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// callOf is the call of a script with one event, whose descriptors need not be
// open.
func callOf(t *testing.T, text string) *Call {
	t.Helper()
	p, found := Compile(lang.Parse(source.NewFile("test.pkt", text), nil), Options{Complete: true})
	for _, d := range found {
		if d.Code != CodeUnknownDescriptor {
			t.Fatalf("%s: %s", text, d.Message)
		}
	}
	return p.Events[0].Call
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestOptionValues(t *testing.T) {
	for _, test := range []struct {
		text string
		want []byte
	}{
		{`[-1]`, []byte{0xff, 0xff, 0xff, 0xff}},
		{`[4294967295]`, []byte{0xff, 0xff, 0xff, 0xff}},
		{`{1}`, binary.NativeEndian.AppendUint32(nil, 1)},
		{`[SO_REUSEADDR|4]`, binary.NativeEndian.AppendUint32(nil, 6)},
		{`[inet_addr("1.2.3.4")]`, []byte{1, 2, 3, 4}},
		{`"re" "no\x00"`, []byte("reno\x00")},
		{`{onoff=1, linger=2}`,
			join(binary.NativeEndian.AppendUint32(nil, 1), binary.NativeEndian.AppendUint32(nil, 2))},
		{`inet6_addr("2001:db8::1")`, []byte{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}},
		// The header is cut where its flags say that it ends.
		{`{flags [none], sum 1, off 2, key 3, seq 4}`, make([]byte, 16)},
		{`{flags [checksum present], sum 1, off 2, key 3, seq 4}`,
			[]byte{0x80, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0}},
		{`{flags [checksum present, key present], sum 1, off 2, key 3, seq 4}`,
			[]byte{0xa0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0}},
		{`{(label 1,tc 2,[S],ttl 3)}`,
			join([]byte{0, 0, 0x15, 3}, make([]byte, 20), binary.NativeEndian.AppendUint32(nil, 1))},
	} {
		text := "0 setsockopt(3, SOL_SOCKET, SO_MARK, " + test.text + ", 4) = 0"
		call := callOf(t, text)
		if got := call.Arguments[3].Value.(*OptionValue).Bytes; !bytes.Equal(got, test.want) {
			t.Errorf("%s is %x, want %x", test.text, got, test.want)
		}
	}
}
