package program

import (
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// Packets with what is wrong with them between « and », for each version of IP
// that the script says, or none. What no run can do yet has CodeUnsupported.
var packets = []struct {
	version, packet, code, message string
}{
	{"", "< . «1:65501(65500)» ack 1 win 1", CodePacketTooLarge, "the segment is too large: 65500 bytes of payload"},
	{"", "< . 1:65477(65476) ack 1 win 1", "", ""},
	{"", "> . «1:65477(65476)» ack 1 <nop,nop,sackOK>", CodePacketTooLarge, "the segment is too large"},
	{"", "< . 1:79041(«79040») ack 1 win 1", lang.CodeOutOfRange, "expected 0 to 65535"}, // and once only
	{"", "< udp («65489»)", CodePacketTooLarge, "the datagram is too large"},
	{"", "< udp (65488)", "", ""},
	{"", "< icmp unreachable port_unreachable «[raw (65500)]»", CodePacketTooLarge, "the ICMP message is too large"},
	{"", "< «ipv4 1.2.3.4 > 5.6.7.8:» udp (65488)", CodePacketTooLarge, "65536 bytes do not fit into an IPv4 packet"},
	{"", "< ipv6 ::1 > ::2: gre: udp (65488)", "", ""},
	{"", "< ipv6 ::1 > ::2: «ipv4 1.2.3.4 > 5.6.7.8:» udp (65488)", CodePacketTooLarge, "into an IPv4 packet"},

	{"", "< «gre:» . 1:1(0) ack 1 win 1", CodeOuterHeaders, "the outermost header must be `ipv4` or `ipv6`"},
	{"", "> «mpls (label 1, tc 0, [S], ttl 1):» ipv4 1.2.3.4 > 5.6.7.8: udp (1)", CodeOuterHeaders,
		"the outermost header"},
	{"", "> «ipv4 1.2.3.4 > 5.6.7.8: gre: gre: gre: gre:» udp (1)", CodeOuterHeaders, "7 headers are too many"},
	{"", "> ipv4 1.2.3.4 > 5.6.7.8: gre: gre: gre: udp (1)", "", ""},

	{"", "< icmp packet_too_big mtu 1400 [1:2(1)]", "", ""},
	{"ipv4", "< icmp «packet_too_big» mtu 1400 [1:2(1)]", lang.CodeICMP, "unknown ICMPv4 type `packet_too_big`"},
	{"ipv4-mapped-ipv6", "< icmp «packet_too_big» mtu 1400 [1:2(1)]", lang.CodeICMP,
		"unknown ICMPv4 type `packet_too_big`"},
	{"ipv6", "< icmp packet_too_big mtu 1400 [1:2(1)]", "", ""},
	{"", "< icmp unreachable frag_needed mtu 1400 [1:2(1)]", "", ""},
	{"ipv6", "< icmp unreachable «frag_needed» mtu 1400 [1:2(1)]", lang.CodeICMP,
		"unknown code `frag_needed` of the ICMPv6 type"},
	{"ipv4", "< icmp type_3 code_4 mtu 1400 [1:2(1)]", "", ""},
	{"ipv6", "< icmp type_3 code_4 «mtu 1400» [1:2(1)]", lang.CodeICMP, "carry an MTU"},
	{"", "< icmp «packet_too_big» code_1 mtu 1400 [1:2(1)]", lang.CodeICMP, "unknown ICMPv4 type"},
	{"ipv6", "< icmp packet_too_big code_1 «mtu 1400» [1:2(1)]", lang.CodeICMP, "carry an MTU"},
	{"", "< icmp router_advertisement [1:2(1)]", "", ""}, // unknown over IPv4, and of another dialect over IPv6
	{"ipv6", "< icmp «router_advertisement» [1:2(1)]", CodeUnsupported, "belongs to another dialect"},
	{"ipv4", "< icmp unreachable frag_needed mtu «70000» [1:2(1)]", lang.CodeOutOfRange,
		"expected 0 to 65535 in an ICMPv4 message"},
	{"", "< icmp unreachable frag_needed mtu «70000» [1:2(1)]", lang.CodeOutOfRange,
		"expected 0 to 65535 in an ICMPv4 message"},
	{"", "< icmp unreachable «UNREACHABLE» [1:2(1)]", lang.CodePendingName, "-D UNREACHABLE=VALUE"},
	{"", "< icmp «unreacheable» [1:2(1)]", lang.CodeICMP, "did you mean `unreachable`"}, // and once only

	{"", "> «encap psp spi 0x1» . 1:1(0) ack 1", CodeUnsupported, "PSP packets need a kernel with PSP"},
	{"", "< «sctp: INIT[flgs=0, tag=1]»", CodeUnsupported, "a packet of sctp belongs to another dialect"},
	{"", "> («dscp af11») . 1:1(0) ack 1", CodeUnsupported, "dscp belongs to another dialect"},
	{"", "> ipv4 («hlim 3») 1.2.3.4 > 5.6.7.8: . 1:1(0) ack 1", CodeUnsupported, "hlim belongs to another dialect"},
	{"", "> S 0:0(0) <«mpcapable v1 flags[flag_h] nokey»>", CodeUnsupported,
		"the option mpcapable belongs to another dialect"},
	{"", "> . 1:1(0) ack 1 <nop,nop,md5 «valid»>", CodeUnsupported, "`valid` belongs to another dialect"},
	{"", "> . «...(0)» ack 1", CodeUnsupported, "a sequence range of this form"},
	{"", "> . «1:1(0)!» ack 1", CodeUnsupported, "a sequence range of this form"},
	{"", "> «addr[a] > addr[b]» . 1:1(0) ack 1", CodeUnsupported, "a named address"},
	{"", "> . 1:1(0) ack 1 «/udp(1 > 2)»", CodeUnsupported, "encapsulation in UDP"},
	{"", "< icmp unreachable port_unreachable [1:2(1)«/udp(1 > 2)»]", CodeUnsupported, "encapsulation in UDP"},
	{"ipv4", "< icmp time_exceeded «frag_reass_exceeded» [1:2(1)]", CodeUnsupported, "belongs to another dialect"},
}

func TestPackets(t *testing.T) {
	for _, c := range packets {
		for _, complete := range []bool{false, true} {
			if complete && c.version == "" && strings.Contains(c.packet, "icmp") {
				continue // over IPv4 then
			}
			checkPacketCase(t, c.version, c.packet, c.code, c.message, complete)
		}
	}
}

func checkPacketCase(t *testing.T, version, packet, code, message string, complete bool) {
	t.Helper()
	text := "0 " + packet + "\n"
	if version != "" {
		text = "--ip_version=\"" + version + "\"\n" + text
	}
	want := source.Range{Start: strings.Index(text, "«")}
	text = strings.Replace(text, "«", "", 1)
	want.End = strings.Index(text, "»")
	text = strings.Replace(text, "»", "", 1)

	o := Options{Complete: complete}
	p, found := Compile(o.Parse(source.NewFile("test.pkt", text)), o)
	if code == CodeUnsupported {
		if len(found) > 0 {
			t.Errorf("%q: errors besides: %v", packet, found)
		}
		found = p.Unsupported
	} else if len(p.Unsupported) > 0 {
		t.Errorf("%q: unsupported: %v", packet, p.Unsupported)
	}
	if code == "" {
		if len(found) > 0 {
			t.Errorf("%q over %q: %v", packet, version, found)
		}
		return
	}
	if len(found) != 1 || found[0].Code != code || found[0].Range != want ||
		!strings.Contains(found[0].Message, message) {
		t.Errorf("%q over %q: got %v, want %s at %v about %q", packet, version, found, code, want, message)
		return
	}
	severity := diag.Error
	if code == lang.CodePendingName && !complete {
		severity = diag.Info
	}
	if found[0].Severity != severity {
		t.Errorf("%q: the severity is %v", packet, found[0].Severity)
	}
}

// What is wrong over one version only is an error where the script can be run
// with no other.
func TestVersionsOfIP(t *testing.T) {
	const text = "0 < icmp packet_too_big mtu 1400 [1:2(1)]\n"
	for complete, want := range map[bool]int{false: 0, true: 1} {
		o := Options{Complete: complete}
		if _, found := Compile(o.Parse(source.NewFile("test.pkt", text)), o); len(found) != want {
			t.Errorf("complete %v: %v", complete, found)
		}
	}
}
