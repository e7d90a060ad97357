package abi

import (
	"net/netip"
	"reflect"
	"testing"
	"time"
)

func TestSockaddrThereAndBack(t *testing.T) {
	for _, text := range []string{"192.0.2.1:8080", "[2001:db8::1]:443", "[::ffff:192.0.2.1]:1", "0.0.0.0:0"} {
		want := netip.MustParseAddrPort(text)
		got, err := SockaddrInet(want).AddrPort()
		if err != nil || got != want {
			t.Errorf("%s comes back as %s, %v", want, got, err)
		}
	}
	for _, s := range []*Sockaddr{SockaddrFamily(AF_UNSPEC), SockaddrFamily(AF_PACKET), {Length: 1}} {
		if a, err := s.AddrPort(); err == nil {
			t.Errorf("family %d with %d bytes is the IP address %s", s.Family(), s.Length, a)
		}
	}
	short := SockaddrInet(netip.MustParseAddrPort("192.0.2.1:8080"))
	short.Length--
	if _, err := short.AddrPort(); err == nil {
		t.Error("a sockaddr_in without its last byte is an address")
	}
}

func TestControlMessages(t *testing.T) {
	want := []ControlMessage{
		{Level: SOL_SOCKET, Type: SCM_TIMESTAMPING, Data: []byte("123456789")},
		{Level: SOL_TCP, Type: TCP_CM_INQ, Data: []byte{1, 0, 0, 0}},
		{Level: SOL_IP, Type: IP_TOS, Data: []byte{}},
	}
	var b []byte
	for _, c := range want {
		before := len(b)
		b = AppendControl(b, c)
		if len(b)-before != ControlSpace(len(c.Data)) {
			t.Errorf("%d bytes of data take %d bytes, want %d", len(c.Data), len(b)-before, ControlSpace(len(c.Data)))
		}
	}
	got, complete := ControlMessages(b)
	if !complete || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v", got, complete)
	}
	if got, complete := ControlMessages(b[:len(b)-1]); !complete || len(got) != 2 {
		t.Errorf("of a buffer with its last header cut: %v, %v", got, complete)
	}
	if got, complete := ControlMessages(make([]byte, 40)); complete || got != nil {
		t.Errorf("of zeros: %v, %v", got, complete)
	}
}

func TestTimeval(t *testing.T) {
	for _, want := range []time.Duration{0, 1500 * time.Millisecond, 3 * time.Hour} {
		if got, ok := Timeval(TimevalBytes(want)); !ok || got != want {
			t.Errorf("%s comes back as %s, %v", want, got, ok)
		}
	}
	if _, ok := Timeval(make([]byte, SizeofTimeval-1)); ok {
		t.Error("a timeval without its last byte is one")
	}
	b := TimevalBytes(0)
	b[11] = 0xff
	if _, ok := Timeval(b); ok {
		t.Error("more than a second of microseconds is taken")
	}
}

func TestMemory(t *testing.T) {
	if b := Memory(nil); b.Bytes == nil || b.Length != 0 {
		t.Errorf("an empty buffer is NULL: %+v", b)
	}
}
