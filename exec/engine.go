package exec

import (
	"sync"
	"sync/atomic"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/run"
)

// engine is one run of one program. All but blocking system calls is done on one
// thread; see turn.
type engine struct {
	program  *program.Program
	settings *settings.Settings
	events   []*event

	stack    stack.Stack
	calls    stack.Calls
	code     stack.Code
	sockets  *sockets
	schedule schedule
	limit    stack.Time // when the time of the script is over
	record   *recorder
	blocking *blockingThread // nil where no call blocks

	turn    turn
	before  *event // the event before the present one
	reached int64  // when the present event's turn came, as a script time
	done    int64  // when what the event before did was over
	cause   delay  // what the time until then was spent on
	played  int    // how many events ran
	end     int64  // when the last event was over, as a script time
	verdict run.Verdict

	current atomic.Pointer[event] // for whoever ends the run from outside

	failureMu sync.Mutex
	failure   *run.Failure // the first one

	// initialized is set when the init command has run: a cleanup command
	// undoes what it did.
	initialized atomic.Bool
}

func newEngine(p *program.Program, events []*event, s stack.Stack, notes chan<- []note) *engine {
	e := &engine{
		program: p, settings: &p.Settings, events: events, stack: s,
		sockets: newSockets(&p.Settings), record: &recorder{out: notes}, limit: stack.Never,
	}
	e.schedule = schedule{stack: s, settings: e.settings}
	e.turn.work = s.Work
	of := stack.Run{Program: p, Sockets: e.sockets, Time: e.schedule.live}
	e.calls, e.code = s.Calls(of), s.Code(of)
	return e
}

// delay is what held an event up.
type delay uint8

const (
	delayedByRunner delay = iota
	delayedByStack
	delayedByCommand
)

// run runs the program to its verdict.
func (e *engine) run() {
	e.turn.Take(scriptSide)
	defer e.turn.Release(scriptSide)
	if e.initCommand() {
		e.playAll()
	}
	e.cleanupCommand()
	e.sumUp()
}

// playAll plays all events, then the cleanup command and the code.
func (e *engine) playAll() {
	if err := e.startBlockingThread(); err != nil {
		e.fail(e.environment(err))
		return
	}
	defer e.stopBlockingThread()
	e.schedule.start = e.stack.Start()
	if e.settings.Timeout > 0 {
		e.limit = e.schedule.live(e.settings.Timeout.Microseconds())
	}
	e.stack.SleepUntil(e.schedule.start)
	for _, ev := range e.events {
		if e.failed() || !e.play(ev) {
			break
		}
		e.before = ev
		e.played++
	}
	e.end = e.schedule.now()
	if !e.failed() {
		e.finish()
	}
}

// sumUp gives the verdict. What a call that still blocks does after this is of
// no consequence.
func (e *engine) sumUp() {
	e.record.close()
	e.verdict = run.Verdict{Stack: e.stack.Name(), Passed: true, Events: e.played, Duration: e.end}
	if f := e.firstFailure(); f != nil {
		e.verdict.Passed, e.verdict.Failures = false, []run.Failure{*f}
	}
}

// finish is what comes after the last event.
func (e *engine) finish() {
	if !e.cleanupCommand() {
		return
	}
	if failure := e.code.Execute(); failure != nil {
		e.fail(e.codeFailure(failure))
		return
	}
	if !e.awaitIdle() {
		e.fail(e.unfinishedCall())
	}
}

// play runs one event.
func (e *engine) play(ev *event) bool {
	e.current.Store(ev)
	waitedFrom := e.reached
	e.reached = e.schedule.now()
	ev.relative(e.origin(ev, waitedFrom))
	e.record.begin(ev)
	ok := true
	switch ev.Kind {
	case program.InboundPacket:
		ok = e.inject(ev)
	case program.OutboundPacket:
		ok = e.expect(ev)
	case program.SystemCall:
		ok = e.call(ev)
	case program.Command:
		ok = e.command(ev)
	case program.Code:
		ok = e.snippet(ev)
	}
	e.cause = causes[ev.Kind]
	return ok && !e.failed()
}

// origin is the script time from which the time of an event counts where it is
// relative. waitedFrom is when the turn of the event before came.
//
// The present is the rule. Packets that are injected one after the other count
// from the planned time of the one before, lest the time that each takes adds
// up. What follows a packet of the stack that was waited for counts from when
// the stack sent it: the time until the runner saw it would be part of the
// round-trip times that the stack measures.
func (e *engine) origin(ev *event, waitedFrom int64) int64 {
	switch {
	case e.before == nil:
	case e.before.Kind == program.InboundPacket && ev.Kind == program.InboundPacket:
		return e.before.time
	case e.before.Kind == program.OutboundPacket:
		return max(waitedFrom, min(e.done, e.reached))
	}
	return e.reached
}

// causes say what makes the next event late when one of a kind has used up its
// time.
var causes = [...]delay{
	program.InboundPacket:  delayedByRunner,
	program.OutboundPacket: delayedByStack,
	program.SystemCall:     delayedByStack,
	program.Command:        delayedByCommand,
	program.Code:           delayedByRunner,
}

