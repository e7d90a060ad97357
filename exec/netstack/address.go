package netstack

import (
	"net/netip"

	"gvisor.dev/gvisor/pkg/tcpip"

	"github.com/pktlang/pkt/exec/abi"
)

// fullAddress is an address as the stack takes it, of a socket of a family. The
// stack's address of any host is an empty one; exact asks for the very family
// of the socket, as bind does.
func fullAddress(a *abi.Sockaddr, family int32, v6Only, exact bool) (tcpip.FullAddress, abi.Errno) {
	got, err := a.AddrPort()
	if err != nil {
		if a.Family() != abi.AF_INET && a.Family() != abi.AF_INET6 {
			return tcpip.FullAddress{}, abi.EAFNOSUPPORT
		}
		return tcpip.FullAddress{}, abi.EINVAL
	}
	other := int32(a.Family()) != family
	if other && (exact || family == abi.AF_INET || v6Only) {
		return tcpip.FullAddress{}, abi.EAFNOSUPPORT
	}
	out := tcpip.FullAddress{Port: got.Port()}
	switch ip := got.Addr(); {
	case other && ip.IsUnspecified():
		mapped := netip.AddrFrom16(ip.As16())
		out.Addr = tcpip.AddrFromSlice(mapped.AsSlice())
	case !ip.IsUnspecified():
		out.Addr = tcpip.AddrFromSlice(ip.AsSlice())
	}
	return out, 0
}

// addrPort is an address of the stack without its device; IPv4 is not mapped.
func addrPort(a tcpip.FullAddress) netip.AddrPort {
	ip, _ := netip.AddrFromSlice(a.Addr.AsSlice())
	return netip.AddrPortFrom(ip.Unmap(), a.Port)
}

// putAddress fills in an address of the stack, for a socket of a family: an
// IPv4 address is mapped into IPv6 for AF_INET6.
func putAddress(to *abi.Sockaddr, a tcpip.FullAddress, family int32) {
	if to == nil {
		return
	}
	ip, ok := netip.AddrFromSlice(a.Addr.AsSlice())
	switch {
	case !ok && family == abi.AF_INET6:
		ip = netip.IPv6Unspecified()
	case !ok:
		ip = netip.IPv4Unspecified()
	case family == abi.AF_INET6:
		ip = netip.AddrFrom16(ip.As16())
	default:
		ip = ip.Unmap()
	}
	to.Set(netip.AddrPortFrom(ip, a.Port))
}
