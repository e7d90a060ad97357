package main

import (
	"github.com/pktlang/pkt/exec/linux"
	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
)

// openStack opens the stack of the process that runs one script.
func openStack(p *program.Program, r *protocol.Request) (stack.Stack, error) {
	return linux.OpenProcess(p, r)
}
