package abi

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// Sizes of socket addresses in bytes.
const (
	SizeofSockaddrInet4   = 16
	SizeofSockaddrInet6   = 28
	SizeofSockaddrStorage = 128 // the largest, and a multiple of their alignment
)

// Sockaddr is a struct sockaddr_storage with the length that is in use.
type Sockaddr struct {
	Storage [SizeofSockaddrStorage]byte
	Length  uint32
}

// NewSockaddr returns one for a call to write to.
func NewSockaddr() *Sockaddr { return &Sockaddr{Length: SizeofSockaddrStorage} }

// SockaddrFamily returns one that has a family and nothing else, such as
// AF_UNSPEC.
func SockaddrFamily(family uint16) *Sockaddr {
	out := NewSockaddr()
	binary.NativeEndian.PutUint16(out.Storage[:], family)
	return out
}

// SockaddrInet returns a sockaddr_in or, for an IPv6 or a mapped address, a
// sockaddr_in6.
func SockaddrInet(a netip.AddrPort) *Sockaddr {
	out := &Sockaddr{}
	out.Set(a)
	return out
}

// Set makes it the address, as SockaddrInet does.
func (s *Sockaddr) Set(a netip.AddrPort) {
	clear(s.Storage[:])
	b := s.Storage[:]
	binary.BigEndian.PutUint16(b[2:], a.Port())
	if a.Addr().Is4() {
		binary.NativeEndian.PutUint16(b, AF_INET)
		ip := a.Addr().As4()
		copy(b[4:], ip[:])
		s.Length = SizeofSockaddrInet4
		return
	}
	binary.NativeEndian.PutUint16(b, AF_INET6)
	ip := a.Addr().As16()
	copy(b[8:], ip[:])
	s.Length = SizeofSockaddrInet6
}

// Family is the address family, or AF_UNSPEC where there is no room for one.
func (s *Sockaddr) Family() uint16 {
	if s.Length < 2 {
		return AF_UNSPEC
	}
	return binary.NativeEndian.Uint16(s.Storage[:])
}

// AddrPort is the address and the port. An IPv4 address that is mapped into
// IPv6 stays mapped.
func (s *Sockaddr) AddrPort() (netip.AddrPort, error) {
	b := s.Storage[:]
	port := binary.BigEndian.Uint16(b[2:])
	switch family := s.Family(); {
	case family == AF_INET && s.Length >= SizeofSockaddrInet4:
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[4:8])), port), nil
	case family == AF_INET6 && s.Length >= SizeofSockaddrInet6:
		return netip.AddrPortFrom(netip.AddrFrom16([16]byte(b[8:24])), port), nil
	default:
		return netip.AddrPort{}, fmt.Errorf("an address of family %d with %d bytes is no IP address", family, s.Length)
	}
}
