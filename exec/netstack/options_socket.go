package netstack

import (
	"bytes"
	"encoding/binary"
	"math"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"

	"github.com/pktlang/pkt/exec/abi"
)

func socketOption(name int32) option { return option{abi.SOL_SOCKET, name} }

// socketOptions are those of SOL_SOCKET (socket(7)).
var socketOptions = map[option]accessor{
	socketOption(abi.SO_REUSEADDR): boolean((*tcpip.SocketOptions).GetReuseAddress,
		(*tcpip.SocketOptions).SetReuseAddress),
	socketOption(abi.SO_REUSEPORT): boolean((*tcpip.SocketOptions).GetReusePort, (*tcpip.SocketOptions).SetReusePort),
	socketOption(abi.SO_KEEPALIVE): boolean((*tcpip.SocketOptions).GetKeepAlive, (*tcpip.SocketOptions).SetKeepAlive),
	socketOption(abi.SO_BROADCAST): boolean((*tcpip.SocketOptions).GetBroadcast, (*tcpip.SocketOptions).SetBroadcast),
	socketOption(abi.SO_NO_CHECK):  boolean((*tcpip.SocketOptions).GetNoChecksum, (*tcpip.SocketOptions).SetNoChecksum),

	socketOption(abi.SO_SNDBUF):      sendSize(false),
	socketOption(abi.SO_SNDBUFFORCE): sendSize(true),
	socketOption(abi.SO_RCVBUF):      receiveSize(false),
	socketOption(abi.SO_RCVBUFFORCE): receiveSize(true),
	socketOption(abi.SO_RCVTIMEO):    timeout(func(s *socket) *time.Duration { return &s.receiveTimeout }),
	socketOption(abi.SO_SNDTIMEO):    timeout(func(s *socket) *time.Duration { return &s.sendTimeout }),
	socketOption(abi.SO_LINGER):      {size: abi.SizeofLinger, get: getLinger, set: setLinger},
	socketOption(abi.SO_ERROR):       {get: takeError},

	socketOption(abi.SO_BINDTODEVICE): {get: getDevice, set: setDevice},

	socketOption(abi.SO_TYPE):     constant(func(s *socket) int32 { return s.kind }),
	socketOption(abi.SO_PROTOCOL): constant(func(s *socket) int32 { return s.protocol }),
	socketOption(abi.SO_DOMAIN):   constant(func(s *socket) int32 { return s.family }),
	socketOption(abi.SO_ACCEPTCONN): constant(func(s *socket) int32 {
		return intOf(boolData(s.endpoint.SocketOptions().GetAcceptConn()))
	}),

	socketOption(abi.SO_MEMINFO): {get: getMemory},

	socketOption(abi.SO_DEBUG):     kept(socketOption(abi.SO_DEBUG), 0),
	socketOption(abi.SO_DONTROUTE): kept(socketOption(abi.SO_DONTROUTE), 0),
	socketOption(abi.SO_PRIORITY):  kept(socketOption(abi.SO_PRIORITY), 0),
	socketOption(abi.SO_MARK):      kept(socketOption(abi.SO_MARK), 0),
	socketOption(abi.SO_SNDLOWAT):  {get: func(*socket) ([]byte, abi.Errno) { return int32Data(1), 0 }},
}

// bufferSize is the size of a buffer. Linux doubles what is set, to have room for
// its own structures (socket(7)).
func bufferSize(get func(*tcpip.SocketOptions) int64, set func(*tcpip.SocketOptions, int64, bool),
	limits func(*tcpip.SocketOptions) (low, high int64), force bool) accessor {
	return accessor{
		size: sizeofInt,
		get: func(s *socket) ([]byte, abi.Errno) {
			return int32Data(int32(min(get(s.endpoint.SocketOptions()), math.MaxInt32))), 0
		},
		set: func(s *socket, value []byte) abi.Errno {
			o := s.endpoint.SocketOptions()
			low, high := limits(o)
			size := int64(binary.NativeEndian.Uint32(value))
			if !force {
				size = min(size, high)
			}
			const overhead = 2
			set(o, min(max(overhead*size, low), math.MaxInt32), true)
			return 0
		},
	}
}

func sendSize(force bool) accessor {
	return bufferSize((*tcpip.SocketOptions).GetSendBufferSize, (*tcpip.SocketOptions).SetSendBufferSize,
		(*tcpip.SocketOptions).SendBufferLimits, force)
}

func receiveSize(force bool) accessor {
	return bufferSize((*tcpip.SocketOptions).GetReceiveBufferSize, (*tcpip.SocketOptions).SetReceiveBufferSize,
		(*tcpip.SocketOptions).ReceiveBufferLimits, force)
}

func timeout(of func(*socket) *time.Duration) accessor {
	return accessor{
		size: abi.SizeofTimeval,
		get:  func(s *socket) ([]byte, abi.Errno) { return abi.TimevalBytes(*of(s)), 0 },
		set: func(s *socket, value []byte) abi.Errno {
			d, ok := abi.Timeval(value)
			if !ok {
				return abi.EDOM
			}
			*of(s) = max(d, 0)
			return 0
		},
	}
}

func getLinger(s *socket) ([]byte, abi.Errno) {
	l := s.endpoint.SocketOptions().GetLinger()
	return append(boolData(l.Enabled), int32Data(int32(l.Timeout/time.Second))...), 0
}

func setLinger(s *socket, value []byte) abi.Errno {
	s.endpoint.SocketOptions().SetLinger(tcpip.LingerOption{
		Enabled: intOf(value) != 0,
		Timeout: time.Duration(intOf(value[sizeofInt:])) * time.Second,
	})
	return 0
}

// getDevice is the name of the device that a socket is bound to, with a zero
// byte after it, or nothing.
func getDevice(s *socket) ([]byte, abi.Errno) {
	if n := s.endpoint.SocketOptions().GetBindToDevice(); n != 0 {
		return append([]byte(devices[tcpip.NICID(n)]), 0), 0
	}
	return nil, 0
}

func setDevice(s *socket, value []byte) abi.Errno {
	name, _, _ := bytes.Cut(value, []byte{0})
	if len(name) == 0 {
		return errnoOf(s.endpoint.SocketOptions().SetBindToDevice(0))
	}
	for id, device := range devices {
		if device == string(name) {
			return errnoOf(s.endpoint.SocketOptions().SetBindToDevice(int32(id)))
		}
	}
	return abi.ENODEV
}

// getMemory is SO_MEMINFO (linux/sock_diag.h) with what is known: what waits to
// be read, the size of the buffer for it, and the same of what is sent.
func getMemory(s *socket) ([]byte, abi.Errno) {
	o := s.endpoint.SocketOptions()
	counters := [9]int32{1: int32(o.GetReceiveBufferSize()), 3: int32(o.GetSendBufferSize())}
	if n, err := s.endpoint.GetSockOptInt(tcpip.ReceiveQueueSizeOption); err == nil {
		counters[0] = int32(n)
	}
	if n, err := s.endpoint.GetSockOptInt(tcpip.SendQueueSizeOption); err == nil {
		counters[5] = int32(n)
	}
	var b []byte
	for _, n := range counters {
		b = binary.NativeEndian.AppendUint32(b, uint32(n))
	}
	return b, 0
}

// takeError is SO_ERROR, which is 0 once it was read. The stack may keep the
// error that ended a connection in two places.
func takeError(s *socket) ([]byte, abi.Errno) {
	s.errorRead = true
	o := s.endpoint.SocketOptions()
	err := o.GetLastError()
	if again := o.GetLastError(); err == nil {
		err = again
	}
	return int32Data(int32(errnoOf(err))), 0
}
