package exec_test

import (
	"context"
	"fmt"
	"time"

	"github.com/pktlang/pkt/exec"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// deaf is a stack that takes packets and never sends one, in virtual time: the
// script below takes as long as it says, and no time at all.
type deaf struct{ stack.Base }

// Name is in the verdict.
func (*deaf) Name() string { return "deaf 1.0" }

// printer is an observer that prints packets, and what ended the run.
type printer struct{ run.Ignore }

func (printer) Packet(p run.Packet) {
	fmt.Printf("%.1f s, line %d: %s\n", float64(p.Time)/1e6, p.Line, p.Text)
}

func (printer) Verdict(v run.Verdict) {
	for _, f := range v.Failures {
		fmt.Printf("%s on line %d with %s: %s\n", f.Class, f.Line, v.Stack, f.Diagnostic.Message)
	}
}

func ExampleRun() {
	script := lang.Parse(source.NewFile("syn.pkt", `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+2 < S 0:0(0) win 1000 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
`), nil)
	p, _ := program.Compile(script, program.Options{Complete: true})
	verdict := exec.Run(context.Background(), p, &deaf{}, printer{})
	fmt.Println(verdict.Events, "events in", time.Duration(verdict.Duration)*time.Microsecond)
	// Output:
	// 2.0 s, line 4: S 0:0(0) win 1000 <mss 1000>
	// timeout on line 5 with deaf 1.0: the stack did not send this packet, due at 2.000000 s
	// 4 events in 2.454s
}

// A context ends a run, here when the stack has waited for a minute of its time.
func ExampleRun_context() {
	ctx, cancel := context.WithCancelCause(context.Background())
	script := lang.Parse(source.NewFile("wait.pkt", "0 `true`\n+120 `true`\n"), nil)
	p, _ := program.Compile(script, program.Options{Complete: true})
	verdict := exec.Run(ctx, p, &patient{end: func() { cancel(fmt.Errorf("patience is over")) }}, nil)
	fmt.Println(verdict.Failure().Diagnostic.Message)
	// Output:
	// the run was ended: patience is over, while it was at line 2, running this command
}

// patient is a stack that stops waiting after a minute.
type patient struct {
	stack.Base
	end func()
}

func (s *patient) SleepUntil(t stack.Time) {
	const minute = stack.Time(time.Minute / time.Microsecond)
	s.Base.SleepUntil(min(t, minute))
	if t <= minute {
		return
	}
	s.end()
	for !s.Interrupted() {
		time.Sleep(time.Millisecond)
	}
}
