package netstack

import (
	"bytes"
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/exec/calls"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
)

var _ calls.Kernel = (*Kernel)(nil)

// loopbacks are the variants of the addresses of a script that connects to
// itself.
var loopbacks = []struct {
	name    string
	domain  int
	address string
}{
	{"ipv4", abi.AF_INET, "127.0.0.1"},
	{"ipv4-mapped-ipv6", abi.AF_INET6, "::ffff:127.0.0.1"},
	{"ipv6", abi.AF_INET6, "::1"},
}

// TestCalls makes the calls that package calls tests against Linux.
func TestCalls(t *testing.T) {
	paths, err := filepath.Glob("../calls/testdata/live/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no tests: %v", err)
	}
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var text, want string
		for _, f := range a.Files {
			switch f.Name {
			case "script.pkt":
				text = string(f.Data)
			case "mismatch":
				want = string(f.Data)
			}
		}
		for _, v := range loopbacks {
			t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar")+"/"+v.name, func(t *testing.T) {
				got := makeCalls(t, text, v.domain, netip.MustParseAddr(v.address))
				w, _, _ := strings.Cut(want, "\n")
				_, w, _ = strings.Cut(w, " ")
				if got != w {
					t.Errorf("want %s\n got %s", w, got)
				}
			})
		}
	}
}

// makeCalls makes the calls of a script until one differs, and says how.
func makeCalls(t *testing.T, text string, domain int, address netip.Addr) string {
	t.Helper()
	m := open(t, 0)
	m.kernel.disk["file"] = &content{bytes: []byte("0123456789")}
	at := netip.AddrPortFrom(address, 8080)
	table := calls.New(calls.Options{
		Kernel:    m.Kernel(),
		Addresses: stack.Addresses{Domain: domain, Bind: at, Connect: at},
		Tolerance: 1 << 40,
	})
	defer table.Close()
	script := lang.Parse(source.NewFile("test.pkt", text), nil)
	p, found := program.Compile(script, program.Options{Complete: true})
	if len(found) > 0 {
		t.Fatalf("refused: %s", found[0].Message)
	}
	var out bytes.Buffer
	for _, e := range p.Events {
		if e.Call == nil {
			continue
		}
		if mismatch := table.Invoke(e.Call, stack.Hooks{}); mismatch != nil {
			fmt.Fprintf(&out, "%s", mismatch.Diagnostic.Message)
			break
		}
	}
	return out.String()
}
