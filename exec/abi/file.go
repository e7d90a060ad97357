package abi

// Flags of open(2) (include/uapi/asm-generic/fcntl.h).
const (
	O_RDONLY   = 0
	O_WRONLY   = 0x1
	O_RDWR     = 0x2
	O_ACCMODE  = 0x3
	O_CREAT    = 0x40
	O_EXCL     = 0x80
	O_TRUNC    = 0x200
	O_APPEND   = 0x400
	O_NONBLOCK = 0x800
)

// Commands of fcntl(2).
const (
	F_GETFD    = 1
	F_SETFD    = 2
	F_GETFL    = 3
	F_SETFL    = 4
	FD_CLOEXEC = 1
)

// Requests of ioctl(2) (include/uapi/asm-generic/ioctls.h and sockios.h).
const (
	FIONREAD    = 0x541b
	FIONBIO     = 0x5421
	SIOCINQ     = FIONREAD
	SIOCOUTQ    = 0x5411
	SIOCOUTQNSD = 0x894b
	SIOCATMARK  = 0x8905
)

// SPLICE_F_NONBLOCK is a flag of splice(2) (include/linux/splice.h).
const SPLICE_F_NONBLOCK = 0x2

// Capabilities (include/uapi/linux/capability.h).
const (
	CAP_NET_ADMIN = 12
	CAP_NET_RAW   = 13
	CAP_LAST_CAP  = 40
)