// await sleeps until the time of an event, without the turn, and checks that
// the event is not late. The first event is never late: it starts the clock.
func (e *engine) await(ev *event, who player) bool {
	e.record.flushBefore(e.schedule, ev.time)
	planned := e.schedule.live(ev.time)
	e.turn.Away(who, func() { e.stack.SleepUntil(min(planned, e.limit)) })
	if e.failed() {
		return false
	}
	if planned > e.limit {
		e.fail(e.overdue())
		return false
	}
	at := e.schedule.now()
	if ev.Index > 0 {
		if w := e.window(ev); w.missed(at) != 0 {
			e.fail(e.lateEvent(ev, w, at))
			return false
		}
	}
	return true
}

// call runs a system call, on a thread of its own if it blocks.
func (e *engine) call(ev *event) bool {
	if ev.Blocking {
		return e.enqueue(ev)
	}
	// A call that blocks may still be under way; the reference gives it a
	// second, and then goes on regardless.
	e.awaitIdle()
	if !e.await(ev, scriptSide) {
		return false
	}
	return e.invoke(ev, stack.Hooks{
		Begin: func() { ev.actual = e.schedule.now() },
		End:   func() { e.done = e.schedule.now() },
	})
}

func (e *engine) invoke(ev *event, hooks stack.Hooks) bool {
	mismatch := e.calls.Invoke(ev.Call, hooks)
	if mismatch == nil {
		e.record.finish(ev)
		return true
	}
	if e.stack.Now() >= e.limit {
		e.fail(e.overdue()) // a stack in virtual time ends calls then
	}
	e.fail(e.callFailure(ev, mismatch))
	return false
}

// command runs a shell command at its time.
func (e *engine) command(ev *event) bool {
	c := ev.Statement.Action.(*lang.Command)
	if !e.await(ev, scriptSide) {
		return false
	}
	ev.actual = e.schedule.now()
	if err := e.stack.Command(c.Text); err != nil {
		e.fail(e.commandFailure(ev, c, err))
		return false
	}
	e.done = e.schedule.now()
	e.record.finish(ev)
	return true
}

// snippet records the values that a snippet of code is to look at.
func (e *engine) snippet(ev *event) bool {
	c := ev.Statement.Action.(*lang.Code)
	if !e.await(ev, scriptSide) {
		return false
	}
	ev.actual = e.schedule.now()
	if e.sockets.tested == nil {
		e.fail(e.snippetFailure(ev, "no socket to use for code"))
		return false
	}
	if err := e.code.Record(e.sockets.tested.liveFD, ev.Statement, c); err != nil {
		e.fail(e.snippetFailure(ev, err.Error()))
		return false
	}
	e.record.finish(ev)
	return true
}

// inject sends a packet of the script to the stack.
func (e *engine) inject(ev *event) bool {
	p := ev.packet
	k, err := e.sockets.forScript(p, true)
	if err != nil {
		e.fail(e.packetRefused(ev, err))
		return false
	}
	if !e.await(ev, scriptSide) {
		return false
	}
	t := p.TCP()
	switch {
	case t == nil:
		e.anyIP(k)
	case k.state == passiveSynackSent && t.Has(ack):
		k.state = passiveSynackAcked
	case k.state == activeSynSent && t.Has(syn) && t.Has(ack):
		k.state = activeSynAcked
		k.script.remoteISN, k.live.remoteISN = t.Seq(), t.Seq()
	}
	live := p.Clone()
	if err := k.toLive(live, e.settings.ScaleTimestampEcho); err != nil {
		e.fail(e.packetRefused(ev, err))
		return false
	}
	live.SetChecksums()
	segment := 0
	if t != nil {
		segment = e.settings.MSS
	}
	at := e.schedule.now()
	if err := e.stack.Inject(live.Data, segment); err != nil {
		e.fail(e.environment(err))
		return false
	}
	e.done = at
	ev.actual = at
	e.record.packet(ev, true, at, p, live)
	e.record.finish(ev)
	return true
}

// anyIP fills in the addresses of a socket that has sent nothing yet.
func (e *engine) anyIP(k *socket) {
	if !e.settings.AnyIP {
		return
	}
	local, remote := k.live.local.Port(), k.live.remote.Port()
	if local == 0 {
		local = e.settings.BindPort
	}
	if remote == 0 {
		remote = e.settings.ConnectPort
	}
	a := e.settings.Addresses
	k.live.local, k.live.remote = addrPort(a.Local, local), addrPort(a.Remote, remote)
}

// failed reports whether the run is over before its end. Any thread may ask.
func (e *engine) failed() bool { return e.firstFailure() != nil }

// fail ends the run; only the first failure counts. Any thread may.
func (e *engine) fail(f *run.Failure) {
	e.failureMu.Lock()
	first := e.failure == nil
	if first {
		e.failure = f
	}
	e.failureMu.Unlock()
	if first {
		e.stack.Interrupt()
	}
}

// firstFailure is what ended the run, or nil.
func (e *engine) firstFailure() *run.Failure {
	e.failureMu.Lock()
	defer e.failureMu.Unlock()
	return e.failure
}

// expectedText is the packet of an event in script syntax.
func expectedText(p *packet.Packet) string { return p.Text(p) }
