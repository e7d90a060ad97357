package netstack

import (
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"

	"github.com/pktlang/pkt/exec/abi"
)

// states are Linux's numbers of the states of a connection.
var states = map[tcp.EndpointState]uint8{
	tcp.StateEstablished: abi.TCP_ESTABLISHED,
	tcp.StateSynSent:     abi.TCP_SYN_SENT,
	tcp.StateConnecting:  abi.TCP_SYN_SENT,
	tcp.StateSynRecv:     abi.TCP_SYN_RECV,
	tcp.StateFinWait1:    abi.TCP_FIN_WAIT1,
	tcp.StateFinWait2:    abi.TCP_FIN_WAIT2,
	tcp.StateTimeWait:    abi.TCP_TIME_WAIT,
	tcp.StateCloseWait:   abi.TCP_CLOSE_WAIT,
	tcp.StateLastAck:     abi.TCP_LAST_ACK,
	tcp.StateListen:      abi.TCP_LISTEN,
	tcp.StateClosing:     abi.TCP_CLOSING,
}

// congestionStates are Linux's numbers of the states of congestion control.
var congestionStates = map[tcpip.CongestionControlState]uint8{
	tcpip.Open:         abi.TCP_CA_Open,
	tcpip.Disorder:     abi.TCP_CA_Disorder,
	tcpip.FastRecovery: abi.TCP_CA_Recovery,
	tcpip.SACKRecovery: abi.TCP_CA_Recovery,
	tcpip.RTORecovery:  abi.TCP_CA_Loss,
}

// getInfo is TCP_INFO with the fields that are known; the others are 0.
func getInfo(s *socket) ([]byte, abi.Errno) {
	var known tcpip.TCPInfoOption
	if err := s.endpoint.GetSockOpt(&known); err != nil {
		return nil, errnoOf(err)
	}
	info := abi.TCPInfo{
		State:       abi.TCP_CLOSE,
		CAState:     congestionStates[known.CcState],
		RTO:         microseconds(known.RTO),
		RTT:         microseconds(known.RTT),
		RTTVar:      microseconds(known.RTTVar),
		SndCwnd:     known.SndCwnd,
		SndSsthresh: known.SndSsthresh,
	}
	if state, ok := states[tcp.EndpointState(known.State)]; ok {
		info.State = state
	}
	if known.ReorderSeen {
		info.ReordSeen = 1
	}
	if f := s.flow(); f != nil {
		f.fill(&info, s.link.clock.Elapsed())
	}
	return info.Bytes(), 0
}

func microseconds(d time.Duration) uint32 { return uint32(d / time.Microsecond) }

// flow is what was seen of the connection of a socket; nil where nothing was.
func (s *socket) flow() *flow {
	local, err := s.endpoint.GetLocalAddress()
	if err != nil {
		return nil
	}
	remote, err := s.endpoint.GetRemoteAddress()
	if err != nil {
		return nil
	}
	return s.link.flow(ends{local: addrPort(local), remote: addrPort(remote)})
}

// fill adds what was seen on the wire.
func (f *flow) fill(info *abi.TCPInfo, now time.Duration) {
	if f.timestamps() {
		info.Options |= abi.TCPI_OPT_TIMESTAMPS
	}
	if f.selective() {
		info.Options |= abi.TCPI_OPT_SACK
	}
	if f.scaled() {
		info.Options |= abi.TCPI_OPT_WSCALE
		info.WindowScales = uint8(f.peerScale) | uint8(f.scale)<<4
	}
	info.SndMSS, info.AdvMSS = uint32(f.sendMSS()), uint32(f.mss)
	info.Unacked = uint32(len(f.outstanding))
	info.Sacked = f.count(func(s *sentSegment) bool { return s.sacked })
	info.Retrans = f.count(func(s *sentSegment) bool { return s.resent && !s.sacked })
	info.Delivered = f.delivered
	info.TotalRetrans = f.retransmitted
	info.SegsOut, info.SegsIn = f.segmentsOut, f.segmentsIn
	info.DataSegsOut, info.DataSegsIn = f.dataSegmentsOut, f.dataSegmentsIn
	info.BytesSent, info.BytesRetrans = f.bytesSent, f.bytesRetransmitted
	info.BytesAcked = f.bytesAcked
	info.LastDataSent = since(f.dataSentAt, now)
	info.LastDataRecv = since(f.dataReceivedAt, now)
	info.LastAckRecv = since(f.ackReceivedAt, now)
}

// since is how many milliseconds ago something happened.
func since(at, now time.Duration) uint32 {
	if at == 0 {
		return 0
	}
	return uint32((now - at).Milliseconds())
}
