package stack

import "net/netip"

// Addresses are the live addresses of a run. Where the script has "..." for an
// address, system calls use Bind and Connect.
type Addresses struct {
	// Domain is AF_INET or AF_INET6 (socket(2)), for "..." in socket calls.
	Domain int
	// Bind and Connect are what sockets bind and connect to: IPv4, IPv6, or
	// IPv4 mapped into IPv6.
	Bind, Connect netip.AddrPort
}
