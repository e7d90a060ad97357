package abi

import (
	"encoding/binary"
	"time"
)

// SizeofTimeval and SizeofTimespec are their sizes in bytes: seconds, and
// micro- or nanoseconds, of 64 bits each.
const (
	SizeofTimeval  = 16
	SizeofTimespec = 16
)

// Timeval reads a struct timeval; false where there are too few bytes, or the
// microseconds are out of range.
func Timeval(b []byte) (time.Duration, bool) {
	if len(b) < SizeofTimeval {
		return 0, false
	}
	seconds, micros := int64(binary.NativeEndian.Uint64(b)), int64(binary.NativeEndian.Uint64(b[8:]))
	if micros < 0 || micros >= 1e6 {
		return 0, false
	}
	const longest = int64(1<<63-1) / int64(time.Second)
	return time.Duration(min(seconds, longest-1))*time.Second + time.Duration(micros)*time.Microsecond, true
}

// TimevalBytes encodes a struct timeval.
func TimevalBytes(d time.Duration) []byte {
	b := binary.NativeEndian.AppendUint64(nil, uint64(d/time.Second))
	return binary.NativeEndian.AppendUint64(b, uint64(d%time.Second/time.Microsecond))
}

// SizeofLinger is the size of a struct linger (socket(7)) in bytes: two ints.
const SizeofLinger = 8
