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

// getInfo is TCP_INFO with the fields that the stack knows; the others are 0.
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
	if stats, ok := s.endpoint.Stats().(*tcp.Stats); ok {
		info.SegsOut = uint32(stats.SegmentsSent.Value())
		info.SegsIn = uint32(stats.SegmentsReceived.Value())
		info.TotalRetrans = uint32(stats.SendErrors.Retransmits.Value())
	}
	return info.Bytes(), 0
}

func microseconds(d time.Duration) uint32 { return uint32(d / time.Microsecond) }
