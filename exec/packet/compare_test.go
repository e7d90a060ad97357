package packet

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// differences compares two packets of scripts as the engine does.
func differences(t *testing.T, actual, expected string, ipv6 bool, rule TimestampRule) []Difference {
	t.Helper()
	a, e := onTheWire(t, actual, ipv6), scripted(t, expected, ipv6)
	out := CompareHeaders(a, e, true)
	if a.TCP() != nil && e.TCP() != nil {
		out = append(out, CompareOptions(a, e, rule)...)
	}
	if len(a.Payload()) != len(e.Payload()) {
		return out
	}
	if d, differs := ComparePayload(a, e); differs {
		out = append(out, d)
	}
	return out
}

// TestCompare holds which differences there are, in words for people, and
// google/packetdrill's message, which is that of the first check to fail.
func TestCompare(t *testing.T) {
	for _, test := range []struct {
		actual, expected string
		texts            []string
		reference        string
	}{
		{"> . 1:1(0) ack 1 win 7", "> . 1:1(0) ack 1", nil, ""},
		{"> . 1:1(0) ack 1 win 7", "> . 1:1(0) ack 1 win 8", []string{"win 7 instead of 8"},
			"live packet field tcp_window: expected: 8 (0x8) vs actual: 7 (0x7)"},
		{"> . 1:1(0) ack 3", "> . 1:1(0) ack 201", []string{"ack 3 instead of 201"},
			"live packet field tcp_ack_seq: expected: 201 (0xc9) vs actual: 3 (0x3)"},
		{"> . 5:5(0) ack 3", "> . 1:1(0) ack 201", []string{"sequence number 5 instead of 1", "ack 3 instead of 201"},
			"live packet field tcp_seq: expected: 1 (0x1) vs actual: 5 (0x5)"},
		{"> P. 1:1(0) ack 1", "> . 1:1(0) ack 1", []string{"tcp_psh 1 instead of 0"},
			"live packet field tcp_psh: expected: 0 (0x0) vs actual: 1 (0x1)"},
		{"> .3 1:1(0) ack 1", "> .5 1:1(0) ack 1", []string{"ACE 3 instead of 5"},
			"live packet field tcp_ace: expected: 5 (0x5) vs actual: 3 (0x3)"},
		{"> E. 1:1(0) ack 1", "> . 1:1(0) ack 1", []string{"tcp_ece 1 instead of 0"},
			"live packet field tcp_ece: expected: 0 (0x0) vs actual: 1 (0x1)"},
		{"> S 0:0(0) <mss 1460>", "> S 0:0(0) <...>", nil, ""},
		{"> S 0:0(0) <mss 1460>", "> S 0:0(0) <mss 1000>", []string{"mss 1460 instead of 1000"},
			"bad value in outbound TCP option (kind=2): expected: mss 1000 actual: mss 1460"},
		{"> S 0:0(0) <mss 1460,nop,wscale 7>", "> S 0:0(0) <mss 1460,nop,nop,TS val 1 ecr 0,nop,wscale 8>",
			[]string{"no TS", "wscale 7 instead of 8"},
			"live packet field ipv4_total_length: expected: 60 (0x3c) vs actual: 48 (0x30)"},
		{"> S 0:0(0) <mss 1460,nop,nop,sackOK>", "> S 0:0(0) <sackOK,nop,nop,mss 1460>",
			[]string{"options in another order"}, "bad outbound TCP options"},
		{"> S 0:0(0) <nop,nop,sackOK>", "> S 0:0(0)", []string{"sackOK was not expected"},
			"live packet field ipv4_total_length: expected: 40 (0x28) vs actual: 44 (0x2c)"},
		{"> S 0:0(0) <FO 11223344,nop,nop>", "> S 0:0(0) <FO,nop,nop,nop,nop,nop,nop>",
			[]string{"FO 11223344 instead of"},
			"bad length in outbound TCP option (kind=34): expected: FO actual: FO 11223344"},
		{"> [ce] . 1:1(0) ack 1", "> [ect01] . 1:1(0) ack 1", []string{"ce instead of ect01"},
			"live packet field ip_ecn: expected: 0x1 or 0x2 vs actual: 0x3"},
		{"> [ect1] . 1:1(0) ack 1", "> [ect01] . 1:1(0) ack 1", nil, ""},
		{"> [ect1] . 1:1(0) ack 1", "> [noecn] . 1:1(0) ack 1", []string{"ect1 instead of noecn"},
			"live packet field ip_ecn: expected: 0 (0x0) vs actual: 1 (0x1)"},
		{"> [tos 0x10] . 1:1(0) ack 1", "> [tos 0x18] . 1:1(0) ack 1", []string{"tos 0x10 instead of 0x18"},
			"live packet field tos: expected: 24 (0x18) vs actual: 16 (0x10)"},
		{"> [ttl 5] . 1:1(0) ack 1", "> [ttl 6] . 1:1(0) ack 1", []string{"ttl 5 instead of 6"},
			"live packet field ttl: expected: 6 (0x6) vs actual: 5 (0x5)"},
		{"> [ttl 5] . 1:1(0) ack 1", "> . 1:1(0) ack 1", nil, ""},
		{"> udp (5)", "> udp (6)", []string{"length 13 instead of 14"},
			"live packet field ipv4_total_length: expected: 34 (0x22) vs actual: 33 (0x21)"},
		{"> icmp unreachable host_unreachable", "> icmp unreachable net_unreachable", []string{"code 1 instead of 0"},
			"live packet field icmp_code: expected: 0 (0x0) vs actual: 1 (0x1)"},
		// The IP protocol is checked before the layers after it.
		{"> udp (12)", "> . 1:1(0) ack 1", []string{"IP protocol 17 instead of 6", "IPv4/UDP instead of IPv4/TCP"},
			"live packet field ipv4_protocol: expected: 6 (0x6) vs actual: 17 (0x11)"},
		{"> ipv4 192.0.2.1 > 192.0.2.2: . 1:1(0) ack 1", "> . 1:1(0) ack 1",
			[]string{"IPv4/IPv4/TCP instead of IPv4/TCP"},
			"live packet header layers: expected: 2 headers vs actual: 3 headers"},
		{"> ipv4 192.0.2.1 > 192.0.2.2: gre: mpls (label 3,tc 0,[S],ttl 1): . 1:1(0) ack 1",
			"> ipv4 192.0.2.1 > 192.0.2.2: gre: mpls (label 4,tc 0,[S],ttl 1): . 1:1(0) ack 1",
			[]string{"MPLS label 0"}, "mismatch in MPLS label 0"},
	} {
		t.Run(test.actual+" for "+test.expected, func(t *testing.T) {
			var texts []string
			reference := ""
			for i, d := range differences(t, test.actual, test.expected, false, TimestampRule{}) {
				if i == 0 {
					reference = d.Reference
				}
				if !d.Derived {
					texts = append(texts, strings.TrimSpace(d.Text))
				}
			}
			if diff := cmp.Diff(test.texts, texts); diff != "" {
				t.Errorf("texts differ (-want +got):\n%s", diff)
			}
			if reference != test.reference {
				t.Errorf("reference is %q, want %q", reference, test.reference)
			}
		})
	}
}

