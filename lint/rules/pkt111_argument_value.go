package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var argumentValue = &rule.Rule{
	Code: program.CodeArgumentValue, Name: "argument-value", Severity: diag.Error, LinuxOnly: true,
	Summary: "a value that the argument cannot have",
	Details: "Arguments of calls are 32 bits wide, fields of control messages 8 or 32; a descriptor is not negative, " +
		"a buffer has at most 2^30 bytes, sendmsg() takes no flags in its header, an event of epoll_ctl() names the " +
		"descriptor of the call. What does not fit ends the script when the event is due.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Bad:     script(connected, "  +0 ioctl(4, SIOCINQ, [4294967296]) = 0"),
	Good:    script(connected, "  +0 ioctl(4, SIOCINQ, [0]) = 0"),

	Compiled: true,
}
