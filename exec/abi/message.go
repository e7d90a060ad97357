package abi

import "encoding/binary"

// Buffer is memory that a call is given. Bytes is nil where the script has
// NULL. Length is what the call is told; for memory it is the length of Bytes,
// for NULL it can be anything.
type Buffer struct {
	Bytes  []byte
	Length int64
}

// Memory is a buffer with its own length. An empty one still has an address.
func Memory(b []byte) Buffer {
	if b == nil {
		b = []byte{}
	}
	return Buffer{Bytes: b, Length: int64(len(b))}
}

// Message is a struct msghdr.
type Message struct {
	Name    *Sockaddr // nil for NULL
	Vector  []Buffer
	Control []byte // of a receive: the part that was filled in
	Flags   int32  // of a receive: what the kernel says
}

// SizeofCmsghdr is the size of a struct cmsghdr in bytes: a 64-bit length, the
// level and the type.
const SizeofCmsghdr = 16

// ControlSpace is how many bytes a control message with so many bytes of data
// takes (CMSG_SPACE).
func ControlSpace(data int) int { return SizeofCmsghdr + (data+7)&^7 }

// ControlMessage is a struct cmsghdr with its data.
type ControlMessage struct {
	Level, Type int32
	Data        []byte
}

// AppendControl encodes a control message after others.
func AppendControl(b []byte, c ControlMessage) []byte {
	end := len(b) + ControlSpace(len(c.Data))
	b = binary.NativeEndian.AppendUint64(b, uint64(SizeofCmsghdr+len(c.Data)))
	b = binary.NativeEndian.AppendUint32(b, uint32(c.Level))
	b = binary.NativeEndian.AppendUint32(b, uint32(c.Type))
	b = append(b, c.Data...)
	return append(b, make([]byte, end-len(b))...)
}

// ControlMessages takes a buffer of control messages apart. complete is false
// where a header is not plausible.
func ControlMessages(b []byte) (list []ControlMessage, complete bool) {
	for len(b) >= SizeofCmsghdr {
		length := binary.NativeEndian.Uint64(b)
		if length < SizeofCmsghdr || length > uint64(len(b)) {
			return list, false
		}
		list = append(list, ControlMessage{
			Level: int32(binary.NativeEndian.Uint32(b[8:])),
			Type:  int32(binary.NativeEndian.Uint32(b[12:])),
			Data:  b[SizeofCmsghdr:length],
		})
		b = b[min(uint64(len(b)), (length+7)&^7):]
	}
	return list, true
}
