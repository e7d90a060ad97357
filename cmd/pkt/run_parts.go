package main

import (
	"os"

	"github.com/pktlang/pkt/exec/child"
	"github.com/pktlang/pkt/exec/kernel/guest"
	"github.com/pktlang/pkt/exec/suite"
)

// part plays the part of a run that this process was started for by another of
// the same program: the guard over a script, or the script's runner.
func part(arguments []string) (code int, ok bool) {
	if len(arguments) == 0 {
		return 0, false
	}
	switch arguments[0] {
	case suite.GuardArgument:
		return suite.Guard(arguments[1:]), true
	case guest.InitArgument:
		guest.Init()
		return 2, true
	case guest.ScriptArgument:
		return guest.Script(os.Stdin, os.Stdout, os.Stderr, openStack), true
	case suite.ChildArgument:
		return child.Main(os.Stdin, os.Stdout, os.Stderr, openStack), true
	}
	return 0, false
}
