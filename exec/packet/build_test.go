package packet

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
)

// TestBuildBytes holds the transport header and what follows it, byte by byte,
// with ports and checksum of zero.
func TestBuildBytes(t *testing.T) {
	for _, test := range []struct{ script, bytes string }{
		{"< S 0:0(0) win 1000 <mss 1460,nop,wscale 8>",
			"00000000 00000000 00000000 7002 03e8 0000 0000 020405b4 01 030308"},
		{"< . 1:4(3) ack 5 win 0", "00000000 00000001 00000005 5010 0000 0000 0000 000000"},
		{"< FSRPUEWA. 0:0(0) ack 4294967295 win 65535 urg 7", "00000000 00000000 ffffffff 51ff ffff 0000 0007"},
		{"< - 0:0(0) win 1", "00000000 00000000 00000000 5000 0001 0000 0000"},
		{"< .5 1:1(0) ack 1 win 1", "00000000 00000001 00000001 5150 0001 0000 0000"},
		{"> 10 > 20 . 1:1(0) ack 1", "000a0014 00000001 00000001 5010 0000 0000 0000"},
		{"< . 1:1(0) ack 1 win 1 <sack 10:20 30:40,nop,nop>",
			"00000000 00000001 00000001 a010 0001 0000 0000 0512 0000000a00000014 0000001e00000028 0101"},
		{"< . 1:1(0) ack 1 win 1 <nop,nop,TS val 100 ecr 200>",
			"00000000 00000001 00000001 8010 0001 0000 0000 0101 080a 00000064 000000c8"},
		{"< S 0:0(0) win 1 <sackOK,eol,eol>", "00000000 00000000 00000000 6002 0001 0000 0000 0402 0000"},
		{"< S 0:0(0) win 1 <FO abcd1234,nop,nop>", "00000000 00000000 00000000 7002 0001 0000 0000 2206abcd1234 0101"},
		{"< S 0:0(0) win 1 <FOEXP abcd,nop,nop>", "00000000 00000000 00000000 7002 0001 0000 0000 fe06f989abcd 0101"},
		{"< S 0:0(0) win 1 <FO,nop,nop>", "00000000 00000000 00000000 6002 0001 0000 0000 2202 0101"},
		{"< . 1:1(0) ack 1 win 1 <ECN e0b 1 ceb 2 e1b 3,nop>",
			"00000000 00000001 00000001 8010 0001 0000 0000 ac0b000001000002000003 01"},
		{"< . 1:1(0) ack 1 win 1 <ECN e1b 16777215,nop,nop,nop>",
			"00000000 00000001 00000001 7010 0001 0000 0000 ae05ffffff 010101"},
		{"< . 1:1(0) ack 1 win 1 <nop,nop,md5 00112233445566778899aabbccddeeff>",
			"00000000 00000001 00000001 a010 0001 0000 0000 0101 1312 00112233445566778899aabbccddeeff"},
		{"< udp (2)", "00000000 000a 0000 0000"},
		{"< udp 1 > 65535 (0)", "0001ffff 0008 0000"},
		{"> icmp echo_request id 7 [raw (10)]", "0800 0000 0007 0000 0000"},
	} {
		t.Run(test.script, func(t *testing.T) {
			p, err := build(t, test.script, false)
			want, decodeErr := hex.DecodeString(strings.ReplaceAll(test.bytes, " ", ""))
			if decodeErr != nil {
				t.Fatal(decodeErr)
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, p.Data[ipv4Length:]); diff != "" {
				t.Errorf("bytes differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBuildAgainstGopacket lets another implementation read what is built.
func TestBuildAgainstGopacket(t *testing.T) {
	for _, test := range []struct {
		script string
		ipv6   bool
		layers []gopacket.LayerType
	}{
		{"< . 1:1001(1000) ack 1 win 100 <nop,nop,TS val 1 ecr 2>", false,
			[]gopacket.LayerType{layers.LayerTypeIPv4, layers.LayerTypeTCP}},
		{"< (tos 0x2a) . 1:2(1) ack 1 win 100", true, []gopacket.LayerType{layers.LayerTypeIPv6, layers.LayerTypeTCP}},
		{"< udp (33)", false, []gopacket.LayerType{layers.LayerTypeIPv4, layers.LayerTypeUDP}},
		{"< udp (1)", true, []gopacket.LayerType{layers.LayerTypeIPv6, layers.LayerTypeUDP}},
		{"< icmp unreachable frag_needed mtu 1400 [1:1001(1000)]", false,
			[]gopacket.LayerType{layers.LayerTypeIPv4, layers.LayerTypeICMPv4}},
		{"< icmp packet_too_big mtu 1400 [1:1001(1000)]", true,
			[]gopacket.LayerType{layers.LayerTypeIPv6, layers.LayerTypeICMPv6}},
		{"< ipv4 192.0.2.9 > 192.168.0.9: . 1:1(0) ack 1 win 1", false,
			[]gopacket.LayerType{layers.LayerTypeIPv4, layers.LayerTypeIPv4, layers.LayerTypeTCP}},
		{"< ipv4 192.0.2.9 > 192.168.0.9: gre: mpls (label 16,tc 1,ttl 3) (label 17,tc 2,[S],ttl 4): . 1:1(0) ack 1 " +
			"win 1", false,
			[]gopacket.LayerType{layers.LayerTypeIPv4, layers.LayerTypeGRE, layers.LayerTypeMPLS, layers.LayerTypeMPLS,
				layers.LayerTypeIPv4, layers.LayerTypeTCP}},
		{"< ipv6 2001:db8::9 > fd00::9: gre: . 1:1(0) ack 1 win 1", true,
			[]gopacket.LayerType{layers.LayerTypeIPv6, layers.LayerTypeGRE, layers.LayerTypeIPv6, layers.LayerTypeTCP}},
	} {
		t.Run(test.script, func(t *testing.T) {
			data := onTheWire(t, test.script, test.ipv6).Data
			p := gopacket.NewPacket(data, test.layers[0], gopacket.Default)
			var got []gopacket.LayerType
			for i, l := range p.Layers() {
				if i < len(test.layers) {
					got = append(got, l.LayerType())
				}
			}
			if diff := cmp.Diff(test.layers, got); diff != "" {
				t.Fatalf("layers differ (-want +got):\n%s", diff)
			}
			checksumsAgree(t, p, data)
		})
	}
}

// checksumsAgree lets gopacket compute the checksums anew.
func checksumsAgree(t *testing.T, p gopacket.Packet, data []byte) {
	t.Helper()
	out, err := serialized(p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(out, data); diff != "" {
		t.Errorf("gopacket writes other bytes (-gopacket +ours):\n%s", diff)
	}
}

// serialized is a packet that gopacket has read, as it writes it, with lengths
// and checksums of its own.
func serialized(p gopacket.Packet) ([]byte, error) {
	var all []gopacket.SerializableLayer
	var network gopacket.NetworkLayer
	for _, l := range p.Layers() {
		switch l := l.(type) {
		case *layers.IPv4:
			network = l
		case *layers.IPv6:
			network = l
		case *layers.TCP:
			_ = l.SetNetworkLayerForChecksum(network)
			l.Padding = nil
		case *layers.UDP:
			_ = l.SetNetworkLayerForChecksum(network)
		case *layers.ICMPv6:
			_ = l.SetNetworkLayerForChecksum(network)
		case *layers.GRE, *layers.MPLS, *layers.ICMPv4:
		default:
			continue
		}
		all = append(all, l.(gopacket.SerializableLayer))
	}
	last := p.Layers()[len(all)-1]
	all = append(all, gopacket.Payload(last.LayerPayload()))
	out := gopacket.NewSerializeBuffer()
	options := gopacket.SerializeOptions{ComputeChecksums: true, FixLengths: true}
	if err := gopacket.SerializeLayers(out, options, all...); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// What program.Compile refuses is built as nothing else.
func TestBuildRefusesWhatWasNotChecked(t *testing.T) {
	for _, test := range []struct {
		script string
		ipv6   bool
		want   string
	}{
		{"< icmp unreachable frag_needed [1:2(1)]", true, "an ICMP message"},
		{"< icmp packet_too_big mtu 5 [1:2(1)]", false, "an ICMP message"},
		{"> S 0:0(0) <mpcapable v1 flags[flag_h] nokey>", false, "an option"},
		{"< sctp: SHUTDOWN_COMPLETE[flgs=0]", false, "a packet"},
	} {
		t.Run(test.script, func(t *testing.T) {
			_, err := build(t, test.script, test.ipv6)
			if err == nil || !strings.Contains(err.Error(), test.want) ||
				!strings.Contains(err.Error(), "it was not checked") {
				t.Errorf("error is %v, want one about %s", err, test.want)
			}
		})
	}
}
