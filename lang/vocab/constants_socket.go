package vocab

// constantFamilies are all tables of constants, the base language's first:
// where a dialect has a name too, the base entry is the one that is found.
var constantFamilies = [][]family{
	socketConstants,
	socketOptionConstants,
	tcpConstants,
	ipConstants,
	messageConstants,
	timestampConstants,
	fileConstants,
	pollConstants,
	capabilityConstants,
	dialectConstants,
}

// socketConstants are what socket(2) and shutdown(2) take, and the levels of
// getsockopt(2).
var socketConstants = []family{
	{kind: AddressFamily, source: "address_families(7)", rows: []row{
		{name: "AF_UNSPEC", value: 0, doc: "no address family: connect with it dissolves the connection"},
		{name: "AF_UNIX", value: 1, doc: "local sockets"},
		{name: "AF_LOCAL", value: 1, doc: "another name of AF_UNIX"},
		{name: "AF_INET", value: 2, doc: "IPv4"},
		{name: "AF_INET6", value: 10, doc: "IPv6, and IPv4 through mapped addresses"},
		{name: "AF_NETLINK", value: 16, doc: "messages to and from the kernel"},
		{name: "AF_PACKET", value: 17, doc: "frames of an interface"},
		{name: "PF_INET", value: 2, doc: "another name of AF_INET"},
		{name: "PF_INET6", value: 10, doc: "another name of AF_INET6"},
		{name: "PF_PACKET", value: 17, doc: "another name of AF_PACKET"},
	}},
	{kind: SocketTypeConstant, source: "socket(2)", rows: []row{
		{name: "SOCK_STREAM", value: 1, doc: "a reliable stream of bytes: TCP"},
		{name: "SOCK_DGRAM", value: 2, doc: "datagrams: UDP, or ICMP echo with IPPROTO_ICMP"},
		{name: "SOCK_RAW", value: 3, doc: "raw network protocol access"},
		{name: "SOCK_RDM", value: 4, doc: "datagrams that arrive, in any order"},
		{name: "SOCK_SEQPACKET", value: 5, doc: "a reliable sequence of records: SCTP one-to-many"},
		{name: "SOCK_NONBLOCK", value: 2048, doc: "or'ed into the type: the socket does not block"},
		{name: "SOCK_CLOEXEC", value: 524288, doc: "or'ed into the type: exec closes the descriptor"},
	}},
	{kind: ProtocolConstant, source: "ip(7), protocols(5)", rows: []row{
		{name: "IPPROTO_IP", value: 0, doc: "IPv4; as protocol 0 it lets the kernel choose by the socket's type"},
		{name: "IPPROTO_ICMP", value: 1, doc: "ICMP"},
		{name: "IPPROTO_TCP", value: 6, doc: "TCP; as an option level the same as SOL_TCP"},
		{name: "IPPROTO_UDP", value: 17, doc: "UDP; as an option level the same as SOL_UDP"},
		{name: "IPPROTO_IPV6", value: 41, doc: "IPv6; as an option level the same as SOL_IPV6"},
		{name: "IPPROTO_GRE", value: 47, doc: "generic routing encapsulation"},
		{name: "IPPROTO_ICMPV6", value: 58, doc: "ICMPv6"},
		{name: "IPPROTO_RAW", value: 255, doc: "raw IP packets with their own header"},
	}},
	{kind: ProtocolConstant, source: "net/mptcp", dialect: MPTCP, rows: []row{
		{name: "IPPROTO_MPTCP", value: 262, doc: "Multipath TCP (RFC 8684), since Linux 5.6"},
	}},
	{kind: ProtocolConstant, source: "udplite(7), sctp(7)", dialect: NPLab, rows: []row{
		{name: "IPPROTO_SCTP", value: 132, doc: "SCTP (RFC 9260)"},
		{name: "IPPROTO_UDPLITE", value: 136, doc: "UDP-Lite (RFC 3828); taken out of Linux in 7.1"},
	}},
	{kind: LevelConstant, source: "setsockopt(2)", rows: []row{
		{name: "SOL_SOCKET", value: 1, doc: "options of every socket, SO_"},
		{name: "SOL_IP", value: 0, doc: "options of IPv4, IP_"},
		{name: "SOL_IPV6", value: 41, doc: "options of IPv6, IPV6_"},
		{name: "SOL_TCP", value: 6, doc: "options of TCP, TCP_"},
		{name: "SOL_UDP", value: 17, doc: "options of UDP, UDP_"},
		{name: "SOL_ICMPV6", value: 58, doc: "options of ICMPv6"},
		{name: "SOL_RAW", value: 255, doc: "options of raw sockets"},
		{name: "SOL_PACKET", value: 263, doc: "options of packet sockets"},
	}},
	{kind: LevelConstant, source: "net/mptcp", dialect: MPTCP, rows: []row{
		{name: "SOL_MPTCP", value: 284, doc: "options of Multipath TCP, MPTCP_"},
	}},
	{kind: LevelConstant, source: "udplite(7), sctp(7)", dialect: NPLab, rows: []row{
		{name: "SOL_SCTP", value: 132, doc: "options of SCTP, SCTP_"},
		{name: "SOL_UDPLITE", value: 136, doc: "options of UDP-Lite, UDPLITE_"},
	}},
	{kind: ShutdownConstant, source: "shutdown(2)", rows: []row{
		{name: "SHUT_RD", value: 0, doc: "nothing more will be read; the peer is not told"},
		{name: "SHUT_WR", value: 1, doc: "nothing more will be written: a FIN is sent after the data"},
		{name: "SHUT_RDWR", value: 2, doc: "both directions"},
	}},
	{kind: NullPointer, source: "NULL(3const)", rows: []row{
		{name: "NULL", value: 0, doc: "no buffer: the call fails with EFAULT as soon as it touches it"},
	}},
}
