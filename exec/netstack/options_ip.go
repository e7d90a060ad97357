package netstack

import (
	"gvisor.dev/gvisor/pkg/tcpip"

	"github.com/pktlang/pkt/exec/abi"
)

func ipOption(name int32) option   { return option{abi.SOL_IP, name} }
func ipv6Option(name int32) option { return option{abi.SOL_IPV6, name} }

// ipOptions are those of SOL_IP (ip(7)).
var ipOptions = map[option]accessor{
	ipOption(abi.IP_TOS):     integer(tcpip.IPv4TOSOption, 0, 255),
	ipOption(abi.IP_TTL):     timeToLive(tcpip.IPv4TTLOption, tcpip.UseDefaultIPv4TTL, 1),
	ipOption(abi.IP_RECVTTL): boolean((*tcpip.SocketOptions).GetReceiveTTL, (*tcpip.SocketOptions).SetReceiveTTL),
	ipOption(abi.IP_RECVTOS): boolean((*tcpip.SocketOptions).GetReceiveTOS, (*tcpip.SocketOptions).SetReceiveTOS),
	ipOption(abi.IP_RECVERR): boolean((*tcpip.SocketOptions).GetIPv4RecvError,
		(*tcpip.SocketOptions).SetIPv4RecvError),
	ipOption(abi.IP_MTU_DISCOVER): {size: sizeofInt, get: getDiscovery, set: setDiscovery},
}

// ipv6Options are those of SOL_IPV6 (ipv6(7)).
var ipv6Options = map[option]accessor{
	ipv6Option(abi.IPV6_V6ONLY):       {size: sizeofInt, get: getV6Only, set: setV6Only},
	ipv6Option(abi.IPV6_TCLASS):       integer(tcpip.IPv6TrafficClassOption, -1, 255),
	ipv6Option(abi.IPV6_UNICAST_HOPS): timeToLive(tcpip.IPv6HopLimitOption, tcpip.UseDefaultIPv6HopLimit, 0),
	ipv6Option(abi.IPV6_RECVTCLASS): boolean((*tcpip.SocketOptions).GetReceiveTClass,
		(*tcpip.SocketOptions).SetReceiveTClass),
	ipv6Option(abi.IPV6_RECVHOPLIMIT): boolean((*tcpip.SocketOptions).GetReceiveHopLimit,
		(*tcpip.SocketOptions).SetReceiveHopLimit),
	ipv6Option(abi.IPV6_RECVERR): boolean((*tcpip.SocketOptions).GetIPv6RecvError,
		(*tcpip.SocketOptions).SetIPv6RecvError),
	ipv6Option(abi.IPV6_MTU_DISCOVER): {size: sizeofInt, get: getDiscovery, set: setDiscovery},
}

// defaultTTL is the time to live that Linux and the stack begin with (RFC 1700).
const defaultTTL = 64

// timeToLive is the time to live or hop limit of what is sent; -1 asks for the
// default, which the stack has a number of its own for.
func timeToLive(o tcpip.SockOptInt, unset, low int32) accessor {
	a := integer(o, low, 255)
	get, set := a.get, a.set
	a.get = func(s *socket) ([]byte, abi.Errno) {
		b, errno := get(s)
		if errno == 0 && intOf(b) == unset {
			b = int32Data(defaultTTL)
		}
		return b, errno
	}
	a.set = func(s *socket, value []byte) abi.Errno {
		if intOf(value) == -1 {
			return errnoOf(s.endpoint.SetSockOptInt(o, int(unset)))
		}
		return set(s, value)
	}
	return a
}

func getV6Only(s *socket) ([]byte, abi.Errno) {
	return boolData(s.endpoint.SocketOptions().GetV6Only()), 0
}

func setV6Only(s *socket, value []byte) abi.Errno {
	if s.family != abi.AF_INET6 {
		return abi.ENOPROTOOPT
	}
	s.endpoint.SocketOptions().SetV6Only(intOf(value) != 0)
	return 0
}

// discovery are the strategies of path MTU discovery, in the order of Linux's
// numbers.
var discovery = []tcpip.PMTUDStrategy{
	abi.IP_PMTUDISC_DONT:  tcpip.PMTUDiscoveryDont,
	abi.IP_PMTUDISC_WANT:  tcpip.PMTUDiscoveryWant,
	abi.IP_PMTUDISC_DO:    tcpip.PMTUDiscoveryDo,
	abi.IP_PMTUDISC_PROBE: tcpip.PMTUDiscoveryProbe,
}

func getDiscovery(s *socket) ([]byte, abi.Errno) {
	n, err := s.endpoint.GetSockOptInt(tcpip.MTUDiscoverOption)
	for number, strategy := range discovery {
		if tcpip.PMTUDStrategy(n) == strategy {
			return int32Data(int32(number)), errnoOf(err)
		}
	}
	return int32Data(abi.IP_PMTUDISC_WANT), errnoOf(err)
}

func setDiscovery(s *socket, value []byte) abi.Errno {
	n := intOf(value)
	if n < 0 || int(n) >= len(discovery) {
		return abi.EINVAL
	}
	return errnoOf(s.endpoint.SetSockOptInt(tcpip.MTUDiscoverOption, int(discovery[n])))
}
