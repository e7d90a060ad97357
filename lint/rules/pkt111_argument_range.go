package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var argumentRange = &rule.Rule{
	Code: program.CodeArgumentRange, Name: "argument-range", Severity: diag.Error, LinuxOnly: true,
	Summary: "a value that does not fit its argument",
	Details: "Arguments of calls are 32 bits wide, fields of control messages 8 or 32, a descriptor is not negative, and an address has the form " +
		"of its family. What does not fit ends the script when the event is due.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Bad:     script(connected, "  +0 ioctl(4, SIOCINQ, [4294967296]) = 0"),
	Good:    script(connected, "  +0 ioctl(4, SIOCINQ, [0]) = 0"),

	Compiled: true,
}
