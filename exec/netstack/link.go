package netstack

import (
	"sync"
	"time"

	"gvisor.dev/gvisor/pkg/buffer"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	gvisor "gvisor.dev/gvisor/pkg/tcpip/stack"

	"github.com/pktlang/pkt/exec/stack"
)

// link is the network device of the stack: what the stack sends is kept with
// its time until the run takes it.
type link struct {
	clock *stack.VirtualClock
	gso   bool // whether TCP packets may be larger than the MTU

	mu         sync.Mutex
	mtu        uint32
	dispatcher gvisor.NetworkDispatcher
	sent       []sentPacket
	flows      flows
	wire       wire
}

// sentPacket is a packet of the stack, from its IP header on.
type sentPacket struct {
	data []byte
	at   time.Duration // on the clock of the run
}

var (
	_ gvisor.LinkEndpoint = (*link)(nil)
	_ gvisor.GSOEndpoint  = (*link)(nil)
)

// WritePackets implements stack.LinkWriter.
func (l *link) WritePackets(packets gvisor.PacketBufferList) (int, tcpip.Error) {
	at := l.clock.Elapsed()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range packets.AsSlice() {
		data := p.ToBuffer()
		packet := l.wire.filter(data.Flatten(), true)
		l.sent = append(l.sent, sentPacket{data: packet, at: at})
		l.flows.observe(packet, true, at)
		data.Release()
	}
	return packets.Len(), nil
}

// take removes the oldest packet that the stack has sent; there must be one.
func (l *link) take() sentPacket {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.sent[0]
	l.sent = l.sent[1:]
	return p
}

// pending reports whether there is one.
func (l *link) pending() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.sent) > 0
}

func (l *link) setWire(change func(*wire)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.wire)
}

// flow is what was seen between two ends, or nil.
func (l *link) flow(e ends) *flow {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.flows[e]
}

// inject hands a packet to the stack.
func (l *link) inject(packet []byte) {
	at := l.clock.Elapsed()
	l.mu.Lock()
	packet = l.wire.filter(packet, false)
	l.flows.observe(packet, false, at)
	d := l.dispatcher
	l.mu.Unlock()
	if d == nil {
		return
	}
	protocol := tcpip.NetworkProtocolNumber(header.IPv4ProtocolNumber)
	if header.IPVersion(packet) == header.IPv6Version {
		protocol = header.IPv6ProtocolNumber
	}
	p := gvisor.NewPacketBuffer(gvisor.PacketBufferOptions{Payload: buffer.MakeWithData(packet)})
	defer p.DecRef()
	d.DeliverNetworkPacket(protocol, p)
}

// MTU implements stack.NetworkLinkEndpoint.
func (l *link) MTU() uint32 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.mtu
}

// SetMTU implements stack.NetworkLinkEndpoint.
func (l *link) SetMTU(mtu uint32) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mtu = mtu
}

// Attach implements stack.NetworkLinkEndpoint.
func (l *link) Attach(d gvisor.NetworkDispatcher) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dispatcher = d
}

// IsAttached implements stack.NetworkLinkEndpoint.
func (l *link) IsAttached() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dispatcher != nil
}

// SupportedGSO implements stack.GSOEndpoint.
func (l *link) SupportedGSO() gvisor.SupportedGSO {
	if l.gso {
		return gvisor.HostGSOSupported
	}
	return gvisor.GSONotSupported
}

// GSOMaxSize implements stack.GSOEndpoint. It is what Linux sets for a device
// (GSO_LEGACY_MAX_SIZE in include/linux/netdevice.h).
func (*link) GSOMaxSize() uint32 { return 65536 }

// Capabilities implements stack.NetworkLinkEndpoint.
func (*link) Capabilities() gvisor.LinkEndpointCapabilities { return gvisor.CapabilityNone }

// MaxHeaderLength implements stack.NetworkLinkEndpoint: there is no header.
func (*link) MaxHeaderLength() uint16 { return 0 }

// LinkAddress implements stack.NetworkLinkEndpoint: there is none.
func (*link) LinkAddress() tcpip.LinkAddress { return "" }

// SetLinkAddress implements stack.NetworkLinkEndpoint.
func (*link) SetLinkAddress(tcpip.LinkAddress) {}

// ARPHardwareType implements stack.NetworkLinkEndpoint.
func (*link) ARPHardwareType() header.ARPHardwareType { return header.ARPHardwareNone }

// AddHeader implements stack.NetworkLinkEndpoint.
func (*link) AddHeader(*gvisor.PacketBuffer) {}

// ParseHeader implements stack.NetworkLinkEndpoint.
func (*link) ParseHeader(*gvisor.PacketBuffer) bool { return true }

// Wait implements stack.NetworkLinkEndpoint.
func (*link) Wait() {}

// Close implements stack.NetworkLinkEndpoint.
func (*link) Close() {}

// SetOnCloseAction implements stack.NetworkLinkEndpoint.
func (*link) SetOnCloseAction(func()) {}
