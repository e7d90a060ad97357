// Package pcapng writes packet captures with a comment on each packet
// (draft-ietf-opsawg-pcapng).
package pcapng

import (
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

// Block types and options of the draft.
const (
	sectionHeader        = 0x0a0d0d0a
	interfaceDescription = 1
	enhancedPacket       = 6

	byteOrderMagic = 0x1a2b3c4d
	linkTypeRaw    = 101 // a packet begins with its IP header
	captureLength  = 0   // no limit

	optionComment        = 1
	optionApplication    = 4 // of a section
	optionInterfaceName  = 2
	optionPacketFlags    = 2
	packetFlagInbound    = 1
	packetFlagOutbound   = 2
	maxOptionLengthBytes = 0xffff
)

// Writer writes one capture. It is not safe for concurrent use.
type Writer struct {
	w          io.Writer
	interfaces uint32
}

// Packet is one packet of a capture, from its IP header on.
type Packet struct {
	Time    time.Time // kept to the microsecond
	Inbound bool      // to the host that the capture is of
	Comment string    // cut off after 65,535 bytes
	Bytes   []byte
}

// New begins a capture; application is the program that writes it.
func New(w io.Writer, application string) (*Writer, error) {
	c := &Writer{w: w}
	body := binary.LittleEndian.AppendUint32(nil, byteOrderMagic)
	body = binary.LittleEndian.AppendUint16(body, 1) // version 1.0
	body = binary.LittleEndian.AppendUint16(body, 0)
	body = binary.LittleEndian.AppendUint64(body, ^uint64(0)) // length unknown
	body = endOptions(option(body, optionApplication, []byte(application)))
	return c, c.block(sectionHeader, body)
}

// Interface adds an interface to the capture and returns its number.
func (c *Writer) Interface(name string) (uint32, error) {
	body := binary.LittleEndian.AppendUint16(nil, linkTypeRaw)
	body = binary.LittleEndian.AppendUint16(body, 0)
	body = binary.LittleEndian.AppendUint32(body, captureLength)
	body = endOptions(option(body, optionInterfaceName, []byte(name)))
	if err := c.block(interfaceDescription, body); err != nil {
		return 0, err
	}
	c.interfaces++
	return c.interfaces - 1, nil
}

// Write adds a packet that was seen on an interface.
func (c *Writer) Write(number uint32, p Packet) error {
	if number >= c.interfaces {
		return fmt.Errorf("the capture has no interface %d", number)
	}
	at := uint64(p.Time.UnixMicro())
	body := binary.LittleEndian.AppendUint32(nil, number)
	body = binary.LittleEndian.AppendUint32(body, uint32(at>>32))
	body = binary.LittleEndian.AppendUint32(body, uint32(at))
	body = binary.LittleEndian.AppendUint32(body, uint32(len(p.Bytes))) // captured
	body = binary.LittleEndian.AppendUint32(body, uint32(len(p.Bytes))) // on the wire
	body = pad(append(body, p.Bytes...))
	flags := uint32(packetFlagOutbound)
	if p.Inbound {
		flags = packetFlagInbound
	}
	body = option(body, optionPacketFlags, binary.LittleEndian.AppendUint32(nil, flags))
	if p.Comment != "" {
		body = option(body, optionComment, []byte(p.Comment))
	}
	return c.block(enhancedPacket, endOptions(body))
}

// block writes a block in one piece, so that a capture that is cut short ends
// with a whole one.
func (c *Writer) block(kind uint32, body []byte) error {
	total := uint32(len(body) + 12)
	out := make([]byte, 0, total)
	out = binary.LittleEndian.AppendUint32(out, kind)
	out = binary.LittleEndian.AppendUint32(out, total)
	out = append(out, body...)
	out = binary.LittleEndian.AppendUint32(out, total)
	if _, err := c.w.Write(out); err != nil {
		return fmt.Errorf("cannot write the capture: %w", err)
	}
	return nil
}

func option(body []byte, code uint16, value []byte) []byte {
	value = value[:min(len(value), maxOptionLengthBytes)]
	body = binary.LittleEndian.AppendUint16(body, code)
	body = binary.LittleEndian.AppendUint16(body, uint16(len(value)))
	return pad(append(body, value...))
}

func endOptions(body []byte) []byte { return append(body, 0, 0, 0, 0) }

// pad fills up to a multiple of four bytes.
func pad(body []byte) []byte {
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	return body
}
