package packet

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
)

// TestCorpusAgainstGopacket holds every packet of other people's scripts that can
// be built against another implementation: it reads the same headers and fields,
// and writes the same bytes.
func TestCorpusAgainstGopacket(t *testing.T) {
	const root = "../../../shared/corpus"
	if _, err := os.Stat(root); err != nil {
		t.Skip("corpus not found: the scripts of ../shared/corpus are needed beside the checkout")
	}
	packets := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".pkt" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, version := range []string{"ipv4", "ipv6"} {
			packets += holdScript(t, source.NewFile(path, string(text)), version)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d packets agree", packets)
	if packets < 20_000 {
		t.Errorf("%d packets of the corpus were built, too few: what is built has changed, or the corpus", packets)
	}
}

// holdScript holds the packets of one script, and counts them.
func holdScript(t *testing.T, file *source.File, version string) (packets int) {
	t.Helper()
	options := program.Options{Complete: true, Stronger: []settings.Layer{{Origin: settings.FromCommandLine,
		Assignments: []settings.Assignment{{Name: "ip_version", Value: version, HasValue: true}}}}}
	p, found := program.Compile(lang.Parse(file, nil), options)
	refused := map[*lang.Statement]bool{}
	for _, d := range append(found, p.Unsupported...) {
		refused[p.Script.Statements[p.Script.StatementIndex(d.Range.Start)]] = true
	}
	ipv6 := version == "ipv6"
	for _, event := range p.Events {
		action := event.Packet()
		if action == nil || refused[event.Statement] {
			continue
		}
		built, err := Build(action, ipv6)
		if err != nil {
			t.Errorf("%s:%d: %v", file.Name, event.Line, err)
			continue
		}
		built.SetTuple(tuple("192.0.2.1:8080", "192.168.0.1:40001"))
		if ipv6 {
			built.SetTuple(tuple("[2001:db8::1]:8080", "[fd00::2]:40001"))
		}
		built.SetChecksums()
		if err := hold(built); err != nil {
			t.Errorf("%s:%d: %s: %v", file.Name, event.Line, version, err)
			continue
		}
		packets++
	}
	return packets
}

// layerKinds are the kinds of headers as gopacket names them.
var layerKinds = map[Kind]gopacket.LayerType{
	IPv4: layers.LayerTypeIPv4, IPv6: layers.LayerTypeIPv6, GRE: layers.LayerTypeGRE, MPLS: layers.LayerTypeMPLS,
	TCP: layers.LayerTypeTCP, UDP: layers.LayerTypeUDP, ICMPv4: layers.LayerTypeICMPv4, ICMPv6: layers.LayerTypeICMPv6,
}

// hold compares what gopacket reads in a packet with what this package does.
func hold(p *Packet) error {
	other := gopacket.NewPacket(p.Data, layerKinds[p.Headers[0].Kind], gopacket.NoCopy)
	list := other.Layers()
	for _, h := range p.Headers {
		n := 1
		if h.Kind == MPLS {
			n = h.Length / mplsLength // a layer for each label
		}
		for ; n > 0; n-- {
			if len(list) == 0 || list[0].LayerType() != layerKinds[h.Kind] {
				return fmt.Errorf("gopacket reads %v where a header of %s is (%v)", list, h.Kind, other.ErrorLayer())
			}
			if t, ok := list[0].(*layers.TCP); ok {
				if err := holdTCP(p, t); err != nil {
					return err
				}
			}
			list = list[1:]
		}
	}
	out, err := serialized(other)
	if err != nil {
		return fmt.Errorf("gopacket cannot write the packet: %w", err)
	}
	if !bytes.Equal(out, p.Data) {
		return fmt.Errorf("gopacket writes other bytes:\n%x\n%x", out, p.Data)
	}
	return nil
}

func holdTCP(p *Packet, t *layers.TCP) error {
	h, tuple := p.TCP(), p.Tuple()
	if h == nil {
		return fmt.Errorf("gopacket reads a TCP header where none is")
	}
	source, destination := tuple.Source.Port(), tuple.Destination.Port()
	set := map[lang.FlagSet]bool{lang.FIN: t.FIN, lang.SYN: t.SYN, lang.RST: t.RST, lang.PSH: t.PSH, lang.ACK: t.ACK,
		lang.URG: t.URG, lang.ECE: t.ECE, lang.CWR: t.CWR, lang.AE: t.NS}
	for flag, is := range set {
		if h.Has(flag) != is {
			return fmt.Errorf("the flag %s is %v, and %v for gopacket", flag, h.Has(flag), is)
		}
	}
	type fields struct {
		source, destination, window, urgent uint16
		seq, ack                            uint32
		payload                             int
	}
	ours := fields{source, destination, h.Window(), h.Urgent(), h.Seq(), h.Ack(), len(p.Payload())}
	theirs := fields{uint16(t.SrcPort), uint16(t.DstPort), t.Window, t.Urgent, t.Seq, t.Ack, len(t.Payload)}
	if ours != theirs {
		return fmt.Errorf("the fields are %+v, and for gopacket %+v", ours, theirs)
	}
	return holdOptions(h, t)
}

func holdOptions(h TCPHeader, t *layers.TCP) error {
	ours, err := parseOptions(h.options())
	if err != nil {
		return err
	}
	theirs := t.Options
	// Gopacket tells nothing of what is after the end of the list.
	for i, o := range ours {
		if i >= len(theirs) {
			if i > 0 && ours[i-1].Kind == optionEnd {
				return nil
			}
			return fmt.Errorf("gopacket has read %d options of %d", len(theirs), len(ours))
		}
		if byte(theirs[i].OptionType) != o.Kind || !bytes.Equal(theirs[i].OptionData, o.Data) {
			return fmt.Errorf("option %d is %s, and for gopacket %s", i, o, theirs[i])
		}
	}
	if len(theirs) > len(ours) {
		return fmt.Errorf("gopacket has read %d options, more than %d", len(theirs), len(ours))
	}
	return nil
}
