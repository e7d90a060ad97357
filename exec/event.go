package exec

import (
	"fmt"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// event is an event of a script, ready to run.
type event struct {
	index     int
	statement *lang.Statement
	line      int // of its time, from 1
	timing    lang.TimeKind
	// time and end are script times in microseconds; relative ones become
	// absolute when the event's turn comes, and offset then says what they
	// count from.
	time, end, offset int64
	blocking          bool
	until             int64 // when a blocking call returns

	packet *packet.Packet // of a *lang.Packet
}

// inbound tells whether the event injects a packet.
func (e *event) inbound() bool {
	p, ok := e.statement.Action.(*lang.Packet)
	return ok && p.Direction == lang.Inbound
}

// outbound tells whether the event expects a packet of the stack.
func (e *event) outbound() bool {
	p, ok := e.statement.Action.(*lang.Packet)
	return ok && p.Direction == lang.Outbound
}

// kind names the event in messages of package protocol.
func (e *event) kind() string {
	switch a := e.statement.Action.(type) {
	case *lang.Packet:
		if a.Direction == lang.Inbound {
			return "inbound"
		}
		return "outbound"
	case *lang.SystemCall:
		return "call"
	case *lang.Command:
		return "command"
	}
	return "code"
}

// description names the event as the reference does in a timing error.
func (e *event) description() string {
	return map[string]string{
		"inbound": "inbound packet", "outbound": "outbound packet", "call": "system call start",
		"command": "command", "code": "data collection for code",
	}[e.kind()]
}

// waitingFor says what a run that is at this event waits for.
func (e *event) waitingFor() string {
	switch a := e.statement.Action.(type) {
	case *lang.Packet:
		if a.Direction == lang.Outbound {
			return fmt.Sprintf("line %d, waiting for this packet", e.line)
		}
	case *lang.SystemCall:
		return fmt.Sprintf("line %d, in %s", e.line, a.Name.Name)
	case *lang.Command:
		return fmt.Sprintf("line %d, running this command", e.line)
	}
	return fmt.Sprintf("line %d", e.line)
}

// relative makes a relative or open time absolute.
func (e *event) relative(offset int64) {
	if e.timing != lang.AnyTime && !e.timing.Relative() {
		return
	}
	e.offset = offset
	e.time += offset
	if e.timing == lang.RelativeRange {
		e.end += offset
	}
	if e.timing == lang.RelativeTime && e.blocking {
		e.until += offset
	}
}

// refusal is a script that cannot run, found before anything runs.
type refusal struct {
	diagnostic  diag.Diagnostic
	event       *event // of a system call that is wrong
	unsupported bool
}

// prepare turns a script's statements into events and builds its packets. All
// that is wrong is returned at once.
func prepare(script *lang.Script, ipv6 bool) ([]*event, []refusal) {
	var events []*event
	var refused []refusal
	refuse := func(r source.Range, format string, args ...any) {
		refused = append(refused, refusal{diagnostic: diag.Diagnostic{Code: "run/script", Severity: diag.Error, Range: r, Message: fmt.Sprintf(format, args...)}})
	}
	for _, st := range script.Events() {
		e := &event{
			index: len(events), statement: st, line: script.File.Line(st.Range(st.Time).Start),
			timing: st.Time.Kind, time: st.Time.Start.Microseconds, end: st.Time.Stop.Microseconds,
		}
		switch a := st.Action.(type) {
		case *lang.Packet:
			var err error
			if e.packet, err = packet.Build(a, ipv6); err != nil {
				refused = append(refused, buildRefusal(st, err))
			}
		case *lang.SystemCall:
			if a.Until != nil {
				e.blocking, e.until = true, a.Until.Microseconds
			}
		}
		if len(events) == 0 && e.time != 0 {
			refuse(st.Range(st.Time), "the first event must be at time 0")
		} else if len(events) > 0 {
			before := events[len(events)-1]
			if absolute(before) && absolute(e) && e.time < before.time {
				refuse(st.Range(st.Time), "time goes backward: the event before is at %.6f s", seconds(before.time))
			}
		}
		events = append(events, e)
	}
	if len(events) == 0 {
		refuse(source.Range{}, "the script has no event")
	}
	return events, refused
}

func absolute(e *event) bool {
	return e.timing == lang.AbsoluteTime || e.timing == lang.AbsoluteRange
}

func buildRefusal(st *lang.Statement, err error) refusal {
	d := diag.Diagnostic{Code: "run/script", Severity: diag.Error, Range: st.Range(st.Action), Message: err.Error()}
	r := refusal{}
	if b, ok := err.(*packet.BuildError); ok {
		d.Range, r.unsupported = st.Range(b), b.Unsupported
	}
	r.diagnostic = d
	return r
}
