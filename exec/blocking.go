package exec

import (
	"fmt"
	"runtime"
	"time"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/run"
)

// blockingThread makes the system calls that block, one at a time.
type blockingThread struct {
	queue    chan *event
	began    chan struct{} // the call was begun, or is over without
	idle     chan struct{} // holds a token while no call is under way
	current  *event
	sleeping func() bool
}

// maxWait is how long a call may still be under way when the next one, or the
// end of the script, comes. The reference waits as long.
const maxWait = time.Second

func (e *engine) startBlockingThread() error {
	b := &blockingThread{queue: make(chan *event), began: make(chan struct{}, 1), idle: make(chan struct{}, 1)}
	b.idle <- struct{}{}
	needed := false
	for _, ev := range e.events {
		needed = needed || ev.blocking
	}
	e.blocking = b
	if !needed {
		return nil
	}
	ready := make(chan error)
	go func() {
		// The thread belongs to the calls of the script; it ends with the
		// process, since a call may block for ever.
		runtime.LockOSThread()
		sleeping, err := e.stack.Watch()
		b.sleeping = sleeping
		ready <- err
		if err != nil {
			return
		}
		for ev := range b.queue {
			e.runBlocking(ev)
		}
	}()
	return <-ready
}

// enqueue starts a call that blocks, and returns when it is seen to block or is
// over already.
func (e *engine) enqueue(ev *event) bool {
	b := e.blocking
	if !e.awaitIdle() {
		const reason = "blocking system call while another blocking system call is already in progress"
		e.fail(e.at(ev, run.Refused, "run/call", ev.statement.Action,
			fmt.Sprintf("the call on line %d, which blocks, is still under way: only one call may block at a time", b.current.line),
			fmt.Sprintf("runtime error in %s call: %s", ev.statement.Action.(*lang.SystemCall).Name.Name, reason)))
		return false
	}
	<-b.idle
	select {
	case <-b.began: // left over from a call that was never begun
	default:
	}
	b.current = ev
	e.mu.Unlock()
	b.queue <- ev
	<-b.began
	for {
		if b.sleeping() || len(b.idle) > 0 || e.failed() {
			break
		}
		runtime.Gosched()
	}
	e.mu.Lock()
	e.done = e.schedule.now()
	return !e.failed()
}

// awaitIdle waits until no blocking call is under way, without the lock.
func (e *engine) awaitIdle() bool {
	b := e.blocking
	if len(b.idle) > 0 {
		return true
	}
	e.mu.Unlock()
	defer e.mu.Lock()
	timer := time.NewTimer(maxWait)
	defer timer.Stop()
	select {
	case <-b.idle:
		b.idle <- struct{}{}
		return true
	case <-timer.C:
		return false
	}
}

// runBlocking makes one call, on the blocking thread.
func (e *engine) runBlocking(ev *event) {
	b := e.blocking
	e.mu.Lock()
	defer func() {
		e.mu.Unlock()
		select {
		case b.began <- struct{}{}:
		default:
		}
		b.idle <- struct{}{}
	}()
	// The event before is read now: while the call blocks, the script goes on.
	if !e.await(ev) {
		return
	}
	ended := int64(-1)
	ok := e.invoke(ev, stack.Hooks{
		Begin: func() {
			e.record.started(ev, e.schedule.now())
			b.began <- struct{}{}
			e.mu.Unlock()
		},
		End: func() {
			ended = e.schedule.now()
			e.mu.Lock()
		},
	})
	if !ok || ended < 0 {
		return
	}
	if w := e.schedule.until(ev); ev.timing != lang.AnyTime && w.missed(ended) != 0 {
		e.fail(e.lateReturn(ev, w, ended))
	}
}

// lateReturn is a blocking call that returned at the wrong time.
func (e *engine) lateReturn(ev *event, w window, at int64) *run.Failure {
	message := fmt.Sprintf("%s returned %s: at %.6f s, expected %s, tolerance %s",
		ev.call.Name(), w.describeMiss(at), seconds(at), w.describe(), millis(w.tolerance))
	return e.at(ev, run.Late, "run/time", ev.call.Syntax.Until, message, w.reference("system call return", at))
}

// unfinishedCall is a script that is over while a call still blocks.
func (e *engine) unfinishedCall() *run.Failure {
	ev := e.blocking.current
	return e.at(ev, run.Timeout, "run/call", ev.call.Syntax,
		fmt.Sprintf("the script is over, but %s still blocks; it was to return at %.6f s", ev.call.Name(), seconds(ev.until)),
		"runtime error: exiting while a blocking system call is in progress")
}
