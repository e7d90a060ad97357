package netstack

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/netip"
	"runtime"
	"sync"
	"testing"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/checksum"
	"gvisor.dev/gvisor/pkg/tcpip/header"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
)

var (
	local  = netip.MustParseAddr("192.168.0.1")
	remote = netip.MustParseAddr("192.0.2.1")
)

const port = 8080

// open opens a stack for a script without events.
func open(t *testing.T, seed int64) *Machine {
	t.Helper()
	s := settings.Default()
	s.Addresses.Local, s.Addresses.Bind, s.Seed = local, local, seed
	p, _ := program.Compile(lang.Parse(source.NewFile("test.pkt", ""), nil), program.Options{Settled: &s})
	m, err := Open(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// segment is a TCP segment from the remote side.
func segment(flags header.TCPFlags, seq, ack uint32, payload int, options ...byte) []byte {
	const ip = header.IPv4MinimumSize
	b := make([]byte, ip+header.TCPMinimumSize+len(options)+payload)
	h := header.IPv4(b)
	h.Encode(&header.IPv4Fields{
		TotalLength: uint16(len(b)), TTL: 64, Protocol: uint8(header.TCPProtocolNumber),
		SrcAddr: tcpip.AddrFromSlice(remote.AsSlice()), DstAddr: tcpip.AddrFromSlice(local.AsSlice()),
	})
	h.SetChecksum(^h.CalculateChecksum())
	s := header.TCP(b[ip:])
	s.Encode(&header.TCPFields{
		SrcPort: port, DstPort: port, SeqNum: seq, AckNum: ack,
		DataOffset: uint8(header.TCPMinimumSize + len(options)), Flags: flags, WindowSize: 32792,
	})
	copy(s[header.TCPMinimumSize:], options)
	sum := header.PseudoHeaderChecksum(header.TCPProtocolNumber, h.SourceAddress(),
		h.DestinationAddress(), uint16(len(s)))
	s.SetChecksum(^s.CalculateChecksum(checksum.Checksum(s.Payload(), sum)))
	return b
}

// fd is the descriptor that a call gave.
func fd(t *testing.T, n int, errno abi.Errno) int32 {
	t.Helper()
	if errno != 0 {
		t.Fatalf("no descriptor: %s", errno)
	}
	return int32(n)
}

// listening is a socket that waits for connections.
func listening(t *testing.T, m *Machine) int32 {
	t.Helper()
	k := m.Kernel()
	n, errno := k.Socket(abi.AF_INET, abi.SOCK_STREAM, abi.IPPROTO_TCP)
	listener := fd(t, n, errno)
	if errno := k.Bind(listener, abi.SockaddrInet(netip.AddrPortFrom(netip.IPv4Unspecified(), port))); errno != 0 {
		t.Fatalf("bind: %s", errno)
	}
	if errno := k.Listen(listener, 1); errno != 0 {
		t.Fatalf("listen: %s", errno)
	}
	return listener
}

func inject(t *testing.T, m *Machine, packet []byte) {
	t.Helper()
	if err := m.Inject(packet, 0); err != nil {
		t.Fatal(err)
	}
}

// established is a connection that was accepted, and its initial sequence
// number. The peer's next one is 1.
func established(t *testing.T, m *Machine) (connection int32, isn uint32) {
	t.Helper()
	listener := listening(t, m)
	inject(t, m, segment(header.TCPFlagSyn, 0, 0, 0, header.TCPOptionMSS, 4, 0x03, 0xe8,
		header.TCPOptionSACKPermitted, 2, 1, 1))
	data, _, err := m.Receive(m.Now() + 1000)
	if err != nil {
		t.Fatalf("no SYN-ACK: %v", err)
	}
	isn = header.TCP(data[header.IPv4MinimumSize:]).SequenceNumber()
	inject(t, m, segment(header.TCPFlagAck, 1, isn+1, 0))
	n, errno := m.Kernel().Accept(listener, abi.NewSockaddr())
	return fd(t, n, errno), isn
}

// conversation is a run with retransmissions, data in both directions and a
// call that blocks: all that was sent with its time, and when the call returned.
func conversation(t *testing.T, seed int64) []byte {
	m := open(t, seed)
	k := m.Kernel()
	connection, isn := established(t, m)
	returned := make(chan stack.Time, 1)
	m.Work(1)
	go func() {
		if n, errno := k.Recvfrom(connection, abi.Memory(make([]byte, 4000)), abi.MSG_WAITALL, nil); errno != 0 ||
			n != 4000 {
			t.Errorf("the read that blocks gave %d, %s", n, errno)
		}
		returned <- m.Now()
		m.Work(-1)
	}()
	if n, errno := k.Write(connection, abi.Memory(make([]byte, 20000))); errno != 0 || n != 20000 {
		t.Fatalf("write gave %d, %s", n, errno)
	}
	var out bytes.Buffer
	acked, seq := isn+1, uint32(1)
	for n := range uint32(60) {
		data, at, err := m.Receive(m.Now() + 30_000)
		if err == nil {
			fmt.Fprintf(&out, "%d %x\n", at, data)
		}
		switch n % 5 {
		case 1:
			acked = min(acked+1000, isn+20001)
			inject(t, m, segment(header.TCPFlagAck, seq, acked, 0))
		case 3:
			inject(t, m, segment(header.TCPFlagAck, seq, acked, 500))
			seq += 500
		}
	}
	fmt.Fprintln(&out, <-returned)
	return out.Bytes()
}

// TestSameRunEveryTime runs the same thing a hundred times, eight at a time and
// while other goroutines use up the processors.
func TestSameRunEveryTime(t *testing.T) {
	want := conversation(t, 1)
	if len(want) < 10_000 {
		t.Fatalf("too little happened: %d bytes", len(want))
	}
	stop := make(chan bool)
	defer close(stop)
	for range runtime.NumCPU() {
		go func() {
			for {
				select {
				case <-stop:
					return
				default:
					sha256.Sum256(make([]byte, 1<<12))
					runtime.Gosched()
				}
			}
		}()
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 13 {
				if got := conversation(t, 1); !bytes.Equal(got, want) {
					t.Errorf("a run differs:\n%s\nfrom the first:\n%s", got, want)
					return
				}
			}
		})
	}
	all.Wait()
}

