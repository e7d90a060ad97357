package exec

import (
	"fmt"
	"runtime"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/run"
)

// blockingThread makes the system calls that block, one at a time.
type blockingThread struct {
	queue    chan *blockingCall
	last     *blockingCall // under way or over; nil before the first
	sleeping func() bool
}

// blockingCall is one making of a call that blocks.
type blockingCall struct {
	ev    *event
	begun chan struct{} // closed when the live call begins, or will not
	over  chan struct{} // closed when all is done
}

func (c *blockingCall) isOver() bool {
	select {
	case <-c.over:
		return true
	default:
		return false
	}
}

// maxWait is how long a call may still be under way, in microseconds, when the
// next one, or the end of the script, comes. The reference waits as long.
const maxWait = 1_000_000

func (e *engine) startBlockingThread() error {
	needed := false
	for _, ev := range e.events {
		needed = needed || ev.Blocking
	}
	if !needed {
		return nil
	}
	b := &blockingThread{queue: make(chan *blockingCall)}
	e.blocking = b
	ready := make(chan error)
	go func() {
		// The thread belongs to the calls of the script; it ends with the
		// last of them, and not where one blocks for ever.
		runtime.LockOSThread()
		sleeping, err := e.stack.Watch()
		b.sleeping = sleeping
		ready <- err
		if err != nil {
			return
		}
		for call := range b.queue {
			e.makeBlockingCall(call)
		}
	}()
	return <-ready
}

// stopBlockingThread lets the thread end when the present call is over.
func (e *engine) stopBlockingThread() {
	if e.blocking != nil {
		close(e.blocking.queue)
	}
}

// enqueue starts a call that blocks, and returns when it is seen to block or is
// over already.
func (e *engine) enqueue(ev *event) bool {
	b := e.blocking
	if !e.awaitIdle() {
		const reason = "blocking system call while another blocking system call is already in progress"
		e.fail(e.at(ev, run.Refused, "run/call", ev.Statement.Action,
			fmt.Sprintf("the call on line %d, which blocks, is still under way: only one call may block at a time",
				b.last.ev.Line),
			fmt.Sprintf("runtime error in %s call: %s", ev.Call.Name(), reason)))
		return false
	}
	call := &blockingCall{ev: ev, begun: make(chan struct{}), over: make(chan struct{})}
	b.last = call
	e.turn.Away(scriptSide, func() {
		e.stack.Work(1)
		b.queue <- call
		e.stack.Work(-1)
		<-call.begun // the other thread counts this one as working again
		for !b.sleeping() && !call.isOver() && !e.failed() {
			runtime.Gosched()
		}
	})
	e.done = e.schedule.now()
	return !e.failed()
}

// awaitIdle waits until no blocking call is under way, for as long as maxWait,
// and reports whether that is so.
func (e *engine) awaitIdle() bool {
	if e.blocking == nil || e.blocking.last == nil || e.blocking.last.isOver() {
		return true
	}
	idle := false
	over, until := e.blocking.last.over, min(e.stack.Now()+maxWait, e.limit)
	e.turn.Away(scriptSide, func() { idle = e.stack.Wait(over, until) })
	return idle
}

// makeBlockingCall makes one call, on the blocking thread.
func (e *engine) makeBlockingCall(call *blockingCall) {
	ev, begun := call.ev, false
	e.turn.Take(callSide)
	defer func() {
		e.turn.Release(callSide)
		if !begun {
			e.begin(call)
		}
		close(call.over)
		e.stack.Work(-1)
	}()
	// The event before is read now: while the call blocks, the script goes on.
	if !e.await(ev, callSide) {
		return
	}
	ended := int64(-1)
	ok := e.invoke(ev, stack.Hooks{
		Begin: func() {
			ev.actual = e.schedule.now()
			begun = true
			e.turn.Release(callSide)
			e.begin(call)
		},
		End: func() {
			ended = e.schedule.now()
			e.turn.Take(callSide)
		},
		Blocks: true, Until: e.schedule.live(ev.until),
	})
	if !ok || ended < 0 {
		return
	}
	if w := e.schedule.until(ev); !ev.anytime() && w.missed(ended) != 0 {
		e.fail(e.lateReturn(ev, w, ended))
	}
}

// begin lets the script go on.
func (e *engine) begin(call *blockingCall) {
	e.stack.Work(1)
	close(call.begun)
}

// lateReturn is a blocking call that returned at the wrong time.
func (e *engine) lateReturn(ev *event, w window, at int64) *run.Failure {
	message := fmt.Sprintf("%s returned %s: at %.6f s, expected %s, tolerance %s",
		ev.Call.Name(), w.describeMiss(at), seconds(at), w.describe(), millis(w.tolerance))
	return e.at(ev, run.Late, "run/time", ev.Call.Syntax.Until, message, w.reference("system call return", at))
}

// unfinishedCall is a script that is over while a call still blocks.
func (e *engine) unfinishedCall() *run.Failure {
	ev := e.blocking.last.ev
	return e.at(ev, run.Timeout, "run/call", ev.Call.Syntax,
		fmt.Sprintf("the script is over, but %s still blocks; it was to return at %.6f s",
			ev.Call.Name(), seconds(ev.until)),
		"runtime error: exiting while a blocking system call is in progress")
}
