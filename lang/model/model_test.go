package model

import (
	"fmt"
	"math/rand"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

const handshake = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 65535 <mss 1000,nop,wscale 7>
+0 > S. 0:0(0) ack 1 <mss 1460,nop,wscale 8>
+.1 < . 1:1(0) ack 1 win 512
+0 accept(3, ..., ...) = 4
`

// longScript is a connection with the given number of writes, each sent and
// acknowledged.
func longScript(writes int) string {
	var b strings.Builder
	b.WriteString(handshake)
	for i := 0; i < writes; i++ {
		from := 1 + i*100
		fmt.Fprintf(&b, "+0 write(4, ..., 100) = 100\n+0 > P. %d:%d(100) ack 1\n+.01 < . 1:1(0) ack %d win 512\n", from,
			from+100, from+100)
	}
	return b.String()
}

func TestBeforeAndAfterWalkToTheirStatement(t *testing.T) {
	m := walked(t, longScript(100))
	for i := range m.script.Statements {
		after := m.After(i)
		c := after.Current()
		writes := max(i-6, 0)
		switch {
		case i < 3:
			if c != nil {
				t.Fatalf("statement %d: a connection before the SYN", i)
			}
		case i >= 7 && (i-7)%3 == 2:
			if want := uint32(1 + writes/3*100); c.Send.Unacknowledged != want {
				t.Fatalf("statement %d: SND.UNA is %d, want %d", i, c.Send.Unacknowledged, want)
			}
		}
	}
	if m.Before(-1).Current() != nil || m.After(1<<20).Current() == nil {
		t.Error("indexes out of range are not clamped")
	}
}

func TestUpdateIsNew(t *testing.T) {
	text := longScript(60)
	script := parse(t, "a.pkt", text)
	m := New(compiled(script))
	random := rand.New(rand.NewSource(1))
	for n := 0; n < 60; n++ {
		line := 1 + random.Intn(script.File.Lines()-1)
		start, old := script.File.LineStart(line), script.File.LineText(line)+"\n"
		edit := source.Edit{Range: source.Range{Start: start, End: start + len(old)}}
		switch n % 4 {
		case 0:
			edit.New = old + old
		case 1:
			edit.New = strings.Replace(old, "100", "200", 1)
		case 2:
			edit.New = strings.Replace(old, "+0", "+.1", 1)
		}
		next, err := script.Edit(edit)
		if err != nil {
			t.Fatal(err)
		}
		got, want := m.Update(compiled(next)), New(compiled(next))
		if diff := cmp.Diff(messages(want), messages(got)); diff != "" {
			t.Fatalf("edit %d of line %d: an update differs from a new model (-new +update):\n%s", n, line, diff)
		}
		g, w := got.After(len(next.Statements)).Current(), want.After(len(next.Statements)).Current()
		if (g == nil) != (w == nil) || g != nil && (g.Send.Next != w.Send.Next || g.State != w.State) {
			t.Fatalf("edit %d of line %d: the last state differs", n, line)
		}
	}
}

func messages(m *Model) []string {
	var out []string
	for _, o := range m.Observations() {
		out = append(out, fmt.Sprintf("%d %s %+v", o.Statement, o.Kind(), o.Detail))
	}
	return out
}

func TestAbsoluteTime(t *testing.T) {
	m := walked(t, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+.5 bind(3, ..., ...) = 0\n"+
		"2 listen(3, 1) = 0\n+.25 < S 0:0(0) win 65535\n+.1~+.2 > S. 0:0(0) ack 1 <...>\n* > S. 0:0(0) ack 1 <...>\n")
	want := []Clock{{Low: 0, Top: 0}, {Low: 500_000, Top: 500_000}, {Low: 2_000_000, Top: 2_000_000},
		{Low: 2_250_000, Top: 2_250_000}, {Low: 2_350_000, Top: 2_450_000}}
	for i, w := range want {
		got, ok := m.AbsoluteTime(i)
		if !ok || got.Low != w.Low || got.Top != w.Top {
			t.Errorf("statement %d: got %d to %d, want %d to %d", i, got.Low, got.Top, w.Low, w.Top)
		}
	}
	if got, _ := m.AbsoluteTime(5); !got.Unbounded() {
		t.Errorf("any time is bounded: %d", got.Top)
	}
	if _, ok := m.AbsoluteTime(99); ok {
		t.Error("a statement that does not exist has a time")
	}
}

func BenchmarkNew(b *testing.B) {
	p := compiled(parse(b, "long.pkt", longScript(1664))) // 5,000 events
	b.ReportAllocs()
	for b.Loop() {
		New(p)
	}
}

func BenchmarkUpdateInTheMiddle(b *testing.B) {
	text := longScript(1664)
	script := parse(b, "long.pkt", text)
	m := New(compiled(script))
	at := len(text)/2 + strings.Index(text[len(text)/2:], "write(")
	next, err := script.Edit(source.Edit{Range: source.Range{Start: at, End: at + len("write")}, New: "send"})
	if err != nil {
		b.Fatal(err)
	}
	p := compiled(next)
	b.ReportAllocs()
	for b.Loop() {
		m.Update(p)
	}
}

// FuzzNew holds that no script makes the walk panic, and that asking for any
// state works.
func FuzzNew(f *testing.F) {
	f.Add(longScript(3))
	f.Add("`./defaults.sh`\n" + handshake + "+0 < F. 1:1(0) ack 1 win 5\n* > . 1:1(0) ack 2\n+0 close(4) = 0\n")
	f.Add("0 pipe([3, 4]) = 0\n+0 splice(3, NULL, 4, NULL, 1, 0) = 1\n+0 < icmp unreachable [1:2(1)]\n+0 > udp (5)\n")
	f.Fuzz(func(t *testing.T, text string) {
		script := lang.Parse(newFile(text), nil)
		m := New(compiled(script))
		m.Observations()
		for i := range script.Statements {
			m.After(i)
			m.AbsoluteTime(i)
		}
	})
}

func TestConcurrentUse(t *testing.T) {
	m := walked(t, longScript(50))
	var wait sync.WaitGroup
	for range 4 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range m.script.Statements {
				m.After(i)
				m.AbsoluteTime(i)
			}
		}()
	}
	wait.Wait()
	if got := m.After(6).Current().Send.Next; got != 1 {
		t.Errorf("SND.NXT after the handshake is %d after concurrent use, want 1", got)
	}
}
