package suite

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/pktlang/pkt/exec/capture"
	"github.com/pktlang/pkt/lang/run"
)

// Capture writes the packets of a run as pcapng: an interface for each attempt
// of each case, and on each packet a comment with its line of the script. The
// cases have to be made with Options.Bytes. It is safe for concurrent use.
type Capture struct {
	mutex    sync.Mutex
	writer   *capture.Writer
	attempts map[attemptKey]*captured
	err      error // the first one
}

type attemptKey struct {
	c       *Case
	attempt int
}

type captured struct {
	number int
	begin  time.Time
}

// NewCapture begins a capture; application is the program that writes it.
func NewCapture(w io.Writer, application string) *Capture {
	return &Capture{writer: capture.NewWriter(w, application), attempts: map[attemptKey]*captured{}}
}

// captureAttempt observes one attempt of a case.
type captureAttempt struct {
	run.Ignore
	capture *Capture
	key     attemptKey
}

// Observe returns an observer that writes the packets of an attempt of a case;
// see Runner.Observe.
func (k *Capture) Observe(c *Case, attempt int) run.Observer {
	return captureAttempt{capture: k, key: attemptKey{c, attempt}}
}

// Packet writes the packet.
func (a captureAttempt) Packet(p run.Packet) {
	k := a.capture
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.err == nil {
		k.err = k.write(a.key, p)
	}
}

// write places the packet on the clock by when the attempt's first packet was
// heard of, since the script's own start is known to its process alone. Times
// within an attempt are exact to each other.
func (k *Capture) write(key attemptKey, p run.Packet) error {
	at, ok := k.attempts[key]
	if !ok {
		name := key.c.Name()
		if key.attempt > 0 {
			name = fmt.Sprintf("%s, attempt %d", name, key.attempt+1)
		}
		number, err := k.writer.Interface(name)
		if err != nil {
			return err
		}
		at = &captured{number: number, begin: time.Now().Add(-microseconds(p.Time))}
		k.attempts[key] = at
	}
	return k.writer.Write(at.number, capture.Packet{
		Time: at.begin.Add(microseconds(p.Time)), Inbound: p.Inbound, Bytes: p.Bytes, Comment: key.c.comment(p),
	})
}

// comment is the packet in the script's language, after its line.
func (c *Case) comment(p run.Packet) string {
	name := c.Script.File.Name
	if p.Stray() {
		return fmt.Sprintf("%s: not expected: %s", name, p.Text)
	}
	return fmt.Sprintf("%s:%d: %s", name, p.Line, c.Script.File.LineText(p.Line))
}

// Close ends the capture and returns the first error of writing it.
func (k *Capture) Close() error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.err == nil {
		k.err = k.writer.Close()
	}
	return k.err
}

func microseconds(n int64) time.Duration { return time.Duration(n) * time.Microsecond }
