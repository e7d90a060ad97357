package rules

import (
	"github.com/pktlang/pkt/lang"
)

// fails reports whether a call is expected to fail.
func fails(call *lang.SystemCall) bool {
	n, ok := call.Result.(*lang.Number)
	return ok && n.Value < 0
}
