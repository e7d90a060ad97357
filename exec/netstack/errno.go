package netstack

import (
	"gvisor.dev/gvisor/pkg/tcpip"

	"github.com/pktlang/pkt/exec/abi"
)

// errnoOf is Linux's number for an error of the stack.
func errnoOf(err tcpip.Error) abi.Errno {
	switch err.(type) {
	case nil:
		return 0
	case *tcpip.ErrWouldBlock, *tcpip.ErrNoPortAvailable:
		return abi.EAGAIN
	case *tcpip.ErrConnectStarted:
		return abi.EINPROGRESS
	case *tcpip.ErrAlreadyConnecting:
		return abi.EALREADY
	case *tcpip.ErrAlreadyConnected:
		return abi.EISCONN
	case *tcpip.ErrNotConnected:
		return abi.ENOTCONN
	case *tcpip.ErrConnectionRefused:
		return abi.ECONNREFUSED
	case *tcpip.ErrConnectionReset:
		return abi.ECONNRESET
	case *tcpip.ErrConnectionAborted:
		return abi.ECONNABORTED
	case *tcpip.ErrTimeout:
		return abi.ETIMEDOUT
	case *tcpip.ErrClosedForSend, *tcpip.ErrAborted:
		return abi.EPIPE
	case *tcpip.ErrPortInUse:
		return abi.EADDRINUSE
	case *tcpip.ErrBadLocalAddress:
		return abi.EADDRNOTAVAIL
	case *tcpip.ErrNetworkUnreachable:
		return abi.ENETUNREACH
	case *tcpip.ErrHostUnreachable:
		return abi.EHOSTUNREACH
	case *tcpip.ErrHostDown:
		return abi.EHOSTDOWN
	case *tcpip.ErrDestinationRequired:
		return abi.EDESTADDRREQ
	case *tcpip.ErrMessageTooLong:
		return abi.EMSGSIZE
	case *tcpip.ErrNoBufferSpace:
		return abi.ENOBUFS
	case *tcpip.ErrNotSupported:
		return abi.EOPNOTSUPP
	case *tcpip.ErrAddressFamilyNotSupported:
		return abi.EAFNOSUPPORT
	case *tcpip.ErrUnknownProtocolOption:
		return abi.ENOPROTOOPT
	case *tcpip.ErrQueueSizeNotSupported:
		return abi.ENOTTY
	case *tcpip.ErrNoSuchFile:
		return abi.ENOENT
	case *tcpip.ErrBroadcastDisabled:
		return abi.EACCES
	case *tcpip.ErrNotPermitted:
		return abi.EPERM
	case *tcpip.ErrBadAddress, *tcpip.ErrBadBuffer:
		return abi.EFAULT
	}
	// ErrInvalidEndpointState, ErrInvalidOptionValue, ErrAlreadyBound and the
	// like: the argument does not fit the state.
	return abi.EINVAL
}
