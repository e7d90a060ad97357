package calls

import (
	"github.com/pktlang/pkt/exec/abi"
)

// runCapSet raises or lowers one capability of the effective set (capset(2)),
// of the thread that makes the call: the one that runs the script.
func (i *invocation) runCapSet() *mismatch {
	const effective, lower = 0, 0 // CAP_EFFECTIVE and CAP_CLEAR of cap_set_flag(3)
	set, capability, operation := i.number(0), i.number(1), i.number(2)
	if set != effective {
		return refuse(faultf(i.Arguments[0].Syntax, "only capabilities of the effective set can be changed: write CAP_EFFECTIVE"))
	}
	if capability < 0 || capability > abi.CAP_LAST_CAP {
		return refuse(faultf(i.Arguments[1].Syntax, "%d is no capability: 0 to %d are", capability, abi.CAP_LAST_CAP))
	}
	i.callErrno(func() abi.Errno { return i.kernel().Capability(capability, operation != lower) })
	return i.checkResult()
}
