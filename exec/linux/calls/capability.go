//go:build linux

package calls

import (
	"golang.org/x/sys/unix"
)

// runCapSet raises or lowers one capability of the effective set (capset(2)),
// of the thread that makes the call: the one that runs the script.
func (i *invocation) runCapSet() *mismatch {
	const effective, lower = 0, 0 // CAP_EFFECTIVE and CAP_CLEAR of cap_set_flag(3)
	set, capability, operation := i.number(0), i.number(1), i.number(2)
	if set != effective {
		return refuse(faultf(i.Arguments[0].Syntax, "only capabilities of the effective set can be changed: write CAP_EFFECTIVE"))
	}
	if capability < 0 || capability > unix.CAP_LAST_CAP {
		return refuse(faultf(i.Arguments[1].Syntax, "%d is no capability: 0 to %d are", capability, unix.CAP_LAST_CAP))
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var sets [2]unix.CapUserData
	if err := unix.Capget(&header, &sets[0]); err != nil {
		return refuse(faultf(i.Syntax.Name, "reading the capabilities of the runner: %v", err))
	}
	word, bit := &sets[capability/32].Effective, uint32(1)<<(capability%32)
	if operation == lower {
		*word &^= bit
	} else {
		*word |= bit
	}
	i.call(func() (uintptr, unix.Errno) {
		err := unix.Capset(&header, &sets[0])
		errno, _ := err.(unix.Errno)
		return 0, errno
	})
	return i.checkResult()
}
