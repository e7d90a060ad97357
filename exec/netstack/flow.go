package netstack

import (
	"net/netip"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/seqnum"
)

// flow is what can be seen of a connection on the wire. The stack tells less of
// itself than TCP_INFO has; what it leaves out is counted here.
type flow struct {
	synSent, synReceived bool
	// What both sides have announced in their SYN segments.
	mss, peerMSS       uint16
	scale, peerScale   int // -1 for none
	stamps, peerStamps bool
	sack, peerSACK     bool
	una, next          seqnum.Value // of what the stack has sent
	outstanding        []sentSegment

	segmentsOut, segmentsIn         uint32
	dataSegmentsOut, dataSegmentsIn uint32
	retransmitted                   uint32 // segments
	bytesSent, bytesRetransmitted   uint64
	bytesAcked                      uint64
	delivered                       uint32 // segments that the peer has told of

	// When the last of these happened; 0 for never.
	dataSentAt, dataReceivedAt, ackReceivedAt time.Duration
}

// sentSegment is a segment that is not acknowledged yet. One that stands for
// several is split up.
type sentSegment struct {
	from, to       seqnum.Value
	sacked, resent bool
}

// ends are the two sides of a flow.
type ends struct{ local, remote netip.AddrPort }

// segmentOf is the TCP segment in an IP packet, and its ends as seen by the
// stack.
func segmentOf(packet []byte, outbound bool) (e ends, tcp header.TCP, ok bool) {
	var from, to netip.Addr
	switch header.IPVersion(packet) {
	case header.IPv4Version:
		ip := header.IPv4(packet)
		if !ip.IsValid(len(packet)) || ip.Protocol() != uint8(header.TCPProtocolNumber) || ip.FragmentOffset() > 0 {
			return e, nil, false
		}
		from, to = netip.AddrFrom4(ip.SourceAddress().As4()), netip.AddrFrom4(ip.DestinationAddress().As4())
		tcp = header.TCP(ip.Payload())
	case header.IPv6Version:
		ip := header.IPv6(packet)
		if !ip.IsValid(len(packet)) || ip.NextHeader() != uint8(header.TCPProtocolNumber) {
			return e, nil, false
		}
		from, to = netip.AddrFrom16(ip.SourceAddress().As16()), netip.AddrFrom16(ip.DestinationAddress().As16())
		tcp = header.TCP(ip.Payload())
	default:
		return e, nil, false
	}
	if len(tcp) < header.TCPMinimumSize || int(tcp.DataOffset()) < header.TCPMinimumSize ||
		int(tcp.DataOffset()) > len(tcp) {
		return e, nil, false
	}
	source, destination := netip.AddrPortFrom(from, tcp.SourcePort()), netip.AddrPortFrom(to, tcp.DestinationPort())
	if outbound {
		return ends{local: source, remote: destination}, tcp, true
	}
	return ends{local: destination, remote: source}, tcp, true
}

// flows are those of a device by their ends.
type flows map[ends]*flow

// observe counts a packet.
func (f flows) observe(packet []byte, outbound bool, at time.Duration) {
	e, tcp, ok := segmentOf(packet, outbound)
	if !ok {
		return
	}
	of := f[e]
	if of == nil || tcp.Flags().Contains(header.TCPFlagSyn) && of.synSent && of.synReceived {
		of = &flow{scale: -1, peerScale: -1}
		f[e] = of
	}
	if outbound {
		of.sent(tcp, at)
	} else {
		of.arrived(tcp, at)
	}
}

func (f *flow) sent(tcp header.TCP, at time.Duration) {
	f.segmentsOut++
	from := seqnum.Value(tcp.SequenceNumber())
	if tcp.Flags().Contains(header.TCPFlagSyn) {
		o := header.ParseSynOptions(tcp.Options(), tcp.Flags().Contains(header.TCPFlagAck))
		f.synSent, f.mss, f.scale = true, o.MSS, o.WS
		f.stamps, f.sack = o.TS, o.SACKPermitted
		f.una, f.next = from.Add(1), from.Add(1)
		return
	}
	length := len(tcp.Payload())
	if length == 0 {
		return
	}
	f.dataSentAt = at
	size := max(int(f.sendMSS()), 1)
	for n := 0; n < length; n += size {
		f.sentData(from.Add(seqnum.Size(n)), min(size, length-n))
	}
}

// sentData counts one segment of data.
func (f *flow) sentData(from seqnum.Value, length int) {
	to := from.Add(seqnum.Size(length))
	f.dataSegmentsOut++
	f.bytesSent += uint64(length)
	if from.LessThan(f.next) {
		f.retransmitted++
		f.bytesRetransmitted += uint64(length)
		for i := range f.outstanding {
			if s := &f.outstanding[i]; from.LessThan(s.to) && s.from.LessThan(to) {
				s.resent = true
			}
		}
		return
	}
	f.next = to
	f.outstanding = append(f.outstanding, sentSegment{from: from, to: to})
}

func (f *flow) arrived(tcp header.TCP, at time.Duration) {
	f.segmentsIn++
	flags := tcp.Flags()
	if flags.Contains(header.TCPFlagSyn) {
		o := header.ParseSynOptions(tcp.Options(), flags.Contains(header.TCPFlagAck))
		f.synReceived, f.peerMSS, f.peerScale = true, o.MSS, o.WS
		f.peerStamps, f.peerSACK = o.TS, o.SACKPermitted
		return
	}
	if length := len(tcp.Payload()); length > 0 {
		f.dataSegmentsIn++
		f.dataReceivedAt = at
	}
	if flags.Contains(header.TCPFlagAck) {
		f.acknowledged(tcp, at)
	}
}

// acknowledged takes off what the peer has, cumulatively or selectively.
func (f *flow) acknowledged(tcp header.TCP, at time.Duration) {
	f.ackReceivedAt = at
	ack := seqnum.Value(tcp.AckNumber())
	if f.una.LessThan(ack) && ack.LessThanEq(f.next) {
		f.bytesAcked += uint64(f.una.Size(ack))
		f.una = ack
	}
	blocks := header.ParseTCPOptions(tcp.Options()).SACKBlocks
	left := f.outstanding[:0]
	for _, s := range f.outstanding {
		if s.to.LessThanEq(f.una) {
			if !s.sacked {
				f.delivered++
			}
			continue
		}
		for _, b := range blocks {
			if !s.sacked && b.Start.LessThanEq(s.from) && s.to.LessThanEq(b.End) {
				s.sacked = true
				f.delivered++
			}
		}
		left = append(left, s)
	}
	f.outstanding = left
}

// timestamps, selective and scaled report what the handshake has agreed on.
func (f *flow) timestamps() bool { return f.stamps && f.peerStamps }
func (f *flow) selective() bool  { return f.sack && f.peerSACK }
func (f *flow) scaled() bool     { return f.scale >= 0 && f.peerScale >= 0 }

// timestampOption is what a timestamp takes of each segment, with its padding.
const timestampOption = 12

// sendMSS is the most data that one segment of the stack carries.
func (f *flow) sendMSS() uint16 {
	mss := f.peerMSS
	if mss == 0 {
		mss = header.TCPDefaultMSS
	}
	if f.mss > 0 {
		mss = min(mss, f.mss)
	}
	if f.timestamps() {
		mss -= min(mss, timestampOption)
	}
	return mss
}

func (f *flow) count(what func(*sentSegment) bool) uint32 {
	n := uint32(0)
	for i := range f.outstanding {
		if what(&f.outstanding[i]) {
			n++
		}
	}
	return n
}
