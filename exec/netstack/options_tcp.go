package netstack

import (
	"bytes"
	"math"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"

	"github.com/pktlang/pkt/exec/abi"
)

func tcpOption(name int32) option { return option{abi.SOL_TCP, name} }

// The largest values of options of Linux (include/net/tcp.h).
const (
	maxKeepIdle  = 32767
	maxKeepInt   = 32767
	maxKeepCount = 127
	maxSynCount  = 127
)

// tcpOptions are those of SOL_TCP (tcp(7)).
var tcpOptions = streams(map[option]accessor{
	tcpOption(abi.TCP_NODELAY):  {size: sizeofInt, get: getNoDelay, set: setNoDelay},
	tcpOption(abi.TCP_CORK):     {size: sizeofInt, get: getCork, set: setCork},
	tcpOption(abi.TCP_QUICKACK): boolean((*tcpip.SocketOptions).GetQuickAck, (*tcpip.SocketOptions).SetQuickAck),
	tcpOption(abi.TCP_INQ):      {size: sizeofInt, get: getInquiry, set: setInquiry},

	tcpOption(abi.TCP_MAXSEG):       maxSegment(),
	tcpOption(abi.TCP_KEEPCNT):      integer(tcpip.KeepaliveCountOption, 1, maxKeepCount),
	tcpOption(abi.TCP_SYNCNT):       integer(tcpip.TCPSynCountOption, 1, maxSynCount),
	tcpOption(abi.TCP_WINDOW_CLAMP): integer(tcpip.TCPWindowClampOption, 0, math.MaxInt32),

	tcpOption(abi.TCP_KEEPIDLE):     duration[tcpip.KeepaliveIdleOption](time.Second, 1, maxKeepIdle),
	tcpOption(abi.TCP_KEEPINTVL):    duration[tcpip.KeepaliveIntervalOption](time.Second, 1, maxKeepInt),
	tcpOption(abi.TCP_USER_TIMEOUT): duration[tcpip.TCPUserTimeoutOption](time.Millisecond, 0, math.MaxInt32),
	tcpOption(abi.TCP_LINGER2):      duration[tcpip.TCPLingerTimeoutOption](time.Second, math.MinInt32, math.MaxInt32),
	tcpOption(abi.TCP_DEFER_ACCEPT): duration[tcpip.TCPDeferAcceptOption](time.Second, 0, math.MaxInt32),

	tcpOption(abi.TCP_NOTSENT_LOWAT): kept(tcpOption(abi.TCP_NOTSENT_LOWAT), 0),

	tcpOption(abi.TCP_CONGESTION): {get: getCongestion, set: setCongestion},
	tcpOption(abi.TCP_INFO):       {get: getInfo},
	// neither Reno nor CUBIC has any
	tcpOption(abi.TCP_CC_INFO): {get: func(*socket) ([]byte, abi.Errno) { return nil, 0 }},
})

// maxSegment is the MSS of a connection, and before there is one the bound that
// was set for it (tcp(7)).
func maxSegment() accessor {
	a := integer(tcpip.MaxSegOption, 0, math.MaxInt32)
	bound := a.get
	a.get = func(s *socket) ([]byte, abi.Errno) {
		if f := s.flow(); f != nil {
			return int32Data(int32(f.sendMSS())), 0
		}
		return bound(s)
	}
	return a
}

// streams marks options as TCP's.
func streams(table map[option]accessor) map[option]accessor {
	for o, a := range table {
		a.streams = true
		table[o] = a
	}
	return table
}

func getNoDelay(s *socket) ([]byte, abi.Errno) {
	return boolData(!s.endpoint.SocketOptions().GetDelayOption()), 0
}

func setNoDelay(s *socket, value []byte) abi.Errno {
	s.endpoint.SocketOptions().SetDelayOption(intOf(value) == 0)
	return 0
}

func getCork(s *socket) ([]byte, abi.Errno) { return boolData(s.corked), 0 }

func setCork(s *socket, value []byte) abi.Errno {
	s.corked, s.more = intOf(value) != 0, false
	s.endpoint.SocketOptions().SetCorkOption(s.corked)
	return 0
}

func getInquiry(s *socket) ([]byte, abi.Errno) { return boolData(s.inquiry), 0 }

func setInquiry(s *socket, value []byte) abi.Errno {
	n := intOf(value)
	if n != 0 && n != 1 {
		return abi.EINVAL
	}
	s.inquiry = n == 1
	return 0
}

// congestionName is how many bytes the name of a congestion control algorithm
// has, with the zeros behind it (TCP_CA_NAME_MAX).
const congestionName = 16

func getCongestion(s *socket) ([]byte, abi.Errno) {
	var name tcpip.CongestionControlOption
	err := s.endpoint.GetSockOpt(&name)
	b := make([]byte, congestionName)
	copy(b, name)
	return b, errnoOf(err)
}

func setCongestion(s *socket, value []byte) abi.Errno {
	if len(value) == 0 {
		return abi.EINVAL
	}
	name, _, _ := bytes.Cut(value[:min(len(value), congestionName-1)], []byte{0})
	option := tcpip.CongestionControlOption(name)
	return errnoOf(s.endpoint.SetSockOpt(&option))
}
