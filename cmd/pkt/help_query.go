package main

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang/query"
)

const queryIntroduction = `A query is an expression that an event of a script matches or not:

    tcp.flags & SYN && len > 0
    call == "accept" && result < 0
    line in 10..20 || option.sack
    inbound && icmp && state == ESTABLISHED

A field alone asks whether the event has it, and one of type boolean whether it
is so. A comparison with what an event does not have is false: a call has no
window, so neither tcp.win == 0 nor tcp.win != 0 finds it.

    ==  !=  <  <=  >  >=      compare
    ~ "EXPRESSION"            search a text or a name for a regular expression
    in 10..20                 a range with both ends
    in (read, write)          one of several
    &  |                      bits of flags and numbers, before comparisons
    !  &&  ||  ( )            or the words not, and, or

A time is in seconds, or has its unit: 1.5, 200ms, 10us. A name is written with
or without quotes. TCP flags are FIN SYN RST PSH ACK URG ECE CWR AE, or in quotes
as scripts write them: tcp.flags == "S.".
`

// fewNames is how many values of a field are listed: all calls, errors and ICMP
// types would be a book of their own.
const fewNames = 12

// queryHelp is what pkt help query prints.
func queryHelp() string {
	var b strings.Builder
	b.WriteString(queryIntroduction)
	b.WriteString("\nFields, those marked with * by following the connection through the script:\n\n")
	all := query.Fields()
	width := 0
	for _, f := range all {
		width = max(width, len(f.Name))
	}
	for _, f := range all {
		mark := ' '
		if f.Model {
			mark = '*'
		}
		fmt.Fprintf(&b, "  %c %-*s  %-7s  %s\n", mark, width, f.Name, f.Type, f.Doc)
	}
	b.WriteString("\nValues of names:\n\n")
	for _, f := range all {
		if f.Type == query.Name && len(f.Names) <= fewNames {
			fmt.Fprintf(&b, "    %s: %s\n", f.Name, strings.Join(f.Names, ", "))
		}
	}
	return b.String()
}
