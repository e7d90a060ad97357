package pcapng

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// blocks cuts a capture into its blocks, each as its type and its body.
func blocks(t *testing.T, file []byte) (types []uint32, bodies [][]byte) {
	t.Helper()
	for len(file) > 0 {
		if len(file) < 12 {
			t.Fatalf("%d bytes are left over", len(file))
		}
		length := binary.LittleEndian.Uint32(file[4:])
		if length%4 != 0 || int(length) > len(file) || binary.LittleEndian.Uint32(file[length-4:]) != length {
			t.Fatalf("a block has the length %d in front, of %d bytes", length, len(file))
		}
		types = append(types, binary.LittleEndian.Uint32(file))
		bodies = append(bodies, file[8:length-4])
		file = file[length:]
	}
	return types, bodies
}

// options reads a list of options, which has to end with the end of the body.
func options(t *testing.T, body []byte) map[uint16]string {
	t.Helper()
	out := map[uint16]string{}
	for {
		code, length := binary.LittleEndian.Uint16(body), int(binary.LittleEndian.Uint16(body[2:]))
		if code == 0 {
			if len(body) != 4 {
				t.Fatalf("%d bytes after the last option", len(body)-4)
			}
			return out
		}
		out[code] = string(body[4 : 4+length])
		body = body[4+(length+3)/4*4:]
	}
}

func TestBlocks(t *testing.T) {
	var file bytes.Buffer
	c, err := New(&file, "a test")
	if err != nil {
		t.Fatal(err)
	}
	number, err := c.Interface("two.pkt (ipv6)")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 678_901_000, time.UTC)
	packets := []Packet{
		{Time: at, Inbound: true, Comment: "two.pkt:5: < S 0:0(0) win 100", Bytes: []byte{0x45, 1, 2}},
		{Time: at.Add(time.Millisecond), Comment: strings.Repeat("x", 70_000), Bytes: []byte{0x60, 1, 2, 3}},
	}
	for _, p := range packets {
		if err := c.Write(number, p); err != nil {
			t.Fatal(err)
		}
	}
	types, bodies := blocks(t, file.Bytes())
	if diff := cmp.Diff([]uint32{0x0a0d0d0a, 1, 6, 6}, types); diff != "" {
		t.Fatal(diff)
	}
	if got := options(t, bodies[0][16:]); got[4] != "a test" {
		t.Errorf("the section's options are %v", got)
	}
	if got := options(t, bodies[1][8:]); got[2] != "two.pkt (ipv6)" || binary.LittleEndian.Uint16(bodies[1]) != 101 {
		t.Errorf("the interface's options are %v", got)
	}
	for i, p := range packets {
		body := bodies[i+2]
		when := uint64(binary.LittleEndian.Uint32(body[4:]))<<32 | uint64(binary.LittleEndian.Uint32(body[8:]))
		length := int(binary.LittleEndian.Uint32(body[12:]))
		if !time.UnixMicro(int64(when)).Equal(p.Time) || !bytes.Equal(body[20:20+length], p.Bytes) {
			t.Errorf("packet %d: %d bytes at %d", i, length, when)
		}
		got := options(t, body[20+(length+3)/4*4:])
		direction := map[bool]string{true: "\x01\x00\x00\x00", false: "\x02\x00\x00\x00"}[p.Inbound]
		if got[1] != p.Comment[:min(len(p.Comment), 65535)] || got[2] != direction {
			t.Errorf("packet %d has a comment of %d bytes and the flags %q", i, len(got[1]), got[2])
		}
	}
}

func TestUnknownInterface(t *testing.T) {
	c, err := New(new(bytes.Buffer), "a test")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Write(0, Packet{}); err == nil {
		t.Error("an interface that was never added was taken")
	}
}
