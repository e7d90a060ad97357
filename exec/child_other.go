//go:build !linux

package exec

import (
	"errors"

	"github.com/pktlang/pkt/exec/stack"
)

func newCalls(*engine) stack.Calls { return nil }

func (e *engine) open(stack.Calls) error {
	return errors.New("scripts run on Linux only: use a Linux machine, virtual machine or container")
}
