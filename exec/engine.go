// Package exec runs scripts: it plays the events of one script against a stack
// under test at their times, and says whether the stack did what the script
// expects. What counts as a pass is what google/packetdrill passes.
//
// All but blocking system calls runs on one thread. That one holds a lock, and
// lets go of it only while it sleeps until the time of an event and while it
// waits for the thread of blocking calls; the latter lets go of it only inside
// the call.
package exec

import (
	"sync"
	"sync/atomic"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/run"
)

// engine is one run of one script.
type engine struct {
	request  *protocol.Request
	settings *settings.Settings
	script   *lang.Script
	events   []*event

	stack    stack.Stack
	code     stack.Code
	sockets  *sockets
	schedule schedule
	record   *recorder
	blocking *blockingThread

	mu      sync.Mutex // see the package comment
	before  *event     // the event before the present one
	reached int64      // when the present event's turn came, as a script time
	done    int64      // when what the event before did was over
	cause   delay      // what the time until then was spent on

	current atomic.Pointer[event] // for whoever ends the run from outside

	failureMu sync.Mutex
	failure   *run.Failure // the first one

	// initialized is set when the init command has run: a cleanup command
	// undoes what it did.
	initialized bool
}

// delay is what held an event up.
type delay uint8

const (
	delayedByRunner delay = iota
	delayedByStack
	delayedByCommand
)

// run plays all events, then the cleanup command and the code.
func (e *engine) run() {
	if !e.initCommand() {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.startBlockingThread(); err != nil {
		e.fail(e.environment(err))
		return
	}
	e.schedule.start = e.stack.Start()
	e.stack.SleepUntil(e.schedule.start)
	for _, ev := range e.events {
		if e.failed() || !e.turn(ev) {
			break
		}
		e.before = ev
	}
	e.record.end = e.schedule.now()
	if !e.failed() {
		e.finish()
	}
	e.record.events = e.countEvents()
}

// finish is what comes behind the last event.
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

// turn runs one event.
func (e *engine) turn(ev *event) bool {
	e.current.Store(ev)
	waitedFrom := e.reached
	e.reached = e.schedule.now()
	ev.relative(e.origin(ev, waitedFrom))
	e.record.begin(ev)
	ok := true
	switch a := ev.statement.Action.(type) {
	case *lang.Packet:
		if a.Direction == lang.Inbound {
			ok = e.inject(ev)
		} else {
			ok = e.expect(ev)
		}
	case *lang.SystemCall:
		ok = e.call(ev)
	case *lang.Command:
		ok = e.command(ev, a)
	case *lang.Code:
		ok = e.snippet(ev, a)
	}
	e.cause = causeAfter(ev)
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
	case e.before.inbound() && ev.inbound():
		return e.before.time
	case e.before.outbound():
		return max(waitedFrom, min(e.done, e.reached))
	}
	return e.reached
}

// causeAfter says what makes the next event late when this one has used up its
// time.
func causeAfter(ev *event) delay {
	switch ev.kind() {
	case program.OutboundPacket, program.SystemCall:
		return delayedByStack
	case program.Command:
		return delayedByCommand
	}
	return delayedByRunner
}

// await sleeps until the time of an event, without the lock, and checks that
// the event is not late. The first event is never late: it starts the clock.
func (e *engine) await(ev *event) bool {
	e.record.flushBefore(e.schedule, ev.time)
	e.mu.Unlock()
	e.stack.SleepUntil(e.schedule.live(ev.time))
	e.mu.Lock()
	if e.failed() {
		return false
	}
	at := e.schedule.now()
	if ev.index > 0 {
		if w := e.window(ev); w.missed(at) != 0 {
			e.fail(e.lateEvent(ev, w, at))
			return false
		}
	}
	return true
}

// call runs a system call, on a thread of its own if it blocks.
func (e *engine) call(ev *event) bool {
	if ev.blocking {
		return e.enqueue(ev)
	}
	// A call that blocks may still be under way; the reference gives it a
	// second, and then goes on regardless.
	e.awaitIdle()
	if !e.await(ev) {
		return false
	}
	return e.invoke(ev, stack.Hooks{
		Begin: func() { e.record.started(ev, e.schedule.now()) },
		End:   func() { e.done = e.schedule.now() },
	})
}

func (e *engine) invoke(ev *event, hooks stack.Hooks) bool {
	mismatch := e.stack.Calls().Invoke(ev.call, hooks)
	if mismatch == nil {
		e.record.finish(ev)
		return true
	}
	e.fail(e.callFailure(ev, mismatch))
	return false
}

// command runs a shell command at its time.
func (e *engine) command(ev *event, c *lang.Command) bool {
	if !e.await(ev) {
		return false
	}
	e.record.started(ev, e.schedule.now())
	if err := e.stack.Command(c.Text); err != nil {
		e.fail(e.commandFailure(ev, c, err))
		return false
	}
	e.done = e.schedule.now()
	e.record.finish(ev)
	return true
}

// snippet records the values that a snippet of code is to look at.
func (e *engine) snippet(ev *event, c *lang.Code) bool {
	if !e.await(ev) {
		return false
	}
	e.record.started(ev, e.schedule.now())
	if e.sockets.tested == nil {
		e.fail(e.snippetFailure(ev, "no socket to use for code"))
		return false
	}
	if err := e.code.Record(e.sockets.tested.liveFD, ev.statement, c); err != nil {
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
	if !e.await(ev) {
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
	e.record.started(ev, at)
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

func (e *engine) countEvents() int {
	if e.before == nil {
		return 0
	}
	return e.before.index + 1
}

// failed tells whether the run is over before its end.
func (e *engine) failed() bool {
	e.failureMu.Lock()
	defer e.failureMu.Unlock()
	return e.failure != nil
}

// fail ends the run; only the first failure counts.
func (e *engine) fail(f *run.Failure) {
	e.failureMu.Lock()
	first := e.failure == nil
	if first {
		e.failure = f
	}
	e.failureMu.Unlock()
	if first && e.stack != nil {
		e.stack.Interrupt()
	}
}

// expectedText is the packet of an event in script syntax.
func expectedText(p *packet.Packet) string { return p.Text(p) }
