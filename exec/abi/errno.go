package abi

import (
	"strconv"

	"github.com/pktlang/pkt/lang/vocab"
)

// Errno is an error number of Linux; 0 is success.
type Errno uint16

// The error numbers that this program speaks of
// (include/uapi/asm-generic/errno-base.h and errno.h).
const (
	EPERM           Errno = 1
	ENOENT          Errno = 2
	EINTR           Errno = 4
	EIO             Errno = 5
	EBADF           Errno = 9
	EAGAIN          Errno = 11
	ENOMEM          Errno = 12
	EACCES          Errno = 13
	EFAULT          Errno = 14
	EEXIST          Errno = 17
	ENODEV          Errno = 19
	ENOTDIR         Errno = 20
	EISDIR          Errno = 21
	EINVAL          Errno = 22
	ENOTTY          Errno = 25
	ESPIPE          Errno = 29
	EROFS           Errno = 30
	EPIPE           Errno = 32
	EDOM            Errno = 33
	ENOSYS          Errno = 38
	ELOOP           Errno = 40
	ENOTSOCK        Errno = 88
	EDESTADDRREQ    Errno = 89
	EMSGSIZE        Errno = 90
	EPROTOTYPE      Errno = 91
	ENOPROTOOPT     Errno = 92
	EPROTONOSUPPORT Errno = 93
	ESOCKTNOSUPPORT Errno = 94
	EOPNOTSUPP      Errno = 95
	EAFNOSUPPORT    Errno = 97
	EADDRINUSE      Errno = 98
	EADDRNOTAVAIL   Errno = 99
	ENETDOWN        Errno = 100
	ENETUNREACH     Errno = 101
	ECONNABORTED    Errno = 103
	ECONNRESET      Errno = 104
	ENOBUFS         Errno = 105
	EISCONN         Errno = 106
	ENOTCONN        Errno = 107
	ETIMEDOUT       Errno = 110
	ECONNREFUSED    Errno = 111
	EHOSTDOWN       Errno = 112
	EHOSTUNREACH    Errno = 113
	EALREADY        Errno = 114
	EINPROGRESS     Errno = 115
)

// Name is the symbol, such as "EAGAIN"; empty where there is none.
func (e Errno) Name() string {
	if known, ok := vocab.ErrnoByValue(int(e)); ok {
		return known.Name
	}
	return ""
}

// Error says what strerror(3) says.
func (e Errno) Error() string {
	if e == 0 {
		return "Success"
	}
	if known, ok := vocab.ErrnoByValue(int(e)); ok && known.Text != "" {
		return known.Text
	}
	return "Unknown error " + strconv.Itoa(int(e))
}
