package capture

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// seen is one packet as a reader of the file has it.
type seen struct {
	Interface string
	Packet
}

// read reads a capture back to its end.
func read(t *testing.T, file io.Reader) (application string, packets []seen) {
	t.Helper()
	r, err := pcapgo.NewNgReader(file, pcapgo.NgReaderOptions{WantMixedLinkType: true})
	if err != nil {
		t.Fatal(err)
	}
	for {
		data, info, options, err := r.ReadPacketDataWithOptions()
		if errors.Is(err, io.EOF) {
			return r.SectionInfo().Application, packets
		} else if err != nil {
			t.Fatal(err)
		}
		of, err := r.Interface(info.InterfaceIndex)
		if err != nil || of.LinkType != layers.LinkTypeRaw || options.Flags == nil {
			t.Fatalf("a packet of an interface of type %s, with the flags %v: %v", of.LinkType, options.Flags, err)
		}
		p := Packet{Time: info.Timestamp.UTC(), Bytes: data,
			Inbound: options.Flags.Direction == pcapgo.NgEpbFlagDirectionInbound}
		if len(options.Comments) == 1 {
			p.Comment = options.Comments[0]
		}
		packets = append(packets, seen{of.Name, p})
	}
}

func TestWrite(t *testing.T) {
	var file bytes.Buffer
	c := NewWriter(&file, "a test")
	if file.Len() != 0 {
		t.Errorf("%d bytes were written for nothing", file.Len())
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 678_901_000, time.UTC)
	long := strings.Repeat("x", 70_000)
	want := []seen{
		{"one.pkt", Packet{Time: at, Inbound: true, Comment: "one.pkt:5: < S 0:0(0) win 100",
			Bytes: []byte{0x45, 1, 2}}},
		{"two.pkt (ipv6)", Packet{Time: at.Add(time.Millisecond), Comment: long, Bytes: []byte{0x60, 1, 2, 3}}},
		{"one.pkt", Packet{Time: at.Add(2 * time.Millisecond), Bytes: []byte{0x45}}},
	}
	numbers := map[string]int{}
	for i, p := range want {
		number, ok := numbers[p.Interface]
		if !ok {
			var err error
			if number, err = c.Interface(p.Interface); err != nil {
				t.Fatal(err)
			}
			numbers[p.Interface] = number
		}
		if err := c.Write(number, p.Packet); err != nil {
			t.Fatal(err)
		}
		// All of it is there at once.
		if _, packets := read(t, bytes.NewReader(file.Bytes())); len(packets) != i+1 {
			t.Fatalf("%d packets are in the file after packet %d", len(packets), i+1)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	want[1].Comment = long[:65535]
	application, got := read(t, &file)
	if application != "a test" {
		t.Errorf("the application is %q", application)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the packets differ (-want +got):\n%s", diff)
	}
}

func TestWriteNothing(t *testing.T) {
	var file bytes.Buffer
	if err := NewWriter(&file, "a test").Close(); err != nil {
		t.Fatal(err)
	}
	if _, packets := read(t, &file); len(packets) != 0 {
		t.Errorf("read %d packets of a capture of nothing", len(packets))
	}
}

// full is a writer that takes n more writes.
type full struct{ n int }

var errFull = errors.New("no space left")

func (f *full) Write(b []byte) (int, error) {
	if f.n--; f.n < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestWriteFails(t *testing.T) {
	if _, err := NewWriter(&full{}, "").Interface("a"); !errors.Is(err, errFull) {
		t.Errorf("an interface was written to a full disk: %v", err)
	}
	c := NewWriter(&full{1}, "")
	number, err := c.Interface("a")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Write(number, Packet{Bytes: []byte{1}}); !errors.Is(err, errFull) {
		t.Errorf("a packet was written to a full disk: %v", err)
	}
	for _, unknown := range []int{-1, 1} {
		if err := c.Write(unknown, Packet{}); err == nil {
			t.Errorf("interface %d was never added, and was taken", unknown)
		}
	}
}
