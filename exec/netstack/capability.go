package netstack

import "github.com/pktlang/pkt/exec/abi"

// guarded are the options that may only be set by those who have one of some
// capabilities (socket(7)).
var guarded = map[option][]int32{
	socketOption(abi.SO_MARK):        {abi.CAP_NET_ADMIN, abi.CAP_NET_RAW},
	socketOption(abi.SO_SNDBUFFORCE): {abi.CAP_NET_ADMIN},
	socketOption(abi.SO_RCVBUFFORCE): {abi.CAP_NET_ADMIN},
}

// Capability implements calls.Kernel. The stack knows no rights: what gives one
// up is kept here.
func (k *Kernel) Capability(capability int32, raise bool) abi.Errno {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lowered[capability] = !raise
	return 0
}

// denies reports whether the script has given up what setting an option takes.
func (k *Kernel) denies(level, name int32) bool {
	needs := guarded[option{level, name}]
	for _, capability := range needs {
		if !k.lowered[capability] {
			return false
		}
	}
	return len(needs) > 0
}
