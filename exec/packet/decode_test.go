package packet

import (
	"errors"
	"strings"
	"testing"
)

// TestRoundTrip builds a packet, takes it apart, and writes it as it was.
func TestRoundTrip(t *testing.T) {
	for _, test := range []struct {
		text string
		ipv6 bool
	}{
		{"> 1 > 2 S 7:7(0) win 1000 <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>", false},
		{"> 1 > 2 FP. 1:11(10) ack 12 win 5 urg 3", true},
		{"> 1 > 2 .7 1:1(0) ack 1 win 5 <nop,nop,sack 5:6>", false},
		{"> 1 > 2 SEWA 0:0(0) win 5 <ECN e1b 1 ceb 2 e0b 3,nop>", false},
		{"> 1 > 2 S 0:0(0) win 5 <FO 0102030405060708,nop,nop>", true},
		{"> 1 > 2 S 0:0(0) win 5 <FOEXP 01020304>", true},
		{"> [ect0] 1 > 2 . 1:1(0) ack 1 win 5", false},
		{"> [tos 0xb8] 1 > 2 . 1:1(0) ack 1 win 5", true},
		{"> [ttl 63] 1 > 2 . 1:1(0) ack 1 win 5", false},
		{"> [flowlabel 0x3] 1 > 2 . 1:1(0) ack 1 win 5", true},
		{"> udp 1 > 2 (1400)", false},
		{"> icmp unreachable frag_needed mtu 1300", false},
		{"> icmp packet_too_big mtu 1300", true},
		{"> icmp type_77 code_5", false},
		{"> ipv4 192.0.2.3 > 192.0.2.4: 1 > 2 . 1:1(0) ack 1 win 5", false},
		{"> ipv4 192.0.2.3 > 192.0.2.4: gre: 1 > 2 . 1:1(0) ack 1 win 5", false},
		{"> ipv6 2001:db8::3 > 2001:db8::4: gre: mpls (label 16,tc 1,ttl 3) (label 17,tc 2,[S],ttl 4) : 1 > 2 . " +
			"1:1(0) ack 1 win 5", true},
	} {
		t.Run(test.text, func(t *testing.T) {
			expected := scripted(t, test.text, test.ipv6)
			expected.SetChecksums()
			got, err := Decode(expected.Data)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.TrimPrefix(test.text, "> ")
			if text := got.Text(expected); text != want {
				t.Errorf("text is %q, want %q", text, want)
			}
			if d := CompareHeaders(got, expected, true); len(d) > 0 {
				t.Errorf("a packet differs from itself: %+v", d)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	valid := onTheWire(t, "> . 1:5(4) ack 1", false).Data
	valid6 := onTheWire(t, "> . 1:5(4) ack 1", true).Data
	change := func(data []byte, at int, b byte) []byte {
		out := append([]byte(nil), data...)
		out[at] = b
		if out[0]>>4 == 4 && at != 10 {
			out[10], out[11] = 0, 0
			c := ipv4Checksum(out[:min(int(out[0]&0xf)*4, len(out))])
			out[10], out[11] = byte(c>>8), byte(c)
		}
		return out
	}
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "IP header overflows packet"},
		{"19 bytes", valid[:19], "IP header overflows packet"},
		{"another version", change(valid, 0, 0x55), "unsupported IP version"},
		{"a short header", change(valid, 0, 0x44), "IP header too short"},
		{"cut", valid[:30], "IP payload overflows packet"},
		{"IPv6, cut", valid6[:50], "IPv6 payload overflows packet"},
		{"a header longer than all", change(valid, 3, 19), "IP header bigger than datagram"},
		{"more fragments", change(valid, 6, 0x20), "more fragments remaining"},
		{"a fragment", change(valid, 7, 1), "non-zero fragment offset"},
		{"a wrong checksum", change(valid, 10, valid[10]^1), "bad IP checksum"},
		{"a data offset below the header", change(valid, 32, 0x40), "TCP data offset too small"},
		{"a data offset beyond the end", change(valid, 32, 0xf0), "TCP data offset too big"},
		{"half a TCP header", change(valid[:30], 3, 30), "truncated TCP header"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Decode(test.data); err == nil || err.Error() != test.want {
				t.Errorf("error is %v, want %q", err, test.want)
			}
		})
	}
	if _, err := Decode(change(valid, 9, 2)); !errors.Is(err, ErrUnknownProtocol) {
		t.Errorf("IGMP gives %v, want ErrUnknownProtocol", err)
	}
}

// FuzzDecode holds that no packet of a stack makes the decoder, or what is done
// with a decoded packet, panic.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{
		"> . 1:5(4) ack 1 <nop,nop,TS val 1 ecr 2>", "> udp (3)", "> icmp unreachable [1:2(1)]",
		"> ipv4 192.0.2.3 > 192.0.2.4: gre: mpls (label 16,tc 1,[S],ttl 3): . 1:1(0) ack 1 <sack 1:2,nop,nop>",
	} {
		f.Add(onTheWire(f, text, false).Data)
	}
	f.Add(onTheWire(f, "> . 1:5(4) ack 1 <mss 1000>", true).Data)
	expected := scripted(f, "> S. 0:0(0) ack 1 <mss 1000,nop,wscale 7>", false)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Decode(append([]byte(nil), data...))
		if err != nil {
			return
		}
		_ = p.Text(nil)
		_ = p.Text(expected)
		_ = p.Tuple()
		_ = CompareHeaders(p, expected, true)
		_ = CompareHeaders(p, p, false)
		if p.TCP() != nil {
			_ = CompareOptions(p, expected, TimestampRule{Tick: 1000, Tolerance: 4000})
			_, _ = p.Timestamps()
			_ = p.OffsetSACK(1)
			_ = OptionsText(p)
		}
		_ = Aggregate([]*Packet{p, p})
	})
}
