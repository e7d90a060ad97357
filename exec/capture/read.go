package capture

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// Direction says which way a packet went, where the capture does.
type Direction uint8

// The directions of a packet, as the host saw it that the capture was made on.
const (
	Unknown Direction = iota
	Inbound
	Outbound
)

// Record is one packet that was read from a capture.
type Record struct {
	Number    int // in the file, from 1
	Interface int // of the file, from 0
	Time      time.Time
	Direction Direction
	// Bytes is the packet from its outermost IP header on; nil where none was
	// found. What was cut off when it was captured is zero.
	Bytes []byte
	// Problem says what is wrong with the packet, such as that it was cut.
	Problem string
}

// maxLength is the longest packet in bytes that is made whole again: nothing
// longer fits a length field of IP with a link layer around it.
const maxLength = 1<<16 + 1<<10

// packetReader reads one of the two formats.
type packetReader interface {
	read() (data []byte, info gopacket.CaptureInfo, link layers.LinkType, way Direction, err error)
}

// Read reads a capture: pcap or pcapng, either packed with gzip, of Ethernet, raw
// IP, Linux cooked and loopback interfaces. A file that ends or breaks within a
// packet gives the packets before it and an error.
func Read(r io.Reader) ([]Record, error) {
	reader, err := open(r)
	if err != nil {
		return nil, fmt.Errorf("cannot read the capture: %w", err)
	}
	var records []Record
	for {
		data, info, link, way, err := reader.read()
		if errors.Is(err, io.EOF) {
			return records, nil
		} else if err != nil {
			return records, fmt.Errorf("cannot read packet %d of the capture: %w", len(records)+1, err)
		}
		record := Record{Number: len(records) + 1, Interface: info.InterfaceIndex, Time: info.Timestamp, Direction: way}
		record.Bytes, record.Problem = network(data, info.Length, link)
		records = append(records, record)
	}
}

// open finds out which format a file has.
func open(r io.Reader) (packetReader, error) {
	buffered := bufio.NewReader(r)
	magic, err := buffered.Peek(4)
	if err != nil {
		return nil, fmt.Errorf("it is too short for a pcap or pcapng file: %w", err)
	}
	if magic[0] == 0x1f && magic[1] == 0x8b {
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, err
		}
		buffered = bufio.NewReader(unpacked)
		if magic, err = buffered.Peek(4); err != nil {
			return nil, err
		}
	}
	// The section header of pcapng is the same in both byte orders.
	if string(magic) == "\x0a\x0d\x0d\x0a" {
		options := pcapgo.NgReaderOptions{WantMixedLinkType: true, SkipUnknownVersion: true}
		ng, err := pcapgo.NewNgReader(buffered, options)
		return ngReader{ng}, err
	}
	classic, err := pcapgo.NewReader(buffered)
	return pcapReader{classic}, err
}

type ngReader struct{ *pcapgo.NgReader }

func (r ngReader) read() (data []byte, info gopacket.CaptureInfo, link layers.LinkType, way Direction, err error) {
	data, info, options, err := r.ReadPacketDataWithOptions()
	if err != nil {
		return nil, info, 0, Unknown, err
	}
	if options.Flags != nil {
		switch options.Flags.Direction {
		case pcapgo.NgEpbFlagDirectionInbound:
			way = Inbound
		case pcapgo.NgEpbFlagDirectionOutbound:
			way = Outbound
		}
	}
	of, err := r.Interface(info.InterfaceIndex)
	return data, info, of.LinkType, way, err
}

type pcapReader struct{ *pcapgo.Reader }

func (r pcapReader) read() (data []byte, info gopacket.CaptureInfo, link layers.LinkType, way Direction, err error) {
	data, info, err = r.ReadPacketData()
	return data, info, r.LinkType(), Unknown, err
}

// network takes the link layer off a packet that had so many bytes on the wire.
func network(data []byte, length int, link layers.LinkType) (ip []byte, problem string) {
	if link == layers.LinkTypeIPv4 || link == layers.LinkTypeIPv6 {
		link = layers.LinkTypeRaw
	}
	offset, found := 0, false
	packet := gopacket.NewPacket(data, link, gopacket.DecodeOptions{NoCopy: true})
	for _, layer := range packet.Layers() {
		if t := layer.LayerType(); t == layers.LayerTypeIPv4 || t == layers.LayerTypeIPv6 {
			found = true
			break
		}
		offset += len(layer.LayerContents())
	}
	switch {
	case !found:
		return nil, fmt.Sprintf("no IP header was found after its link layer (%s)", link)
	case length <= len(data):
		return data[offset:], ""
	case length > maxLength:
		return nil, fmt.Sprintf("%d bytes on the wire are more than a packet can have", length)
	}
	whole := make([]byte, length-offset)
	copy(whole, data[offset:])
	return whole, fmt.Sprintf("it was cut to %d of %d bytes when it was captured", len(data), length)
}
