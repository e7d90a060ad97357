//go:build !linux

package main

import (
	"errors"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
)

// openStack opens the stack of the process that runs one script.
func openStack(*program.Program, *protocol.Request) (stack.Stack, error) {
	return nil, errors.New("scripts run on Linux only: use a Linux machine, virtual machine or container")
}
