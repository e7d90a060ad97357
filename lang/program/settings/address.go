package settings

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"

	"github.com/pktlang/pkt/lang/vocab"
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

// defaultOf is the default of an option for addresses. They are documentation
// and private addresses, so that no script ever talks to a real machine:
// 192.0.2.0/24 is RFC 5737, 2001:db8::/32 is RFC 3849, fd00::/8 is RFC 4193.
func defaultOf(option string, ipv6 bool) string {
	o, _ := vocab.Option(option, vocab.Anyone)
	if ipv6 {
		return o.DefaultIPv6
	}
	return o.Default
}

// ipv6PrefixLength is that of the local address; --netmask_ip is for IPv4 only.
const ipv6PrefixLength = 48

// An addressError says which option's address is wrong.
type addressError struct {
	option, value, expected string
	version                 IPVersion
}

func (e *addressError) Error() string {
	return fmt.Sprintf("bad value %q for --%s: expected %s for --ip_version=%s", e.value, e.option,
		e.expected, e.version)
}

// address is that of an option, given or not, for the IP version.
func (s *Settings) address(option, given string) (netip.Addr, *addressError) {
	ipv6, want := s.IPVersion.PacketsIPv6(), "an IPv4 address"
	if ipv6 {
		want = "an IPv6 address"
	}
	if given == "" {
		given = defaultOf(option, ipv6)
	}
	host, _, _ := strings.Cut(given, "/")
	addr, err := netip.ParseAddr(host)
	if err != nil || addr.Is4() == ipv6 {
		return netip.Addr{}, &addressError{option, given, want, s.IPVersion}
	}
	return addr, nil
}

// finalize works out s.Addresses for the IP version. What was given has the form
// of an address.
func (s *Settings) finalize() *addressError {
	var a Addresses
	var bad *addressError
	if a.Local, bad = s.address("local_ip", s.LocalIP); bad != nil {
		return bad
	}
	if a.Gateway, bad = s.address("gateway_ip", s.GatewayIP); bad != nil {
		return bad
	}
	if a.Remote, bad = s.address("remote_ip", s.RemoteIP); bad != nil {
		return bad
	}
	if a.Local == a.Remote {
		option := "remote_ip"
		if s.RemoteIP == "" {
			option = "local_ip"
		}
		return &addressError{option, a.Local.String(), "local and remote addresses that differ", s.IPVersion}
	}
	a.RemotePrefix, a.PrefixLength = s.remotePrefix(a.Remote), s.prefixLength()
	a.Bind, a.Connect = a.Local, a.Remote
	if s.IPVersion == IPv4Mapped {
		a.Bind, a.Connect = netip.AddrFrom16(a.Local.As16()), netip.AddrFrom16(a.Remote.As16())
	}
	s.Addresses = a
	return nil
}

// remotePrefix is what is routed to the TUN device; a bare address is a route to
// that host alone.
func (s *Settings) remotePrefix(remote netip.Addr) netip.Prefix {
	given := s.RemoteIP
	if given == "" {
		given = defaultOf("remote_ip", s.IPVersion.PacketsIPv6())
	}
	prefix, err := netip.ParsePrefix(given)
	if err != nil {
		prefix = netip.PrefixFrom(remote, remote.BitLen())
	}
	return prefix.Masked()
}

func (s *Settings) prefixLength() int {
	if s.IPVersion.PacketsIPv6() {
		return ipv6PrefixLength
	}
	given := s.NetmaskIP
	if given == "" {
		given = defaultOf("netmask_ip", false)
	}
	ones, _ := vocab.NetmaskBits(given)
	return ones
}

// RandomLocal returns a local address for the IP version from the range of the
// default one. In a namespace that several scripts share, a new address for
// each keeps the kernel's cached metrics and TIME-WAIT sockets of one from
// bearing on the next.
func RandomLocal(v IPVersion) netip.Addr {
	if v.PacketsIPv6() {
		b := netip.MustParseAddr(defaultOf("local_ip", true)).As16()
		r := 2 + rand.Uint32N(1<<31)
		b[12], b[13], b[14], b[15] = byte(r>>24), byte(r>>16), byte(r>>8), byte(r)
		return netip.AddrFrom16(b)
	}
	b := netip.MustParseAddr(defaultOf("local_ip", false)).As4()
	r := 2 + rand.Uint32N(1<<16-3) // neither the network, the gateway nor broadcast
	b[2], b[3] = byte(r>>8), byte(r)
	return netip.AddrFrom4(b)
}
