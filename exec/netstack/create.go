package netstack

import (
	"fmt"
	"io"
	"net/netip"
	"runtime"
	"sync"

	"gvisor.dev/gvisor/pkg/rand"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	lo "gvisor.dev/gvisor/pkg/tcpip/link/loopback"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv6"
	gvisor "gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/icmp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/udp"
)

// creation is held while a stack is made. Two things that the stack takes then
// belong to the process: its identifiers of IPv4 packets come from a reader
// that is a variable of the package rand, and it starts as many goroutines to
// handle segments as Go uses processors.
var creation sync.Mutex

// create makes a stack with one handler of segments: with more, two of them
// could send in either order.
func create(c clock, seed int64) *gvisor.Stack {
	creation.Lock()
	defer creation.Unlock()
	source := newRandom(seed)
	defer func(reader io.Reader, processors int) {
		rand.Reader = reader
		runtime.GOMAXPROCS(processors)
	}(rand.Reader, runtime.GOMAXPROCS(1))
	rand.Reader = source

	return gvisor.New(gvisor.Options{
		NetworkProtocols: []gvisor.NetworkProtocolFactory{ipv4.NewProtocol, ipv6.NewProtocol},
		TransportProtocols: []gvisor.TransportProtocolFactory{tcp.NewProtocol, udp.NewProtocol, icmp.NewProtocol4,
			icmp.NewProtocol6},
		Clock:      c,
		RandSource: source,
		SecureRNG:  source,
	})
}

// The network devices: the one of the run, and that of the host's own addresses.
const (
	nic      tcpip.NICID = 1
	loopback tcpip.NICID = 2
)

// devices are their names, as on Linux.
var devices = map[tcpip.NICID]string{nic: "tun0", loopback: "lo"}

// attach connects the devices, and gives the stack its addresses; any makes all
// addresses its own.
func attach(s *gvisor.Stack, l *link, any bool, local ...netip.Addr) error {
	if err := s.CreateNICWithOptions(nic, l, gvisor.NICOptions{Name: devices[nic]}); err != nil {
		return fmt.Errorf("cannot make the network device: %s", err)
	}
	if err := s.CreateNICWithOptions(loopback, lo.New(), gvisor.NICOptions{Name: devices[loopback]}); err != nil {
		return fmt.Errorf("cannot make the loopback device: %s", err)
	}
	if any {
		if err := takeAll(s); err != nil {
			return err
		}
		local = nil
	}
	for _, a := range local {
		if err := addAddress(s, nic, a.Unmap()); err != nil {
			return err
		}
	}
	for _, a := range []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()} {
		if err := addAddress(s, loopback, a); err != nil {
			return err
		}
	}
	s.SetRouteTable([]tcpip.Route{
		{Destination: header.IPv4LoopbackSubnet, NIC: loopback},
		{Destination: header.IPv6Loopback.WithPrefix().Subnet(), NIC: loopback},
		{Destination: header.IPv4EmptySubnet, NIC: nic},
		{Destination: header.IPv6EmptySubnet, NIC: nic},
	})
	return nil
}

// takeAll makes all addresses the device's own, as AnyIP does on Linux.
func takeAll(s *gvisor.Stack) error {
	if err := s.SetPromiscuousMode(nic, true); err != nil {
		return fmt.Errorf("cannot take packets for any address: %s", err)
	}
	if err := s.SetSpoofing(nic, true); err != nil {
		return fmt.Errorf("cannot send packets from any address: %s", err)
	}
	return nil
}

func addAddress(s *gvisor.Stack, device tcpip.NICID, a netip.Addr) error {
	protocol := tcpip.NetworkProtocolNumber(header.IPv4ProtocolNumber)
	if a.Is6() {
		protocol = header.IPv6ProtocolNumber
	}
	address := tcpip.ProtocolAddress{
		Protocol:          protocol,
		AddressWithPrefix: tcpip.AddressWithPrefix{Address: tcpip.AddrFromSlice(a.AsSlice()), PrefixLen: a.BitLen()},
	}
	if err := s.AddProtocolAddress(device, address, gvisor.AddressProperties{}); err != nil {
		return fmt.Errorf("cannot set the address %s: %s", a, err)
	}
	return nil
}

// settler returns a function that waits until the stack's handler of segments
// has nothing left to do. Pausing asks it to halt, which it does only once its
// queue is empty (processor.start in gVisor's dispatcher.go); nobody but the
// handler itself and the caller puts anything into that queue.
func settler(s *gvisor.Stack) func() {
	protocol := s.TransportProtocolInstance(tcp.ProtocolNumber)
	return func() {
		protocol.Pause()
		protocol.Resume()
	}
}
