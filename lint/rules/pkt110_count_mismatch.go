package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var countMismatch = &rule.Rule{
	Code: program.CodeCountMismatch, Name: "count-mismatch", Severity: diag.Error, LinuxOnly: true,
	Summary: "a count that is not that of the elements, or a length that is not that of the value",
	Details: "readv(), writev(), poll() and the message header of sendmsg() and recvmsg() take an array and how many " +
		"elements it has, getsockopt() an expected value and how many bytes it has. The tool compares the two when " +
		"the event is due.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Fix:     "Writes the number that it is. Not applied by --fix, since an element may be missing.",
	Bad:     script(connected, "  +0 writev(4, [{..., 100}, {..., 200}], 1) = 300", "  +0 > P. 1:301(300) ack 1"),
	Good:    script(connected, "  +0 writev(4, [{..., 100}, {..., 200}], 2) = 300", "  +0 > P. 1:301(300) ack 1"),

	Compiled: true,
}
