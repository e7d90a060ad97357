package vocab

import "strings"

// choice is what one option or command takes: the constants of a kind whose
// names begin with a prefix.
type choice struct {
	name   string
	kind   ConstantKind
	prefix string
}

var choices = []choice{
	{"IP_MTU_DISCOVER", OptionSetting, "IP_PMTUDISC_"},
	{"IPV6_MTU_DISCOVER", OptionSetting, "IP_PMTUDISC_"},
	{"IP_TOS", TypeOfService, ""},
	{"IPV6_TCLASS", TypeOfService, ""},
	{"SO_TIMESTAMPING", TimestampingFlag, ""},
	{"SO_ERROR", ErrorNumber, ""},
	{"SO_DOMAIN", AddressFamily, ""},
	{"SO_TYPE", SocketTypeConstant, ""},
	{"SO_PROTOCOL", ProtocolConstant, ""},
	{"F_SETFL", OpenFlag, ""},
	{"F_SETFD", DescriptorFlag, ""},
	{"F_GETLK", FileLockConstant, "F_"},
	{"F_SETLK", FileLockConstant, "F_"},
	{"F_SETLKW", FileLockConstant, "F_"},
	{"F_SETLEASE", FileLockConstant, "F_"},
}

// ValuesFor returns the constants that a socket option or an fcntl command
// takes as its value, by name; none where it takes a plain number.
func ValuesFor(name string) []*Constant {
	var out []*Constant
	for _, ch := range choices {
		if ch.name != name {
			continue
		}
		for _, c := range ConstantsOfKind(ch.kind) {
			if strings.HasPrefix(c.Name, ch.prefix) {
				out = append(out, c)
			}
		}
	}
	return out
}
