package abi

// Address families (include/linux/socket.h).
const (
	AF_UNSPEC  = 0
	AF_INET    = 2
	AF_INET6   = 10
	AF_NETLINK = 16
	AF_PACKET  = 17
)

// Types of sockets, and the flags that go with them (include/linux/net.h).
const (
	SOCK_STREAM    = 1
	SOCK_DGRAM     = 2
	SOCK_RAW       = 3
	SOCK_SEQPACKET = 5
	SOCK_TYPE_MASK = 0xf
	SOCK_NONBLOCK  = 0x800
	SOCK_CLOEXEC   = 0x80000
)

// Protocols (include/uapi/linux/in.h).
const (
	IPPROTO_IP      = 0
	IPPROTO_ICMP    = 1
	IPPROTO_TCP     = 6
	IPPROTO_UDP     = 17
	IPPROTO_ICMPV6  = 58
	IPPROTO_SCTP    = 132
	IPPROTO_UDPLITE = 136
	IPPROTO_MPTCP   = 262
)

// What shutdown(2) takes.
const (
	SHUT_RD   = 0
	SHUT_WR   = 1
	SHUT_RDWR = 2
)

// Flags of sends and receives (include/linux/socket.h).
const (
	MSG_OOB      = 0x1
	MSG_PEEK     = 0x2
	MSG_CTRUNC   = 0x8
	MSG_TRUNC    = 0x20
	MSG_DONTWAIT = 0x40
	MSG_EOR      = 0x80
	MSG_WAITALL  = 0x100
	MSG_ERRQUEUE = 0x2000
	MSG_NOSIGNAL = 0x4000
	MSG_MORE     = 0x8000
	MSG_ZEROCOPY = 0x4000000
	MSG_FASTOPEN = 0x20000000
)

// Levels of socket options (include/linux/socket.h).
const (
	SOL_IP     = 0
	SOL_SOCKET = 1
	SOL_TCP    = 6
	SOL_UDP    = 17
	SOL_IPV6   = 41
)

// Options at SOL_SOCKET (include/uapi/asm-generic/socket.h).
const (
	SO_DEBUG        = 1
	SO_REUSEADDR    = 2
	SO_TYPE         = 3
	SO_ERROR        = 4
	SO_DONTROUTE    = 5
	SO_BROADCAST    = 6
	SO_SNDBUF       = 7
	SO_RCVBUF       = 8
	SO_KEEPALIVE    = 9
	SO_OOBINLINE    = 10
	SO_NO_CHECK     = 11
	SO_PRIORITY     = 12
	SO_LINGER       = 13
	SO_REUSEPORT    = 15
	SO_RCVLOWAT     = 18
	SO_SNDLOWAT     = 19
	SO_RCVTIMEO     = 20
	SO_SNDTIMEO     = 21
	SO_BINDTODEVICE = 25
	SO_TIMESTAMP    = 29
	SO_ACCEPTCONN   = 30
	SO_SNDBUFFORCE  = 32
	SO_RCVBUFFORCE  = 33
	SO_MARK         = 36
	SO_TIMESTAMPING = 37
	SO_PROTOCOL     = 38
	SO_DOMAIN       = 39
	SO_MEMINFO      = 55
	SO_ZEROCOPY     = 60

	SCM_TIMESTAMPING           = SO_TIMESTAMPING
	SCM_TIMESTAMPING_OPT_STATS = 54
)

// Options at SOL_TCP (include/uapi/linux/tcp.h).
const (
	TCP_NODELAY          = 1
	TCP_MAXSEG           = 2
	TCP_CORK             = 3
	TCP_KEEPIDLE         = 4
	TCP_KEEPINTVL        = 5
	TCP_KEEPCNT          = 6
	TCP_SYNCNT           = 7
	TCP_LINGER2          = 8
	TCP_DEFER_ACCEPT     = 9
	TCP_WINDOW_CLAMP     = 10
	TCP_INFO             = 11
	TCP_QUICKACK         = 12
	TCP_CONGESTION       = 13
	TCP_MD5SIG           = 14
	TCP_USER_TIMEOUT     = 18
	TCP_FASTOPEN         = 23
	TCP_NOTSENT_LOWAT    = 25
	TCP_CC_INFO          = 26
	TCP_FASTOPEN_CONNECT = 30
	TCP_INQ              = 36
	TCP_CM_INQ           = TCP_INQ
)

// Options at SOL_IP (include/uapi/linux/in.h).
const (
	IP_TOS          = 1
	IP_TTL          = 2
	IP_PKTINFO      = 8
	IP_MTU_DISCOVER = 10
	IP_RECVERR      = 11
	IP_RECVTTL      = 12
	IP_RECVTOS      = 13
	IP_MTU          = 14

	IP_PMTUDISC_DONT  = 0
	IP_PMTUDISC_WANT  = 1
	IP_PMTUDISC_DO    = 2
	IP_PMTUDISC_PROBE = 3
)

// Options at SOL_IPV6 (include/uapi/linux/in6.h).
const (
	IPV6_UNICAST_HOPS = 16
	IPV6_MTU_DISCOVER = 23
	IPV6_MTU          = 24
	IPV6_RECVERR      = 25
	IPV6_V6ONLY       = 26
	IPV6_RECVHOPLIMIT = 51
	IPV6_HOPLIMIT     = 52
	IPV6_RECVTCLASS   = 66
	IPV6_TCLASS       = 67
)

// Where an extended error comes from (include/uapi/linux/errqueue.h).
const (
	SO_EE_ORIGIN_NONE  = 0
	SO_EE_ORIGIN_LOCAL = 1
	SO_EE_ORIGIN_ICMP  = 2
	SO_EE_ORIGIN_ICMP6 = 3
)
