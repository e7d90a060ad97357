package suite

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pktlang/pkt/lang/run"
)

// progress says how far a run is: on a terminal by a line that is kept fresh,
// elsewhere by a line from time to time, since what is silent for long is killed
// by the service that runs it. Its methods may be called at a time.
type progress struct {
	w        io.Writer // nil for nowhere
	terminal bool
	cases    int // 0 where there is no end
	now      func() time.Time

	mutex        sync.Mutex
	done, failed int
	running      map[*Case]time.Time
	drawn        bool
	stop         chan struct{}
}

// How often the line is drawn on a terminal and written elsewhere.
const (
	drawInterval  = time.Second
	writeInterval = 10 * time.Second
)

// started is told that a case begins; the first one begins the line.
func (p *progress) started(c *Case) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.w == nil {
		return
	}
	if p.running == nil {
		p.running = map[*Case]time.Time{}
	}
	p.running[c] = p.now()
	if p.stop == nil {
		p.stop = make(chan struct{})
		go p.tick(p.stop)
	}
	p.draw()
}

func (p *progress) finished(r *Result) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	delete(p.running, r.Case)
	if r.Postponed() {
		return
	}
	p.done++
	if r.failed() {
		p.failed++
	}
	p.draw()
}

// failed reports whether a result is one of those that make a run fail.
func (r *Result) failed() bool {
	return r.Status != run.StatusInterrupted && run.Counts{r.Status: 1}.ExitCode() != 0
}

func (p *progress) tick(stop chan struct{}) {
	interval := writeInterval
	if p.terminal {
		interval = drawInterval
	}
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
			p.mutex.Lock()
			if p.terminal {
				p.draw()
			} else {
				fmt.Fprintln(p.w, p.line())
			}
			p.mutex.Unlock()
		}
	}
}

// aside lets something else be written to the terminal.
func (p *progress) aside(write func()) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.clear()
	write()
	p.draw()
}

// end takes the line away.
func (p *progress) end() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.clear()
	if p.stop != nil {
		close(p.stop)
		p.stop = nil
	}
}

func (p *progress) clear() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

// draw draws the line anew on a terminal.
func (p *progress) draw() {
	if !p.terminal || p.stop == nil {
		return
	}
	p.clear()
	fmt.Fprint(p.w, cut(p.line(), lineWidth))
	p.drawn = true
}

// lineWidth is what fits on every terminal without a second line, which could not
// be taken back.
const lineWidth = 79

func cut(text string, width int) string {
	if runes := []rune(text); len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return text
}

// line is how far the run is, with the cases that run, the slowest first.
func (p *progress) line() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%d", p.done)
	if p.cases > 0 {
		fmt.Fprintf(&out, " of %d", p.cases)
	}
	out.WriteString(" scripts")
	if p.failed > 0 {
		fmt.Fprintf(&out, ", %d failed", p.failed)
	}
	var running []*Case
	for c := range p.running {
		running = append(running, c)
	}
	slices.SortFunc(running, func(a, b *Case) int {
		if d := p.running[a].Compare(p.running[b]); d != 0 {
			return d
		}
		return strings.Compare(a.Name(), b.Name())
	})
	for i, c := range running {
		word := ","
		if i == 0 {
			word = "; running"
		}
		fmt.Fprintf(&out, "%s %s (%.0f s)", word, c.Name(), p.now().Sub(p.running[c]).Seconds())
	}
	return out.String()
}
