package settings

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"
)

// Addresses are the IP addresses of a run, worked out from what was given.
type Addresses struct {
	Local        netip.Addr   `json:"local"`         // of the TUN device
	PrefixLength int          `json:"prefix_length"` // of Local on the TUN device, in bits
	Gateway      netip.Addr   `json:"gateway"`
	Remote       netip.Addr   `json:"remote"`        // that injected packets come from
	RemotePrefix netip.Prefix `json:"remote_prefix"` // routed through the TUN device
	// Bind and Connect are Local and Remote as sockets are told them: mapped
	// to IPv6 for ipv4-mapped-ipv6.
	Bind    netip.Addr `json:"bind"`
	Connect netip.Addr `json:"connect"`
}

// addressDefaults are documentation and private addresses, so that no script
// ever talks to a real machine: 192.0.2.0/24 is RFC 5737, 2001:db8::/32 is RFC
// 3849, fd00::/8 is RFC 4193.
type addressDefaults struct {
	local, remote, gateway, netmask string
}

var (
	ipv4Defaults = addressDefaults{local: "192.168.0.2", remote: "192.0.2.1/24", gateway: "192.168.0.1", netmask: "255.255.0.0"}
	ipv6Defaults = addressDefaults{local: "fd3d:fa7b:d17d::2", remote: "2001:db8::1/32", gateway: "fd3d:fa7b:d17d:8888::"}
)

// ipv6PrefixLength is that of the local address; --netmask_ip is for IPv4 only.
const ipv6PrefixLength = 48

// An addressError says which option's address is wrong.
type addressError struct {
	option, value, expected string
}

func (e *addressError) Error() string {
	return fmt.Sprintf("bad value %q for --%s: expected %s", e.value, e.option, e.expected)
}

// finalize works out s.Addresses for the IP version.
func (s *Settings) finalize() error {
	defaults, want := ipv4Defaults, "an IPv4 address"
	if s.IPVersion.PacketsIPv6() {
		defaults, want = ipv6Defaults, "an IPv6 address"
	}
	parse := func(option, given, otherwise string) (netip.Addr, error) {
		if given == "" {
			given = otherwise
		}
		addr, err := netip.ParseAddr(given)
		if err != nil || addr.Is4() == s.IPVersion.PacketsIPv6() || addr.Zone() != "" {
			return netip.Addr{}, &addressError{option, given, want}
		}
		return addr, nil
	}

	var a Addresses
	var err error
	if a.Local, err = parse("local_ip", s.LocalIP, defaults.local); err != nil {
		return err
	}
	if a.Gateway, err = parse("gateway_ip", s.GatewayIP, defaults.gateway); err != nil {
		return err
	}
	remote := s.RemoteIP
	if remote == "" {
		remote = defaults.remote
	}
	host, length, hasLength := strings.Cut(remote, "/")
	if a.Remote, err = parse("remote_ip", host, ""); err != nil {
		return err
	}
	prefix := a.Remote.BitLen() // a bare address is a route to that host alone
	if hasLength {
		if prefix, err = strconv.Atoi(length); err != nil || prefix < 0 || prefix > a.Remote.BitLen() {
			return &addressError{"remote_ip", remote, fmt.Sprintf("a prefix length from 0 to %d", a.Remote.BitLen())}
		}
	}
	a.RemotePrefix = netip.PrefixFrom(a.Remote, prefix).Masked()
	if a.PrefixLength, err = s.prefixLength(defaults.netmask); err != nil {
		return err
	}
	a.Bind, a.Connect = a.Local, a.Remote
	if s.IPVersion == IPv4Mapped {
		a.Bind, a.Connect = netip.AddrFrom16(a.Local.As16()), netip.AddrFrom16(a.Remote.As16())
	}
	s.Addresses = a
	return nil
}

func (s *Settings) prefixLength(otherwise string) (int, error) {
	if s.IPVersion.PacketsIPv6() {
		return ipv6PrefixLength, nil
	}
	given := s.NetmaskIP
	if given == "" {
		given = otherwise
	}
	mask, err := netip.ParseAddr(given)
	if err != nil || !mask.Is4() {
		return 0, &addressError{"netmask_ip", given, "an IPv4 netmask such as 255.255.0.0"}
	}
	b := mask.As4()
	m := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	ones := bits.LeadingZeros32(^m)
	if m<<ones != 0 {
		return 0, &addressError{"netmask_ip", given, "ones followed by zeros, such as 255.255.0.0"}
	}
	return ones, nil
}

// RandomLocal returns a local address for the IP version from the range of the
// default one. In a namespace that several scripts share, a new address for
// each keeps the kernel's cached metrics and TIME-WAIT sockets of one from
// bearing on the next.
func RandomLocal(v IPVersion) netip.Addr {
	if v.PacketsIPv6() {
		b := netip.MustParseAddr(ipv6Defaults.local).As16()
		r := 2 + rand.Uint32N(1<<31)
		b[12], b[13], b[14], b[15] = byte(r>>24), byte(r>>16), byte(r>>8), byte(r)
		return netip.AddrFrom16(b)
	}
	b := netip.MustParseAddr(ipv4Defaults.local).As4()
	r := 2 + rand.Uint32N(1<<16-3) // neither the network, the gateway nor broadcast
	b[2], b[3] = byte(r>>8), byte(r)
	return netip.AddrFrom4(b)
}
