package calls

import (
	"github.com/pktlang/pkt/exec/abi"
)

// runCapSet raises or lowers one capability of the effective set (capset(2)),
// of the thread that makes the call: the one that runs the script.
func (i *invocation) runCapSet() *mismatch {
	const lower = 0 // CAP_CLEAR of cap_set_flag(3)
	capability, operation := i.number(1), i.number(2)
	i.callErrno(func() abi.Errno { return i.kernel().Capability(capability, operation != lower) })
	return i.checkResult()
}
