package exec

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang/program/settings"
)

// socketState is how far a connection has come, as the script tells it.
type socketState uint8

const (
	newSocket          socketState = iota // after socket()
	passiveListening                      // after listen()
	passiveReceived                       // after the first packet in
	passiveSynackSent                     // after the stack's SYN-ACK
	passiveSynackAcked                    // after the stack's SYN was acknowledged
	activeConnecting                      // after connect()
	activeSynSent                         // after the stack's SYN
	activeSynAcked                        // after the stack's SYN was acknowledged
)

// Protocols of sockets (IANA protocol numbers).
const (
	protocolICMP   = 1
	protocolTCP    = 6
	protocolUDP    = 17
	protocolICMPv6 = 58
)

// unknownDescriptor is that of a connection which was not accepted yet.
const unknownDescriptor = -1

// firstRemotePort is the live port of the first connection that a script's
// packets open; later ones count up. The network namespace is the script's
// own, so no other connection can have it.
const firstRemotePort = 40001

// side is one side's view of a connection: the script's or the live one.
type side struct {
	local, remote       netip.AddrPort
	localISN, remoteISN uint32
}

// outbound is the tuple of packets that the stack sends.
func (s *side) outbound() packet.Tuple { return packet.Tuple{Source: s.local, Destination: s.remote} }

// inbound is the tuple of packets that the script injects.
func (s *side) inbound() packet.Tuple { return packet.Tuple{Source: s.remote, Destination: s.local} }

// socket is a socket of the stack that a script knows of.
type socket struct {
	scriptFD, liveFD int
	closed           bool
	state            socketState
	protocol         int
	script, live     side

	// timestamps maps the TS val of outbound packets from script to live, so
	// that the TS ecr of inbound packets can be made live.
	timestamps map[uint32]uint32
	// The first TS val that the stack sent, as the script has it and live.
	timestampKnown                  bool
	scriptTimestamp, firstTimestamp uint32

	scriptFlowLabel, liveFlowLabel uint32

	written written
}

// sockets follows the sockets of a script, of which one at a time is under
// test. It is told of system calls (stack.Sockets) and of packets.
type sockets struct {
	settings *settings.Settings
	all      []*socket // the newest first
	tested   *socket   // the one that packets belong to, or nil
	nextPort uint16
}

func newSockets(s *settings.Settings) *sockets {
	return &sockets{settings: s, nextPort: firstRemotePort}
}

func (s *sockets) add(k *socket) *socket {
	k.timestamps = map[uint32]uint32{}
	s.all = append([]*socket{k}, s.all...)
	s.tested = k
	return k
}

func (s *sockets) find(script int) *socket {
	for _, k := range s.all {
		if !k.closed && k.liveFD != unknownDescriptor && k.scriptFD == script {
			return k
		}
	}
	return nil
}

// Socket implements stack.Sockets.
func (s *sockets) Socket(script, live, family, kind, protocol int) {
	s.add(&socket{scriptFD: script, liveFD: live, protocol: protocol})
}

// Listen implements stack.Sockets.
func (s *sockets) Listen(script int) error {
	k := s.find(script)
	if k == nil {
		return fmt.Errorf("unable to find socket with script fd %d", script)
	}
	k.state = passiveListening
	return nil
}

// Connect implements stack.Sockets.
func (s *sockets) Connect(script int, mustBeNew, unspecified bool) error {
	k := s.find(script)
	switch {
	case k == nil:
		return fmt.Errorf("unable to find socket with script fd %d", script)
	case unspecified:
		k.state = newSocket
		return nil
	case k.state != newSocket && mustBeNew:
		return errors.New("socket is not new")
	case k.state != newSocket:
		return nil
	}
	k.state = activeConnecting
	k.written = written{}
	k.script.local, k.script.remote = netip.AddrPort{}, netip.AddrPort{}
	k.live.remote = netip.AddrPortFrom(s.settings.Addresses.Remote, s.settings.ConnectPort)
	return nil
}

// Accept implements stack.Sockets: the descriptor belongs to the connection
// whose handshake is done, or, with fast open, whose SYN-ACK was sent.
func (s *sockets) Accept(script, live int, remote netip.AddrPort) error {
	for _, k := range s.all {
		if k.state == passiveSynackSent || k.state == passiveSynackAcked {
			k.scriptFD, k.liveFD = script, live
			return nil
		}
	}
	return errors.New("unable to find socket matching accept() call")
}

