package abi

import "encoding/binary"

// TCPInfo is a struct tcp_info as of Linux 6.18 (include/uapi/linux/tcp.h).
// Times are microseconds where nothing else is said.
type TCPInfo struct {
	State            uint8
	CAState          uint8
	Retransmits      uint8
	Probes           uint8
	Backoff          uint8
	Options          uint8 // TCPI_OPT flags
	WindowScales     uint8 // the sender's in the low four bits, the receiver's in the high
	RateFlags        uint8
	RTO              uint32
	ATO              uint32
	SndMSS           uint32
	RcvMSS           uint32
	Unacked          uint32
	Sacked           uint32
	Lost             uint32
	Retrans          uint32
	Fackets          uint32
	LastDataSent     uint32 // milliseconds ago, as the next three
	LastAckSent      uint32
	LastDataRecv     uint32
	LastAckRecv      uint32
	PMTU             uint32
	RcvSsthresh      uint32
	RTT              uint32
	RTTVar           uint32
	SndSsthresh      uint32
	SndCwnd          uint32
	AdvMSS           uint32
	Reordering       uint32
	RcvRTT           uint32
	RcvSpace         uint32
	TotalRetrans     uint32
	PacingRate       uint64
	MaxPacingRate    uint64
	BytesAcked       uint64
	BytesReceived    uint64
	SegsOut          uint32
	SegsIn           uint32
	NotsentBytes     uint32
	MinRTT           uint32
	DataSegsIn       uint32
	DataSegsOut      uint32
	DeliveryRate     uint64
	BusyTime         uint64
	RwndLimited      uint64
	SndbufLimited    uint64
	Delivered        uint32
	DeliveredCE      uint32
	BytesSent        uint64
	BytesRetrans     uint64
	DsackDups        uint32
	ReordSeen        uint32
	RcvOOOPack       uint32
	SndWnd           uint32
	RcvWnd           uint32
	Rehash           uint32
	TotalRTO         uint16
	TotalRTORecovery uint16
	TotalRTOTime     uint32
}

// Flags of TCPInfo.Options.
const (
	TCPI_OPT_TIMESTAMPS = 1
	TCPI_OPT_SACK       = 2
	TCPI_OPT_WSCALE     = 4
	TCPI_OPT_ECN        = 8
)

// States of a connection, as TCPInfo.State has them
// (include/net/tcp_states.h).
const (
	TCP_ESTABLISHED = 1
	TCP_SYN_SENT    = 2
	TCP_SYN_RECV    = 3
	TCP_FIN_WAIT1   = 4
	TCP_FIN_WAIT2   = 5
	TCP_TIME_WAIT   = 6
	TCP_CLOSE       = 7
	TCP_CLOSE_WAIT  = 8
	TCP_LAST_ACK    = 9
	TCP_LISTEN      = 10
	TCP_CLOSING     = 11
)

// States of congestion control, as TCPInfo.CAState has them.
const (
	TCP_CA_Open     = 0
	TCP_CA_Disorder = 1
	TCP_CA_CWR      = 2
	TCP_CA_Recovery = 3
	TCP_CA_Loss     = 4
)

// Bytes encodes the structure. Its fields are sorted so that none is padded.
func (t *TCPInfo) Bytes() []byte {
	b, err := binary.Append(make([]byte, 0, binary.Size(t)), binary.NativeEndian, t)
	if err != nil {
		panic(err) // fields of other than fixed sizes
	}
	return b
}
