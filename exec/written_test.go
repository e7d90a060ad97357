package exec

import (
	"testing"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// outboundPacket is the packet of a script with one event.
func outboundPacket(t *testing.T, text string) *packet.Packet {
	t.Helper()
	script := lang.Parse(source.NewFile("test.pkt", "0 > "+text+"\n"), nil)
	for _, d := range script.Diagnostics() {
		t.Fatalf("%s: %s", text, d.Message)
	}
	p, err := packet.Build(script.Events()[0].Action.(*lang.Packet), false)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestExpectedPayload(t *testing.T) {
	for _, test := range []struct {
		name   string
		write  func(w *written)
		packet string
		want   string
	}{
		{"zeros", func(w *written) { w.add(3, nil)(3) }, ". 1:4(3) ack 1", "\x00\x00\x00"},
		{"text and zeros", func(w *written) { w.add(4, []byte("ab"))(4) }, ". 1:5(4) ack 1", "ab\x00\x00"},
		{"text after zeros", func(w *written) {
			w.add(2, nil)(2)
			w.add(2,
				[]byte("ab"))(2)
		}, ". 1:5(4) ack 1", "\x00\x00ab"},
		{"the end of a text", func(w *written) { w.add(4, []byte("abcd"))(4) }, ". 3:6(3) ack 1", "cd\x00"},
		{"the middle of a text", func(w *written) { w.add(9, []byte("abcdefghi"))(9) }, ". 3:5(2) ack 1", "cd"},
		{"a text cut by its length", func(w *written) { w.add(2, []byte("abcd"))(2) }, ". 1:4(3) ack 1", "ab\x00"},
		{"a short write", func(w *written) {
			w.add(4, []byte("abcd"))(1)
			w.add(1,
				[]byte("x"))(1)
		}, ". 1:4(3) ack 1", "ax\x00"},
		{"a failed write", func(w *written) {
			w.add(4, []byte("abcd"))(0)
			w.add(1,
				[]byte("x"))(1)
		}, ". 1:4(3) ack 1", "x\x00\x00"},
		{"in a SYN", func(w *written) { w.add(2, []byte("ab"))(2) }, "S 7:9(2) win 100", "ab"},
		{"a text before the packet", func(w *written) { w.add(2, []byte("ab"))(2) }, ". 3:5(2) ack 1", "\x00\x00"},
		{"a text beyond the packet",
			func(w *written) { w.add(5, nil)(5); w.add(2, []byte("ab"))(2) }, ". 1:3(2) ack 1", "\x00\x00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			k := &socket{protocol: protocolTCP}
			test.write(&k.written)
			expected := outboundPacket(t, test.packet)
			if got := string(k.withText(expected).Payload()); got != test.want {
				t.Errorf("payload is %q, want %q", got, test.want)
			}
			for _, b := range expected.Payload() {
				if b != 0 {
					t.Fatal("the script's packet was changed")
				}
			}
		})
	}
}

// TestExpectedDatagrams compares in the order of the sends, without those that
// failed.
func TestExpectedDatagrams(t *testing.T) {
	k := &socket{protocol: protocolUDP}
	k.written.addDatagram(3, []byte("one"))(3)
	k.written.addDatagram(3, []byte("bad"))(0)
	k.written.addDatagram(0, nil)(0)
	k.written.addDatagram(2, nil)(2)
	for _, test := range []struct{ packet, want string }{
		{"udp (3)", "one"}, {"udp (0)", ""}, {"udp (2)", "\x00\x00"}, {"udp (1)", "\x00"},
	} {
		if got := string(k.withText(outboundPacket(t, test.packet)).Payload()); got != test.want {
			t.Errorf("%s carries %q, want %q", test.packet, got, test.want)
		}
	}
}
