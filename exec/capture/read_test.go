package capture

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// ipPacket is an IPv4 header with four bytes after it.
var ipPacket = []byte{0x45, 0, 0, 24, 0, 0, 0, 0, 64, 253, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 1, 2, 3, 4}

var seenAt = time.Date(2026, 1, 2, 3, 4, 5, 678_901_000, time.UTC)

// classic writes packets as pcap, each of so many bytes on the wire.
func classic(t testing.TB, link layers.LinkType, length int, packets ...[]byte) []byte {
	t.Helper()
	var file bytes.Buffer
	w := pcapgo.NewWriter(&file)
	if err := w.WriteFileHeader(1<<16, link); err != nil {
		t.Fatal(err)
	}
	for _, p := range packets {
		info := gopacket.CaptureInfo{Timestamp: seenAt, CaptureLength: len(p), Length: max(length, len(p))}
		if err := w.WritePacket(info, p); err != nil {
			t.Fatal(err)
		}
	}
	return file.Bytes()
}

func after(header ...byte) []byte { return append(header, ipPacket...) }

func TestReadLinkLayers(t *testing.T) {
	ethernet := []byte{2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2}
	for _, test := range []struct {
		name string
		link layers.LinkType
		data []byte
	}{
		{"Ethernet", layers.LinkTypeEthernet, after(append(ethernet, 8, 0)...)},
		{"Ethernet with a VLAN", layers.LinkTypeEthernet, after(append(ethernet, 0x81, 0, 0, 7, 8, 0)...)},
		{"raw IP", layers.LinkTypeRaw, after()},
		{"raw IP of BSD", 12, after()},
		{"IPv4", layers.LinkTypeIPv4, after()},
		{"loopback", layers.LinkTypeNull, after(2, 0, 0, 0)},
		{"loopback of OpenBSD", layers.LinkTypeLoop, after(0, 0, 0, 2)},
		{"Linux cooked", layers.LinkTypeLinuxSLL, after(0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0)},
		{"Linux cooked, version 2", layers.LinkTypeLinuxSLL2,
			after(8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0)},
	} {
		t.Run(test.name, func(t *testing.T) {
			records, err := Read(bytes.NewReader(classic(t, test.link, 0, test.data)))
			if err != nil {
				t.Fatal(err)
			}
			for i := range records {
				records[i].Time = records[i].Time.UTC()
			}
			if diff := cmp.Diff([]Record{{Number: 1, Time: seenAt, Bytes: ipPacket}}, records); diff != "" {
				t.Errorf("the record differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadPcapng(t *testing.T) {
	var file bytes.Buffer
	w := NewWriter(&file, "a test")
	for i, inbound := range []bool{true, false} {
		number, err := w.Interface("an interface")
		if err != nil {
			t.Fatal(err)
		}
		at := seenAt.Add(time.Duration(i) * time.Microsecond)
		p := Packet{Time: at, Inbound: inbound, Bytes: ipPacket, Comment: "!"}
		if err := w.Write(number, p); err != nil {
			t.Fatal(err)
		}
	}
	want := []Record{
		{Number: 1, Time: seenAt, Direction: Inbound, Bytes: ipPacket},
		{Number: 2, Interface: 1, Time: seenAt.Add(time.Microsecond), Direction: Outbound, Bytes: ipPacket},
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(file.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, in := range []io.Reader{&file, &packed} {
		records, err := Read(in)
		if err != nil {
			t.Fatal(err)
		}
		for i := range records {
			records[i].Time = records[i].Time.UTC()
		}
		if diff := cmp.Diff(want, records); diff != "" {
			t.Errorf("the records differ (-want +got):\n%s", diff)
		}
	}
}

func TestReadCutPackets(t *testing.T) {
	records, err := Read(bytes.NewReader(classic(t, layers.LinkTypeRaw, 30, ipPacket)))
	if err != nil {
		t.Fatal(err)
	}
	want := Record{Number: 1, Bytes: append(after(), 0, 0, 0, 0, 0, 0),
		Problem: "it was cut to 24 of 30 bytes when it was captured"}
	records[0].Time = time.Time{}
	if diff := cmp.Diff([]Record{want}, records); diff != "" {
		t.Errorf("the record differs (-want +got):\n%s", diff)
	}
	for length, link := range map[int]layers.LinkType{1 << 20: layers.LinkTypeRaw, 0: layers.LinkTypeIEEE802_11} {
		records, err := Read(bytes.NewReader(classic(t, link, length, ipPacket)))
		if err != nil || len(records) != 1 || records[0].Bytes != nil || records[0].Problem == "" {
			t.Errorf("a packet of %d bytes of %s is taken: %v, %v", length, link, records, err)
		}
	}
}

// What is before the place where a file breaks off is kept.
func TestReadBrokenFiles(t *testing.T) {
	whole := classic(t, layers.LinkTypeRaw, 0, ipPacket, ipPacket)
	records, err := Read(bytes.NewReader(whole[:len(whole)-3]))
	if err == nil || !strings.Contains(err.Error(), "packet 2") || len(records) != 1 {
		t.Errorf("got %d records and the error %v", len(records), err)
	}
	for _, text := range []string{"", "abc", "not a capture at all", "\x1f\x8bxx", "\x0a\x0d\x0d\x0a"} {
		if _, err := Read(strings.NewReader(text)); err == nil {
			t.Errorf("%q was taken for a capture", text)
		}
	}
}
