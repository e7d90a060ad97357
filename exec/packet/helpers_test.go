package packet

import (
	"net/netip"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// scripted parses "< ..." or "> ..." and builds the packet.
func scripted(t testing.TB, text string, ipv6 bool) *Packet {
	t.Helper()
	p, err := build(t, text, ipv6)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return p
}

func build(t testing.TB, text string, ipv6 bool) (*Packet, error) {
	t.Helper()
	script := lang.Parse(source.NewFile("test.pkt", "0 "+text+"\n"), nil)
	for _, d := range script.Diagnostics() {
		t.Fatalf("%s: %s", text, d.Message)
	}
	return Build(script.Events()[0].Action.(*lang.Packet), ipv6)
}

func tuple(source, destination string) Tuple {
	return Tuple{netip.MustParseAddrPort(source), netip.MustParseAddrPort(destination)}
}

// onTheWire is a packet of a script with addresses and checksums, taken apart
// again.
func onTheWire(t testing.TB, text string, ipv6 bool) *Packet {
	t.Helper()
	p := scripted(t, text, ipv6)
	if ipv6 {
		p.SetTuple(tuple("[2001:db8::1]:8080", "[fd00::2]:40001"))
	} else {
		p.SetTuple(tuple("192.0.2.1:8080", "192.168.0.1:40001"))
	}
	p.SetChecksums()
	decoded, err := Decode(p.Data)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return decoded
}
