package calls

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/linux/sys"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
)

// loopbacks are the variants of the addresses, on the loopback device: binding
// and connecting to the same one makes a connection of a script to itself.
var loopbacks = []struct {
	name    string
	domain  int
	address string
}{
	{"ipv4", unix.AF_INET, "127.0.0.1"},
	{"ipv4-mapped-ipv6", unix.AF_INET6, "::ffff:127.0.0.1"},
	{"ipv6", unix.AF_INET6, "::1"},
}

// freePort is a port that nobody uses on a loopback address.
func freePort(t *testing.T, address string) uint16 {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort(address, "0"))
	if err != nil {
		t.Skipf("%s is not to be had on the loopback device: %v", address, err)
	}
	defer listener.Close()
	return uint16(listener.Addr().(*net.TCPAddr).Port)
}

// loopbackOptions are those of a run whose local and remote address are the
// same.
func loopbackOptions(t *testing.T, domain int, address string) Options {
	t.Helper()
	at := netip.AddrPortFrom(netip.MustParseAddr(address), freePort(t, address))
	start := time.Now()
	return Options{
		Addresses: stack.Addresses{Domain: domain, Bind: at, Connect: at},
		RealTime:  func(script int64) int64 { return start.UnixMicro() + script },
		Tolerance: int64(time.Hour / time.Microsecond),
	}
}

// newTable is a table whose calls go to the kernel of this machine.
func newTable(o Options) *Table {
	o.Kernel = sys.Kernel{}
	return New(o)
}

func parse(t *testing.T, text string) *lang.Script {
	t.Helper()
	script := lang.Parse(source.NewFile("test.pkt", text), nil)
	for _, d := range script.Diagnostics() {
		t.Fatalf("the script does not parse: %s: %s", place(script.File, d.Range), d.Message)
	}
	return script
}

// run makes the calls of a script one after the other, until one differs. It
// returns that and its statement.
func run(table *Table, script *lang.Script) (*lang.Statement, *stack.Mismatch) {
	p, _ := program.Compile(script, program.Options{Complete: true})
	for _, e := range p.Events {
		if e.Call == nil {
			continue
		}
		table.Prepare(e.Call)
		if m := table.Invoke(e.Call, stack.Hooks{}); m != nil {
			return e.Statement, m
		}
	}
	return nil, nil
}

// callsOf are the calls of a script.
func callsOf(script *lang.Script) []*program.Call {
	var out []*program.Call
	p, _ := program.Compile(script, program.Options{Complete: true})
	for _, e := range p.Events {
		if e.Call != nil {
			out = append(out, e.Call)
		}
	}
	return out
}

func place(f *source.File, r source.Range) string {
	from, to := f.Position(r.Start), f.Position(r.End)
	return fmt.Sprintf("%d:%d-%d", from.Line, from.Column, to.Column)
}

// describe writes a diagnostic in full, for comparing with a golden text.
func describe(f *source.File, d diag.Diagnostic) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", place(f, d.Range), d.Message)
	if d.Label != "" {
		fmt.Fprintf(&b, "  label: %s\n", d.Label)
	}
	if c := d.Comparison; c != nil {
		fmt.Fprintf(&b, "  expected: %s\n  actual: %s\n  differs: %s\n", c.Expected, c.Actual,
			strings.Join(c.Differs, ", "))
	}
	for _, n := range d.Notes {
		fmt.Fprintf(&b, "  note: %s\n", n)
	}
	for _, r := range d.Related {
		fmt.Fprintf(&b, "  related: %s: %s\n", place(f, r.Range), r.Message)
	}
	for _, fix := range d.Fixes {
		fmt.Fprintf(&b, "  fix: %s\n", fix.Title)
	}
	return b.String()
}

// describeMismatch writes a mismatch in full.
func describeMismatch(f *source.File, st *lang.Statement, m *stack.Mismatch) string {
	var b strings.Builder
	b.WriteString(describe(f, m.Diagnostic.Shift(st.Base)))
	fmt.Fprintf(&b, "  reference: %s\n", m.Reference)
	for _, a := range m.Accept {
		fmt.Fprintf(&b, "  accept: %s -> %s\n", f.Slice(st.Range(a.Span)), a.New)
	}
	if m.Refused {
		b.WriteString("  refused\n")
	}
	if m.Unsupported {
		b.WriteString("  unsupported\n")
	}
	return b.String()
}