func TestTimestampTolerance(t *testing.T) {
	const expected = "> . 1:1(0) ack 1 <nop,nop,TS val 1000 ecr 5>"
	for _, test := range []struct {
		actual string
		rule   TimestampRule
		same   bool
	}{
		{"> . 1:1(0) ack 1 <nop,nop,TS val 9999 ecr 7>", TimestampRule{}, true},
		{"> . 1:1(0) ack 1 <nop,nop,TS val 1004 ecr 5>", TimestampRule{Tick: 1000, Tolerance: 4000}, true},
		{"> . 1:1(0) ack 1 <nop,nop,TS val 996 ecr 5>", TimestampRule{Tick: 1000, Tolerance: 4000}, true},
		{"> . 1:1(0) ack 1 <nop,nop,TS val 995 ecr 5>", TimestampRule{Tick: 1000, Tolerance: 4000}, false},
		{"> . 1:1(0) ack 1 <nop,nop,TS val 1005 ecr 5>", TimestampRule{Tick: 1000, Tolerance: 4000}, false},
	} {
		d := differences(t, test.actual, expected, true, test.rule)
		if (len(d) == 0) != test.same {
			t.Errorf("%s with %+v: differences %+v, want none: %v", test.actual, test.rule, d, test.same)
		}
	}
}

// TestFragments holds what may differ between the segments of one large packet.
func TestFragments(t *testing.T) {
	first := onTheWire(t, "> W. 1:1001(1000) ack 1 win 9", false)
	next := onTheWire(t, "> FP. 1001:1501(500) ack 1 win 9", false)
	if d := CompareHeaders(next, first, false); len(d) > 0 {
		t.Errorf("the next segment differs: %+v", d)
	}
	hole := onTheWire(t, "> . 1002:1502(500) ack 1 win 9", false)
	if d := CompareHeaders(hole, first, false); len(d) != 1 || d[0].Part != PartSequence {
		t.Errorf("a hole gives %+v, want one difference of the sequence number", d)
	}
	whole := Aggregate([]*Packet{first, next})
	if text, want := whole.Text(nil), "FP.W 1:1501(1500) ack 1 win 9"; text != want {
		t.Errorf("joined it is %q, want %q", text, want)
	}
	if _, err := Decode(whole.Data); err != nil {
		t.Errorf("the joined packet is not valid: %v", err)
	}
}

func TestMalformedOptions(t *testing.T) {
	p := onTheWire(t, "> S 0:0(0) <nop,nop,nop,nop>", false)
	expected := scripted(t, "> S 0:0(0) <nop,nop,nop,nop>", false)
	for _, test := range []struct {
		options [4]byte
		want    string
	}{
		{[4]byte{1, 1, 1, 2}, "TCP option length byte extends too far"},
		{[4]byte{1, 1, 2, 1}, "TCP option with length byte is too short"},
		{[4]byte{1, 1, 5, 9}, "TCP option data extends too far"},
		{[4]byte{2, 3, 1, 1}, "bad TCP option length: was 3 but expected 4"},
		{[4]byte{77, 4, 1, 1}, "unexpected TCP option kind: 77"},
	} {
		copy(p.TCP()[tcpLength:], test.options[:])
		if _, err := p.Timestamps(); err == nil || err.Error() != test.want {
			t.Errorf("%v: error is %v, want %q", test.options, err, test.want)
		}
		if len(CompareOptions(p, expected, TimestampRule{})) == 0 {
			t.Errorf("%v: no difference", test.options)
		}
	}
}
