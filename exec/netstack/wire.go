package netstack

import (
	"slices"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/checksum"
	"gvisor.dev/gvisor/pkg/tcpip/header"
)

// wire takes options out of SYN segments, in both directions. The stack always
// offers timestamps and a window scale, and takes them when they are offered;
// without the option neither side knows of the other that it could, as with
// Linux's tcp_timestamps=0 and tcp_window_scaling=0.
type wire struct{ noTimestamps, noScaling bool }

func (w wire) removes(kind byte) bool {
	return kind == header.TCPOptionTS && w.noTimestamps || kind == header.TCPOptionWS && w.noScaling
}

// filter returns a packet without the options. Other packets come back as they
// are.
func (w wire) filter(packet []byte, outbound bool) []byte {
	if w == (wire{}) {
		return packet
	}
	_, tcp, ok := segmentOf(packet, outbound)
	if !ok || !tcp.Flags().Contains(header.TCPFlagSyn) {
		return packet
	}
	options, changed := w.withoutOptions(tcp.Options())
	if !changed {
		return packet
	}
	network := len(packet) - len(tcp)
	out := slices.Concat(packet[:network], tcp[:header.TCPMinimumSize], options, tcp.Payload())
	segment := header.TCP(out[network:])
	segment.SetDataOffset(uint8(header.TCPMinimumSize + len(options)))
	setLengthAndChecksums(out, segment)
	return out
}

// withoutOptions are the options that stay, each padded as Linux does, so that
// its number ends on a multiple of 4 (tcp_options_write).
func (w wire) withoutOptions(options []byte) (out []byte, changed bool) {
	for i := 0; i < len(options); {
		length := 1
		switch kind := options[i]; {
		case kind == header.TCPOptionEOL:
			i = len(options)
			continue
		case kind == header.TCPOptionNOP:
			i++
			continue // padding is put in anew
		case i+1 >= len(options) || options[i+1] < 2 || i+int(options[i+1]) > len(options):
			return options, false // malformed: none of our business
		default:
			length = int(options[i+1])
			if w.removes(kind) {
				changed = true
				i += length
				continue
			}
		}
		for (len(out)+length)%4 != 0 {
			out = append(out, header.TCPOptionNOP)
		}
		out = append(out, options[i:i+length]...)
		i += length
	}
	return out, changed
}

func setLengthAndChecksums(packet []byte, segment header.TCP) {
	var source, destination tcpip.Address
	if header.IPVersion(packet) == header.IPv4Version {
		ip := header.IPv4(packet)
		ip.SetTotalLength(uint16(len(packet)))
		ip.SetChecksum(0)
		ip.SetChecksum(^ip.CalculateChecksum())
		source, destination = ip.SourceAddress(), ip.DestinationAddress()
	} else {
		ip := header.IPv6(packet)
		ip.SetPayloadLength(uint16(len(segment)))
		source, destination = ip.SourceAddress(), ip.DestinationAddress()
	}
	segment.SetChecksum(0)
	sum := header.PseudoHeaderChecksum(header.TCPProtocolNumber, source, destination, uint16(len(segment)))
	segment.SetChecksum(^segment.CalculateChecksum(checksum.Checksum(segment.Payload(), sum)))
}