func TestSeed(t *testing.T) {
	first, second := open(t, 1), open(t, 2)
	_, one := established(t, first)
	_, two := established(t, second)
	if one == two {
		t.Errorf("both seeds give the sequence number %d", one)
	}
}

// TestVirtualTime waits for hours, in no time.
func TestVirtualTime(t *testing.T) {
	m := open(t, 1)
	started, at := time.Now(), m.Now()
	m.SleepUntil(at + 3600_000_000)
	if got := m.Now() - at; got != 3600_000_000 {
		t.Errorf("it slept for %d microseconds", got)
	}
	if n, errno := m.Kernel().Poll(nil, 3_600_000); n != 0 || errno != 0 {
		t.Errorf("poll gave %d, %s", n, errno)
	}
	if got := m.Now() - at; got != 2*3600_000_000 {
		t.Errorf("after poll it is %d microseconds later", got)
	}
	if _, _, err := m.Receive(m.Now() + 5); err != stack.ErrTimeout {
		t.Errorf("receive gave %v", err)
	}
	if took := time.Since(started); took > 10*time.Second {
		t.Errorf("that took %s", took)
	}
}

func TestInterruptedMachine(t *testing.T) {
	m := open(t, 1)
	listener := listening(t, m)
	var again func()
	again = func() { m.AfterFunc(time.Second, again) }
	again()
	go func() {
		time.Sleep(time.Millisecond)
		m.Interrupt()
	}()
	if _, errno := m.Kernel().Accept(listener, abi.NewSockaddr()); errno != abi.EINTR {
		t.Errorf("accept gave %s", errno)
	}
	if _, _, err := m.Receive(stack.Never); err != stack.ErrInterrupted {
		t.Errorf("receive gave %v", err)
	}
	before := m.Now()
	if m.SleepUntil(before + 1000); m.Now() != before {
		t.Error("it slept")
	}
}

// TestCloseEndsGoroutines holds that a process can run one script after the
// other.
func TestCloseEndsGoroutines(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 20 {
		m := open(t, 1)
		established(t, m)
		m.Close()
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines are left, there were %d", runtime.NumGoroutine(), before)
}
