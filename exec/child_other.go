//go:build !linux

package exec

import (
	"errors"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
)

// noCalls stands where there is no stack to run system calls against.
type noCalls struct{ stack.Calls }

func newCalls(*engine) stack.Calls { return noCalls{} }

// Check finds nothing: there is nothing to check against.
func (noCalls) Check(*lang.Script) []diag.Diagnostic { return nil }

func (e *engine) open(stack.Calls) error {
	return errors.New("scripts run on Linux only: use a Linux machine, virtual machine or container")
}
