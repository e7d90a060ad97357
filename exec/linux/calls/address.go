//go:build linux

package calls

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

// socketAddress is a sockaddr_storage with the length in use.
type socketAddress struct {
	storage unix.RawSockaddrAny
	length  uint32
}

// emptyAddress is one for the kernel to write to.
func emptyAddress() *socketAddress {
	return &socketAddress{length: unix.SizeofSockaddrAny}
}

// liveAddress is a sockaddr_in or sockaddr_in6 with an address and a port.
func liveAddress(a netip.AddrPort) *socketAddress {
	out := &socketAddress{}
	b := out.bytes()
	if a.Addr().Is4() {
		ip := a.Addr().As4()
		binary.NativeEndian.PutUint16(b, unix.AF_INET)
		binary.BigEndian.PutUint16(b[2:], a.Port())
		copy(b[4:], ip[:])
		out.length = unix.SizeofSockaddrInet4
		return out
	}
	ip := a.Addr().As16()
	binary.NativeEndian.PutUint16(b, unix.AF_INET6)
	binary.BigEndian.PutUint16(b[2:], a.Port())
	copy(b[8:], ip[:])
	out.length = unix.SizeofSockaddrInet6
	return out
}

// familyAddress has a family and nothing else, such as AF_UNSPEC.
func familyAddress(family uint16) *socketAddress {
	out := emptyAddress()
	binary.NativeEndian.PutUint16(out.bytes(), family)
	return out
}

func (a *socketAddress) bytes() []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(&a.storage)), unix.SizeofSockaddrAny)
}

// endpoint reads what the kernel wrote. An IPv4 address that is mapped into
// IPv6 comes back as IPv4.
func (a *socketAddress) endpoint() (netip.AddrPort, error) {
	b := a.bytes()
	family := binary.NativeEndian.Uint16(b)
	port := binary.BigEndian.Uint16(b[2:])
	switch {
	case family == unix.AF_INET && a.length >= unix.SizeofSockaddrInet4:
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[4:8])), port), nil
	case family == unix.AF_INET6 && a.length >= unix.SizeofSockaddrInet6:
		return netip.AddrPortFrom(netip.AddrFrom16([16]byte(b[8:24])).Unmap(), port), nil
	}
	return netip.AddrPort{}, fmt.Errorf("the peer's address has family %d and %d bytes, and is no IP address", family, a.length)
}
