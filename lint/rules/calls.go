package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// fails reports whether a call is expected to fail.
func fails(call *lang.SystemCall) bool {
	n, ok := call.Result.(*lang.Number)
	return ok && n.Value < 0
}

// seconds writes microseconds as a time.
func seconds(microseconds int64) string { return fmt.Sprintf("%gs", float64(microseconds)/1e6) }
