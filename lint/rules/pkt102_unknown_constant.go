package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var unknownConstant = &rule.Rule{
	Code: program.CodeUnknownConstant, Name: "unknown-constant", Severity: diag.Error,
	Summary: "a symbol that the tool does not know",
	Details: "Symbols such as SO_REUSEADDR are looked up in a table of the tool when the event is due; one that is " +
		"not in it ends the script in the middle of a run.\n\n" +
		"A name in upper case that is near no known one may be a definition that is given on the command line " +
		"(-D NAME=VALUE); it is told as an information.",
	Sources: []string{"google/packetdrill, symbols_linux.c"},
	Fix:     "Writes the name that was most likely meant. Not applied by --fix, since another one may have been.",
	Bad: script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
		"  +0 setsockopt(3, SOL_SOCKET, SO_RUSEADDR, [1], 4) = 0"),
	Good: script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
		"  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0"),

	Compiled: true,
}