// Close implements stack.Sockets.
func (s *sockets) Close(script int) {
	if k := s.find(script); k != nil {
		k.closed = true
	}
}

// Send implements stack.Sockets.
func (s *sockets) Send(script, length int, text []byte) func(int) {
	k := s.find(script)
	switch {
	case k == nil:
		return nil
	case k.protocol == protocolUDP:
		return k.written.addDatagram(length, text)
	}
	return k.written.add(length, text)
}

// forScript finds the socket that a packet of the script belongs to, and makes
// one where the packet opens a connection.
func (s *sockets) forScript(p *packet.Packet, inbound bool) (*socket, error) {
	t := p.TCP()
	k := s.tested
	switch {
	case t != nil && inbound && (k == nil || k.state == passiveListening):
		return s.child(p), nil
	case t != nil && !inbound && t.Has(syn) && !t.Has(ack) && k != nil && k.state == activeConnecting:
		tuple := p.Tuple()
		k.state = activeSynSent
		k.script.local, k.script.remote = tuple.Source, tuple.Destination
		k.script.localISN = t.Seq()
		return k, nil
	case k != nil && k.carries(p.Transport()):
		return k, nil
	}
	// A packet with ports of its own may be one that no socket expects.
	if source, destination := p.Ports(); k != nil && (source != 0 || destination != 0) {
		return k, nil
	}
	return nil, errors.New("no matching socket for script packet")
}

// child is the connection that an inbound packet opens at a listening socket,
// or at none.
func (s *sockets) child(p *packet.Packet) *socket {
	tuple, seq := p.Tuple(), p.TCP().Seq()
	k := s.add(&socket{
		scriptFD: unknownDescriptor, liveFD: unknownDescriptor, state: passiveReceived, protocol: protocolTCP,
	})
	k.script = side{local: tuple.Destination, remote: tuple.Source, remoteISN: seq}
	k.live = side{
		local:     netip.AddrPortFrom(s.settings.Addresses.Local, s.settings.BindPort),
		remote:    netip.AddrPortFrom(s.settings.Addresses.Remote, s.nextPort),
		remoteISN: seq,
	}
	s.nextPort++
	return k
}

// carries reports whether a packet of this kind can belong to the socket.
func (k *socket) carries(transport packet.Kind) bool {
	icmp := transport == packet.ICMPv4 || transport == packet.ICMPv6
	switch k.protocol {
	case protocolTCP:
		return transport == packet.TCP || icmp
	case protocolUDP:
		return transport == packet.UDP || icmp
	case protocolICMP:
		return transport == packet.ICMPv4
	case protocolICMPv6:
		return transport == packet.ICMPv6
	}
	return false
}

// forLive finds the socket that sent a live packet, and learns the local
// address of one that is connecting.
func (s *sockets) forLive(p *packet.Packet) *socket {
	k := s.tested
	if k == nil {
		return nil
	}
	tuple, out := p.Tuple(), k.live.outbound()
	icmp := k.sendsICMP(p.Transport()) // without ports
	sameHosts := tuple.Source.Addr() == out.Source.Addr() && tuple.Destination.Addr() == out.Destination.Addr()
	if tuple == out || icmp && sameHosts {
		return k
	}
	sameRemote := tuple.Destination.Addr() == out.Destination.Addr() &&
		(icmp || tuple.Destination.Port() == out.Destination.Port())
	if !sameRemote || !k.connectsWith(p) {
		return nil
	}
	k.live.local = tuple.Source
	if t := p.TCP(); t != nil {
		k.live.localISN = t.Seq()
	}
	return k
}

// sendsICMP reports whether a packet of a transport is one that an ICMP socket
// sends.
func (k *socket) sendsICMP(transport packet.Kind) bool {
	return k.protocol == protocolICMP && transport == packet.ICMPv4 ||
		k.protocol == protocolICMPv6 && transport == packet.ICMPv6
}

// connectsWith reports whether a packet can be the first of a socket that is
// connecting.
func (k *socket) connectsWith(p *packet.Packet) bool {
	if t := p.TCP(); t != nil {
		return t.Has(syn) && !t.Has(ack) && k.protocol == protocolTCP && k.state == activeSynSent
	}
	udp := p.Transport() == packet.UDP && k.protocol == protocolUDP
	return (udp || k.sendsICMP(p.Transport())) && k.state == activeConnecting
}
