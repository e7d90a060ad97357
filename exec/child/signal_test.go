//go:build unix

package child

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
)

// TestSignal holds that a signal ends a run that waits.
func TestSignal(t *testing.T) {
	s := &signalling{}
	verdict, _ := ask(t, nil, packet+"* > S. 0:0(0) ack 1\n",
		func(*program.Program, *protocol.Request) (stack.Stack, error) {
			return s, nil
		})
	f := verdict.Failure()
	if f == nil || f.Class != run.Interrupted ||
		!strings.HasPrefix(f.Diagnostic.Message, "the run was ended: signal interrupt, while it was at line 2") {
		t.Errorf("%+v", verdict)
	}
}

// signalling sends this process a signal when a packet is waited for.
type signalling struct{ stack.Base }

func (s *signalling) Receive(stack.Time) ([]byte, stack.Time, error) {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Signal(os.Interrupt)
	}
	for err == nil && !s.Interrupted() {
	}
	return nil, 0, errors.Join(stack.ErrInterrupted, err)
}
