package calls

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/stack"
)

// recorder writes down what it is told of sockets.
type recorder struct {
	told   []string
	accept error
}

func (r *recorder) say(format string, args ...any) {
	r.told = append(r.told, fmt.Sprintf(format, args...))
}

func (r *recorder) Socket(script, live, family, kind, protocol int) {
	r.say("socket %d of family %d, kind %d, protocol %d", script, family, kind, protocol)
}

func (r *recorder) Listen(script int) error {
	r.say("listen %d", script)
	return nil
}

func (r *recorder) Connect(script int, mustBeNew, unspecified bool) error {
	r.say("connect %d, unspecified %v", script, unspecified)
	return nil
}

func (r *recorder) Accept(script, live int, remote netip.AddrPort) error {
	r.say("accept %d from %s", script, remote.Addr())
	return r.accept
}

func (r *recorder) Send(script, length int, text []byte) func(int) {
	r.say("send %d bytes to %d: %q", length, script, text)
	return func(sent int) { r.say("sent %d", sent) }
}

func (r *recorder) Close(script int) { r.say("close %d", script) }

func TestSocketsAreTold(t *testing.T) {
	script := parse(t, `
0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 5) = 0
+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 4
+0 connect(4, ..., ...) = 0
+0 accept(3, ..., ...) = 5
+0 sendto(5, ..., 1, 0, ..., ...) = 1
+0 write(5, "GET"..., 5) = 5
+0 writev(5, [{..., 1}, {"ab", 3}], 2) = 4
+0 write(5, "abcdef", 3) = 3
+0 sendmsg(5, {msg_name(...)=..., msg_iov(1)=[{..., 2}], msg_flags=0}, 0) = 2
+0 connect(4, AF_UNSPEC, ...) = 0
+0 send(4, "x", 9, 0) = -1 ECONNRESET (Connection reset by peer)
+0 socket(..., 77, 0) = -1 EINVAL (Invalid argument)
+0 close(4) = 0
`)
	for _, v := range loopbacks {
		t.Run(v.name, func(t *testing.T) {
			options := loopbackOptions(t, v.domain, v.address)
			r := &recorder{}
			options.Sockets = r
			table := newTable(options)
			defer table.Close()
			if st, m := run(table, script); m != nil {
				t.Fatal(describeMismatch(script.File, st, m))
			}
			want := []string{
				fmt.Sprintf("socket 3 of family %d, kind 1, protocol 6", v.domain),
				"listen 3",
				fmt.Sprintf("socket 4 of family %d, kind 1, protocol 6", v.domain),
				"connect 4, unspecified false",
				"accept 5 from " + netip.MustParseAddr(v.address).Unmap().String(),
				"connect 5, unspecified false",
				`send 1 bytes to 5: ""`, "sent 1",
				`send 5 bytes to 5: "GET"`, "sent 5",
				`send 4 bytes to 5: "\x00ab\x00"`, "sent 4",
				`send 3 bytes to 5: "abc"`, "sent 3",
				"connect 5, unspecified false",
				`send 2 bytes to 5: ""`, "sent 2",
				"connect 4, unspecified true",
				`send 9 bytes to 4: "x"`, "sent 0",
				"close 4",
			}
			if d := cmp.Diff(want, r.told); d != "" {
				t.Errorf("told (-want +got):\n%s", d)
			}
		})
	}
}

func TestRefusalOfTheEngine(t *testing.T) {
	options := loopbackOptions(t, unix.AF_INET, "127.0.0.1")
	options.Sockets = &recorder{accept: errors.New("no such connection")}
	table := newTable(options)
	defer table.Close()
	script := parse(t, `
0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 5) = 0
+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 4
+0 connect(4, ..., ...) = 0
+0 accept(3, ..., ...) = 5
`)
	_, m := run(table, script)
	if m == nil || m.Reference != "no such connection" || m.Refused {
		t.Fatalf("accept gave %+v, want the engine's error and no refusal", m)
	}
}

// TestSignals sends signals to a thread that waits in the kernel: the script
// must not see EINTR.
func TestSignals(t *testing.T) {
	script := parse(t, `
0  pipe([3, 4]) = 0
+0 poll([{fd=3, events=POLLIN}], 1, 60) = 0
+0 epoll_create(1) = 5
+0 epoll_wait(5, {events=0, ptr=0}, 1, 60) = 0
`)
	table := newTable(Options{})
	defer table.Close()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	thread := unix.Gettid()
	stop, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				_ = unix.Tgkill(os.Getpid(), thread, unix.SIGURG)
			}
		}
	}()
	st, m := run(table, script)
	close(stop)
	<-stopped
	if m != nil {
		t.Fatal(describeMismatch(script.File, st, m))
	}
}

// TestBlocking makes one call while another blocks, as the engine does.
func TestBlocking(t *testing.T) {
	script := parse(t, `
0      pipe([3, 4]) = 0
+0...1 read(3, ..., 10) = 3
+0     write(4, ..., 3) = 3
`)
	table := newTable(Options{})
	defer table.Close()
	calls := callsOf(script)
	if m := table.Invoke(calls[0], stack.Hooks{}); m != nil {
		t.Fatal(m.Reference)
	}
	begun, done := make(chan bool), make(chan *stack.Mismatch)
	ended := false
	go func() {
		done <- table.Invoke(calls[1], stack.Hooks{Begin: func() { close(begun) }, End: func() { ended = true }})
	}()
	<-begun
	if m := table.Invoke(calls[2], stack.Hooks{}); m != nil {
		t.Fatal(m.Reference)
	}
	if m := <-done; m != nil {
		t.Fatal(m.Reference)
	}
	if !ended {
		t.Error("Hooks.End was not called")
	}
}

