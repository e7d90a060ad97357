// Package exec runs programs: it plays the events of a compiled script against a
// stack under test at their times, and says whether the stack did what the script
// expects. What counts as a pass is what google/packetdrill passes.
//
// Run is all there is to it. It knows no kernel, no process and no terminal: the
// stack is whatever fills stack.Stack, and who wants to know what happens is a
// run.Observer. exec/linux has the kernel of this machine as a stack, exec/child
// a process that runs one script, and exec/suite runs many scripts, each in such
// a process.
package exec

import (
	"context"
	"runtime"
	"time"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
)

// Observer is told what happens in a run.
type Observer = run.Observer

// Run plays a program against a stack and returns how that ended. It tells an
// observer, which may be nil, of every event, packet, warning and, last, of the
// verdict; the observer is called from another goroutine, but by none any more
// when Run has returned. A program that run.Refusals refuses is not run.
//
// The stack is for this run alone: a run leaves sockets behind. It is the
// caller's to close.
//
// The run ends before its end when ctx is done, and when it takes longer than the
// program's time limit (Settings.Timeout), on the stack's clock or on the
// machine's. The cleanup command runs then, too. Where a system call or a command
// does not let the run come to its end, Run returns all the same after some
// seconds, and leaves behind a goroutine that is in that call. A program may
// block for ever in a call that it does not make blocking, so who runs scripts of
// others does so in a process of its own; see exec/child.
func Run(ctx context.Context, p *program.Program, s stack.Stack, o Observer) run.Verdict {
	d := newDelivery(o)
	verdict := play(ctx, p, s, d.notes)
	d.close(verdict)
	return verdict
}

func play(ctx context.Context, p *program.Program, s stack.Stack, notes chan<- []note) run.Verdict {
	events, refused := prepare(p)
	if len(refused) > 0 {
		return run.Verdict{Failures: refused}
	}
	e := newEngine(p, events, s, notes)
	over := make(chan struct{})
	go func() {
		defer close(over)
		// The thread belongs to the script: calls change it (capset(2)), and
		// the stack may have given it a priority. It ends with the goroutine.
		runtime.LockOSThread()
		e.run()
	}()
	return e.supervise(ctx, over)
}

// stuck is how long a run that was ended from outside may take to notice.
const stuck = 2 * time.Second

// supervise waits for the end of a run, ends it when it is to end before, and
// gives the verdict. Where the run cannot notice, it cleans up in its place.
func (e *engine) supervise(ctx context.Context, over <-chan struct{}) run.Verdict {
	var watchdog <-chan time.Time
	if limit := e.settings.Timeout; limit > 0 {
		timer := time.NewTimer(limit)
		defer timer.Stop()
		watchdog = timer.C
	}
	select {
	case <-over:
		return e.verdict
	case <-ctx.Done():
		e.fail(e.endedFromOutside(context.Cause(ctx)))
	case <-watchdog:
		e.fail(e.overdue())
	}
	timer := time.NewTimer(stuck)
	defer timer.Stop()
	select {
	case <-over:
		return e.verdict
	case <-timer.C:
	}
	// What else there is to say belongs to the goroutine that is left behind.
	_, _ = e.cleanUp()
	verdict := run.Failed(*e.firstFailure())
	verdict.Stack = e.stack.Name()
	return verdict
}
