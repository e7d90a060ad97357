package netstack

import (
	"bytes"
	"encoding/binary"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"

	"github.com/pktlang/pkt/exec/abi"
)

// option is a socket option: its level and its name.
type option struct{ level, name int32 }

// accessor reads and sets an option; a nil function says that it cannot be
// read, or cannot be set. size is the least number of bytes of a value that is
// set.
type accessor struct {
	size int
	get  func(s *socket) ([]byte, abi.Errno)
	set  func(s *socket, value []byte) abi.Errno
	// streams says that only TCP has it.
	streams bool
}

const sizeofInt = 4

// accessors are the options that this kernel has, in tables by level.
var accessors = collect(socketOptions, tcpOptions, ipOptions, ipv6Options)

func collect(tables ...map[option]accessor) map[option]accessor {
	all := map[option]accessor{}
	for _, table := range tables {
		for o, a := range table {
			all[o] = a
		}
	}
	return all
}

// Getsockopt implements calls.Kernel. What there is no room for is cut off, as
// Linux does with most options.
func (k *Kernel) Getsockopt(fd, level, name int32, value []byte, length *uint32) abi.Errno {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, _, errno := k.socket(fd)
	if errno != 0 {
		return errno
	}
	if int32(*length) < 0 {
		return abi.EINVAL
	}
	a, ok := accessors[option{level, name}]
	if !ok || a.get == nil || a.streams && !s.isTCP() {
		return abi.ENOPROTOOPT
	}
	b, errno := a.get(s)
	k.settle()
	if errno != 0 {
		return errno
	}
	n := min(len(b), len(value), int(*length))
	copy(value, b[:n])
	*length = uint32(n)
	return 0
}

// Setsockopt implements calls.Kernel.
func (k *Kernel) Setsockopt(fd, level, name int32, value []byte, length int32) abi.Errno {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, _, errno := k.socket(fd)
	if errno != 0 {
		return errno
	}
	a, ok := accessors[option{level, name}]
	if !ok || a.set == nil || a.streams && !s.isTCP() {
		return abi.ENOPROTOOPT
	}
	if length < int32(a.size) || length < 0 {
		return abi.EINVAL
	}
	if k.denies(level, name) {
		return abi.EPERM
	}
	value = bytes.Clone(value[:min(int(length), len(value))])
	value = append(value, make([]byte, max(0, a.size-len(value)))...) // what the script left out is zero
	defer k.settle()
	errno = a.set(s, value)
	if errno == 0 {
		s.choose(option{level, name}, value)
	}
	return errno
}

// choice is an option that the script has set.
type choice struct {
	option
	value []byte
}

// begin sets an option of each TCP socket that is made from now on.
func (k *Kernel) begin(c choice) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.defaults = append(k.defaults, c)
}

// choose notes an option that was set.
func (s *socket) choose(o option, value []byte) {
	for n := range s.chosen {
		if s.chosen[n].option == o {
			s.chosen[n].value = value
			return
		}
	}
	s.chosen = append(s.chosen, choice{o, value})
}

// inherit sets the options that were set on another socket, as Linux does where
// a connection is accepted.
func (s *socket) inherit(from *socket) {
	for _, c := range from.chosen {
		_ = accessors[c.option].set(s, c.value) // it was taken before
		s.choose(c.option, c.value)
	}
}

func intOf(value []byte) int32 { return int32(binary.NativeEndian.Uint32(value)) }

func boolData(on bool) []byte {
	if on {
		return int32Data(1)
	}
	return int32Data(0)
}

// boolean is an option that is a flag of the stack.
func boolean(get func(*tcpip.SocketOptions) bool, set func(*tcpip.SocketOptions, bool)) accessor {
	return accessor{
		size: sizeofInt,
		get:  func(s *socket) ([]byte, abi.Errno) { return boolData(get(s.endpoint.SocketOptions())), 0 },
		set: func(s *socket, value []byte) abi.Errno {
			set(s.endpoint.SocketOptions(), intOf(value) != 0)
			return 0
		},
	}
}

// integer is an option that is a number of the endpoint, with the values that
// may be set.
func integer(o tcpip.SockOptInt, low, high int32) accessor {
	return accessor{
		size: sizeofInt,
		get: func(s *socket) ([]byte, abi.Errno) {
			n, err := s.endpoint.GetSockOptInt(o)
			return int32Data(int32(n)), errnoOf(err)
		},
		set: func(s *socket, value []byte) abi.Errno {
			n := intOf(value)
			if n < low || n > high {
				return abi.EINVAL
			}
			return errnoOf(s.endpoint.SetSockOptInt(o, int(n)))
		},
	}
}

// duration is an option of the endpoint that is a time, as a pointer to a type
// of its own, counted in units.
func duration[T interface{ ~int64 }, P interface {
	*T
	tcpip.GettableSocketOption
	tcpip.SettableSocketOption
}](unit time.Duration, low, high int32) accessor {
	return accessor{
		size: sizeofInt,
		get: func(s *socket) ([]byte, abi.Errno) {
			var d T
			err := s.endpoint.GetSockOpt(P(&d))
			if time.Duration(d) < 0 {
				return int32Data(-1), errnoOf(err)
			}
			return int32Data(int32(time.Duration(d) / unit)), errnoOf(err)
		},
		set: func(s *socket, value []byte) abi.Errno {
			n := intOf(value)
			if n < low || n > high {
				return abi.EINVAL
			}
			d := T(time.Duration(n) * unit)
			return errnoOf(s.endpoint.SetSockOpt(P(&d)))
		},
	}
}

// constant is an option that can only be read.
func constant(of func(s *socket) int32) accessor {
	return accessor{get: func(s *socket) ([]byte, abi.Errno) { return int32Data(of(s)), 0 }}
}

// kept is an option that changes nothing here, and can be read again. It begins
// as an int of the value given.
func kept(o option, begins int32) accessor {
	return accessor{
		size: sizeofInt,
		get: func(s *socket) ([]byte, abi.Errno) {
			for _, c := range s.chosen {
				if c.option == o {
					return c.value[:sizeofInt], 0
				}
			}
			return int32Data(begins), 0
		},
		set: func(*socket, []byte) abi.Errno { return 0 },
	}
}