// TestMemory holds what is set aside before a script runs.
func TestMemory(t *testing.T) {
	script := parse(t, `
0  pipe([3, 4]) = 0
+0 write(4, ..., 70) = 70
+0 write(4, "text", 900) = 900
+0 writev(4, [{..., 50}, {..., 80}], 2) = 130
+0 read(3, ..., 40) = 40
+0 recv(3, NULL, 900, 0) = 0
+0 read(3, ..., 100000000) = 0
+0 sendmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 60}], msg_flags=0}, 0) = 60
`)
	table := newTable(Options{})
	for _, call := range callsOf(script) {
		table.Prepare(call)
	}
	m := &table.memory
	if len(m.zeros) != 80 || len(m.scratch) != 40 {
		t.Fatalf("%d bytes to send and %d to receive are set aside, want 80 and 40", len(m.zeros), len(m.scratch))
	}
	if none := new(memory); none.lend(0) != nil || none.lent {
		t.Error("nothing can be lent where nothing is set aside")
	}
	first := m.lend(40)
	if first == nil || m.lend(40) != nil {
		t.Error("the buffer to receive into must be lent once at a time")
	}
	if m.giveBack(); m.lend(41) != nil || m.lend(40) == nil {
		t.Error("a buffer that was given back must be lent again, up to its length")
	}
	if m.sent(81) != nil || m.sent(80) == nil {
		t.Error("zeros to send must be lent up to their length")
	}
}

// TestRunnersDescriptors says that a script reaches none but its own.
func TestRunnersDescriptors(t *testing.T) {
	for _, text := range []string{"0 close(0) = 0", "0 close(1) = 0", "0 close(2) = 0", "0 write(1, ..., 5) = 5"} {
		script := parse(t, text)
		_, m := run(newTable(Options{}), script)
		if m == nil || !m.Refused || !strings.HasPrefix(m.Reference, "unable to find fd") {
			t.Errorf("%s gave %+v, want a refusal", text, m)
		}
	}
	if _, err := unix.FcntlInt(0, unix.F_GETFD, 0); err == unix.EBADF {
		t.Error("descriptor 0 is closed")
	}
}

func TestCloseReleases(t *testing.T) {
	var live []int
	table := newTable(Options{})
	script := parse(t, "0 pipe([3, 4]) = 0\n+0 epoll_create(1) = 5\n+0 close(4) = 0")
	if st, m := run(table, script); m != nil {
		t.Fatal(describeMismatch(script.File, st, m))
	}
	for _, d := range table.descriptors {
		live = append(live, int(d.live))
	}
	table.Close()
	for _, fd := range live {
		if _, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err != unix.EBADF {
			t.Errorf("descriptor %d is still open", fd)
		}
	}
}

// TestDescriptorWhereErrorIsExpected is apart from the other mismatches: live
// numbers differ from run to run.
func TestDescriptorWhereErrorIsExpected(t *testing.T) {
	table := newTable(Options{Addresses: stack.Addresses{Domain: unix.AF_INET}})
	script := parse(t, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = -1 EMFILE (Too many open files)")
	_, m := run(table, script)
	if m == nil || m.Diagnostic.Message != "socket returned a descriptor where -1 EMFILE was expected" ||
		m.Accept != nil {
		t.Fatalf("got %+v", m)
	}
}

// TestCapabilities runs on a thread of its own, which ends with its altered
// capabilities.
func TestCapabilities(t *testing.T) {
	done := make(chan string)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		script := parse(t, `
0  cap_set(CAP_EFFECTIVE, CAP_NET_RAW, CAP_CLEAR) = 0
+0 socket(AF_INET, SOCK_RAW, IPPROTO_RAW) = -1 EPERM (Operation not permitted)
`)
		st, m := run(newTable(Options{}), script)
		if m == nil {
			done <- ""
			return
		}
		done <- describeMismatch(script.File, st, m)
	}()
	if failure := <-done; failure != "" {
		t.Error(failure)
	}
}

func TestCapabilitiesRefused(t *testing.T) {
	for _, text := range []string{
		"0 cap_set(CAP_PERMITTED, CAP_NET_RAW, CAP_CLEAR) = 0",
		"0 cap_set(CAP_EFFECTIVE, 1000, CAP_CLEAR) = 0",
		"0 cap_set(CAP_EFFECTIVE, -1, CAP_CLEAR) = 0",
	} {
		if _, m := run(newTable(Options{}), parse(t, text)); m == nil || !m.Refused {
			t.Errorf("%s gave %+v, want a refusal", text, m)
		}
	}
}

func TestZeroCopyBuffersAreKept(t *testing.T) {
	for _, test := range []struct {
		keep bool
		text string
		want int
	}{
		{false, "send(3, ..., 5, 0) = 5", 0},
		{true, "send(3, ..., 5, 0) = 5", 1},
		{true, "write(3, ..., 5) = 5", 0},
		{false, "send(3, ..., 5, MSG_ZEROCOPY) = 5", 1},
		{false, "sendmsg(3, {msg_name(...)=..., msg_iov(2)=[{..., 1}, {..., 2}], msg_flags=0}, MSG_ZEROCOPY) = 3", 2},
	} {
		options := loopbackOptions(t, unix.AF_INET, "127.0.0.1")
		options.KeepBuffers = test.keep
		table := newTable(options)
		script := parse(t, "0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3\n+0 connect(3, ..., ...) = 0\n+0 "+test.text)
		if st, m := run(table, script); m != nil {
			t.Error(describeMismatch(script.File, st, m))
		}
		if len(table.kept) != test.want {
			t.Errorf("%s with KeepBuffers %v keeps %d buffers, want %d", test.text, test.keep,
				len(table.kept), test.want)
		}
		table.Close()
	}
}
