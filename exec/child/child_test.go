package child

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/run"
)

// ask runs Main on a request and returns what it writes.
func ask(t *testing.T, change func(*protocol.Request), text string, open Open) (verdict run.Verdict, lines []any) {
	t.Helper()
	s, _ := settings.Resolve()
	request := protocol.Request{Path: "a.pkt", Text: text, Settings: s}
	if change != nil {
		change(&request)
	}
	stdin, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if code := Main(bytes.NewReader(stdin), &stdout, &stderr, open); code != exitDone || stderr.Len() > 0 {
		t.Fatalf("exit code %d, %s", code, stderr.String())
	}
	for line := range run.Read(&stdout) {
		lines = append(lines, line)
	}
	last, ok := lines[len(lines)-1].(run.VerdictLine)
	if !ok {
		t.Fatalf("the last line is %+v", lines[len(lines)-1])
	}
	return last.Verdict, lines
}

// closing says whether it was closed.
type closing struct {
	stack.Base
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}

const packet = "0 < S 0:0(0) win 10\n"

func TestRun(t *testing.T) {
	for _, bytes := range []bool{false, true} {
		s := &closing{}
		verdict, lines := ask(t, func(r *protocol.Request) { r.Bytes = bytes }, packet,
			func(*program.Program, *protocol.Request) (stack.Stack, error) { return s, nil })
		if !verdict.Passed || verdict.Stack != s.Name() || !s.closed {
			t.Errorf("%+v, closed: %v", verdict, s.closed)
		}
		var kinds []string
		for _, line := range lines {
			switch line := line.(type) {
			case run.EventLine:
				kinds = append(kinds, "event")
			case run.PacketLine:
				kinds = append(kinds, "packet")
				if (len(line.Packet.Bytes) > 0) != bytes {
					t.Errorf("%d bytes of the packet were written, asked for: %v", len(line.Packet.Bytes), bytes)
				}
			}
		}
		if diff := cmp.Diff("event packet event", strings.Join(kinds, " ")); diff != "" {
			t.Error(diff)
		}
	}
}

// TestWithoutAStack holds that what can be said without one is, and where one
// cannot be had, why.
func TestWithoutAStack(t *testing.T) {
	never := func(*program.Program, *protocol.Request) (stack.Stack, error) {
		return nil, errors.New("there is no stack")
	}
	for _, test := range []struct {
		name, text string
		change     func(*protocol.Request)
		class      run.Class
		message    string
	}{
		{name: "wrong", text: "0 sokcet() = 3\n", class: run.Refused, message: "unknown system call `sokcet`"},
		{name: "a dry run", text: packet, change: func(r *protocol.Request) { r.Settings.DryRun = true }},
		{name: "no stack", text: packet, class: run.Environment, message: "there is no stack"},
	} {
		t.Run(test.name, func(t *testing.T) {
			verdict, _ := ask(t, test.change, test.text, never)
			if verdict.Passed != (test.class == "") {
				t.Fatalf("%+v", verdict)
			}
			if f := verdict.Failure(); f != nil &&
				(f.Class != test.class || !strings.HasPrefix(f.Diagnostic.Message, test.message)) {
				t.Errorf("%s: %s; want %s: %s", f.Class, f.Diagnostic.Message, test.class, test.message)
			}
		})
	}
}

func TestNoRequest(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := Main(strings.NewReader("{"), &stdout, &stderr, nil); code != exitFailed ||
		!strings.Contains(stderr.String(), "cannot read what to run") {
		t.Errorf("exit code %d, %s", code, stderr.String())
	}
}

// full is where nothing can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestNobodyToTell(t *testing.T) {
	s, _ := settings.Resolve()
	stdin, err := json.Marshal(protocol.Request{Path: "a.pkt", Text: packet, Settings: s})
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	code := Main(bytes.NewReader(stdin), full{}, &stderr,
		func(*program.Program, *protocol.Request) (stack.Stack, error) {
			return &stack.Base{}, nil
		})
	if code != exitFailed || !strings.Contains(stderr.String(), "no space left") {
		t.Errorf("exit code %d, %s", code, stderr.String())
	}
}
