package server_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// keystroke is one edit of the recorded session.
type keystroke struct {
	at   position
	end  position
	text string
}

// longScript is a script of about 5,000 events: one connection that is written
// to and acknowledged over and over.
func longScript() string {
	var b strings.Builder
	b.WriteString("// A long transfer\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n" +
		"+0 listen(3, 1) = 0\n\n" +
		"+0 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,wscale 7>\n" +
		"+0 > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK,nop,wscale 7>\n" +
		"+.1 < . 1:1(0) ack 1 win 257\n+0 accept(3, ..., ...) = 4\n")
	seq := 1
	for i := range 1248 {
		if i%50 == 0 {
			fmt.Fprintf(&b, "\n// Round %d\n", i/50)
		}
		fmt.Fprintf(&b,
			"+.01 write(4, ..., 1000) = 1000\n+0 > P. %d:%d(1000) ack 1\n+.01 < . 1:1(0) ack %d win 257\n"+
				"+0 %%{ assert tcpi_unacked == 0 }%%\n",
			seq, seq+1000, seq+1000)
		seq += 1000
	}
	return b.String()
}

// recordedSession is what an author does in it in 2,000 keystrokes: types new
// events letter by letter at places all over the script, corrects numbers, and
// takes lines away again.
func recordedSession(text string) []keystroke {
	lines := strings.Split(text, "\n")
	var out []keystroke
	for round := 0; len(out) < 2000; round++ {
		line := 40 + (round*977)%(len(lines)-100)
		typed := "+0 getsockopt(4, SOL_TCP, TCP_INFO, ..., ...) = 0"
		if round%2 == 1 {
			typed = "+.01 < P. 1:1(0) ack 1 win 257 // again"
		}
		out = append(out, keystroke{position{line, 0}, position{line, 0}, "\n"})
		for i, letter := range strings.Split(typed, "") {
			out = append(out, keystroke{position{line, i}, position{line, i}, letter})
		}
		for i := len(typed); i > len(typed)-8; i-- {
			out = append(out, keystroke{position{line, i - 1}, position{line, i}, ""})
		}
		out = append(out, keystroke{position{line, 0}, position{line + 1, 0}, ""})
	}
	return out[:2000]
}

// BenchmarkSession types the recorded session into the server and measures, for
// each keystroke, when the diagnostics come, and how long completion and hover
// take.
func BenchmarkSession(b *testing.B) {
	const uri = "file:///long.pkt"
	text := longScript()
	session := recordedSession(text)
	for b.Loop() {
		c := connect(b, "", "")
		c.open(uri, text)
		c.diagnostics(uri, 1)
		var diagnostics, completions, hovers []time.Duration
		for i, k := range session {
			version := i + 2
			begin := time.Now()
			c.change(uri, version, change{&span{k.at, k.end}, k.text})
			c.diagnostics(uri, version)
			diagnostics = append(diagnostics, time.Since(begin))
			cursor := position{k.at.Line, k.at.Character + len(k.text)}
			begin = time.Now()
			c.must("textDocument/completion", at(uri, cursor))
			completions = append(completions, time.Since(begin))
			begin = time.Now()
			c.must("textDocument/hover", at(uri, k.at))
			hovers = append(hovers, time.Since(begin))
		}
		for name, list := range map[string][]time.Duration{"diagnostics": diagnostics, "completion": completions,
			"hover": hovers} {
			slices.Sort(list)
			for _, p := range []int{50, 95, 99, 100} {
				b.ReportMetric(float64(list[min(len(list)*p/100, len(list)-1)].Microseconds())/1000,
					fmt.Sprintf("%s-p%d-ms", name, p))
			}
		}
	}
}

// The memory after 10,000 edits is at most twice that after 100.
func TestMemory(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("10,000 edits take long, and the race detector has a memory of its own")
	}
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("the memory of a process is read from /proc/PID/status, which is not here")
	}
	const uri = "file:///long.pkt"
	text := longScript()
	c := connect(t, "", "")
	c.open(uri, text)
	c.diagnostics(uri, 1)
	early := 0
	for i := range 10_000 {
		line := 40 + (i*977)%4000
		k := change{between(line, 0, line, 0), "\n"}
		if i%2 == 1 {
			k = change{between(40+((i-1)*977)%4000, 0, 41+((i-1)*977)%4000, 0), ""}
		}
		c.change(uri, i+2, k)
		if i%10 == 9 {
			c.diagnostics(uri, i+2)
		}
		if i%100 == 99 {
			c.must("textDocument/semanticTokens/full", about(uri))
		}
		if i == 99 {
			early = c.memory()
		}
	}
	late := c.memory()
	t.Logf("%d MiB after 100 edits, %d MiB after 10,000", early>>10, late>>10)
	if late > 2*early {
		t.Errorf("the memory grew from %d to %d KiB, more than twice", early, late)
	}
}

// memory is the resident memory of the server in KiB.
func (c *client) memory() int {
	c.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.command.Process.Pid))
	if err != nil {
		c.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				c.t.Fatal(err)
			}
			return n
		}
	}
	c.t.Fatal("no VmRSS in /proc")
	return 0
}

// The recorded session is what it says: 2,000 keystrokes in a script of 5,000
// events, each of them in the text, and what is typed is taken away again.
func TestRecordedSession(t *testing.T) {
	text := longScript()
	if n := len(lang.Parse(source.NewFile("long.pkt", text), nil).Events()); n < 4990 || n > 5010 {
		t.Errorf("the script has %d events, want 5,000", n)
	}
	session := recordedSession(text)
	if len(session) != 2000 {
		t.Errorf("%d keystrokes, want 2,000", len(session))
	}
	file, same := source.NewFile("long.pkt", text), 0
	for i, k := range session {
		at := source.UnitPosition{Line: k.at.Line, Character: k.at.Character}
		end := source.UnitPosition{Line: k.end.Line, Character: k.end.Character}
		r := source.Range{Start: file.Offset(at, source.UTF8), End: file.Offset(end, source.UTF8)}
		if file.Units(r.Start, source.UTF8) != at || file.Units(r.End, source.UTF8) != end {
			t.Fatalf("keystroke %d at %v lies outside of the text", i, k.at)
		}
		var err error
		if file, err = file.Edited(source.Edit{Range: r, New: k.text}); err != nil {
			t.Fatal(err)
		}
		if k.end.Line > k.at.Line {
			same++
		}
	}
	if lines := strings.Count(file.Text, "\n") - strings.Count(text, "\n"); same < 20 || lines > 1 {
		t.Errorf("%d events were typed and taken away, and %d lines are left", same, lines)
	}
}
