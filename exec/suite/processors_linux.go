package suite

import "github.com/pktlang/pkt/exec/linux"

// processors are the numbers of those on which scripts may run, the best first.
func processors() []int { return linux.Processors() }
