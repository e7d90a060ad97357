package vocab

import (
	"slices"
	"strings"
	"sync"
)

// Constant is a symbol that stands for an integer.
type Constant struct {
	Name string
	// Value is what Linux on amd64 gives the name; HasValue is false where
	// only another system knows it.
	Value    int64
	HasValue bool
	Kind     ConstantKind
	Dialect  Dialect
	// Level is the setsockopt level of a SocketOption, such as "SOL_SOCKET" or
	// "IPPROTO_TCP", the first name of OptionLevels.
	Level string
	// Type is what a SocketOption takes as its value.
	Type   ValueType
	Doc    string
	Source string
}

// ConstantKind is the family that a constant belongs to.
type ConstantKind uint8

// The kinds of constants.
const (
	OtherConstant          ConstantKind = iota
	AddressFamily                       // AF_, PF_
	SocketTypeConstant                  // SOCK_
	ProtocolConstant                    // IPPROTO_, as protocol and as level
	LevelConstant                       // SOL_, as level only
	SocketOption                        // SO_, TCP_, IP_, IPV6_, UDP_, ...; see Level
	OptionSetting                       // a value of an option, such as IP_PMTUDISC_DO
	MessageFlag                         // MSG_
	ShutdownConstant                    // SHUT_
	OpenFlag                            // O_
	FileCommandConstant                 // F_ as command of fcntl
	FileLockConstant                    // F_RDLCK, LOCK_
	DescriptorFlag                      // FD_CLOEXEC
	SeekConstant                        // SEEK_
	RequestConstant                     // FIONREAD, SIOCINQ
	PollEventFlag                       // POLL
	EpollEventFlag                      // EPOLLIN and so on
	EpollOperationConstant              // EPOLL_CTL_
	SpliceFlag                          // SPLICE_F_
	ErrorNumber                         // errno
	ControlMessageType                  // SCM_ and options that come back as control messages
	TimestampingFlag                    // SOF_TIMESTAMPING_
	TimestampKind                       // SCM_TSTAMP_
	ErrorOrigin                         // SO_EE_ORIGIN_
	ErrorCode                           // SO_EE_CODE_
	StatisticsAttribute                 // TCP_NLA_
	CapabilityConstant                  // CAP_NET_ADMIN and so on
	CapabilitySetConstant               // CAP_EFFECTIVE and so on
	CapabilityValue                     // CAP_SET, CAP_CLEAR
	CongestionState                     // TCP_CA_
	NullPointer                         // NULL
	TypeOfService                       // IPTOS_
)

var constantKindNames = [...]string{
	OtherConstant:          "constant",
	AddressFamily:          "address family",
	SocketTypeConstant:     "socket type",
	ProtocolConstant:       "protocol",
	LevelConstant:          "option level",
	SocketOption:           "socket option",
	OptionSetting:          "option setting",
	MessageFlag:            "message flag",
	ShutdownConstant:       "shutdown direction",
	OpenFlag:               "open flag",
	FileCommandConstant:    "fcntl command",
	FileLockConstant:       "file lock",
	DescriptorFlag:         "descriptor flag",
	SeekConstant:           "seek origin",
	RequestConstant:        "ioctl request",
	PollEventFlag:          "poll event",
	EpollEventFlag:         "epoll event",
	EpollOperationConstant: "epoll operation",
	SpliceFlag:             "splice flag",
	ErrorNumber:            "errno",
	ControlMessageType:     "control message type",
	TimestampingFlag:       "timestamping flag",
	TimestampKind:          "timestamp kind",
	ErrorOrigin:            "error origin",
	ErrorCode:              "error code",
	StatisticsAttribute:    "statistics attribute",
	CapabilityConstant:     "capability",
	CapabilitySetConstant:  "capability set",
	CapabilityValue:        "capability value",
	CongestionState:        "congestion control state",
	NullPointer:            "null pointer",
	TypeOfService:          "type of service",
}

// String is the kind in words, for messages.
func (k ConstantKind) String() string { return nameOf(constantKindNames[:], k) }

// ValueType is what a socket option takes as its value.
type ValueType uint8

// The types of option values.
const (
	NoValue        ValueType = iota // not a socket option
	IntValue                        // int, 4 bytes, written [N]
	BoolValue                       // int, 0 or 1, written [N]
	LongValue                       // int or unsigned long, 4 or 8 bytes, written [N]
	LingerValue                     // struct linger, written {onoff=N, linger=N}
	TimevalValue                    // struct timeval, 16 bytes
	StringValue                     // characters, written "..."
	BytesValue                      // opaque bytes, written "..."
	StructureValue                  // a structure that only some tools can write
)

var valueTypeNames = [...]string{
	NoValue:        "none",
	IntValue:       "int",
	BoolValue:      "boolean int",
	LongValue:      "int or unsigned long",
	LingerValue:    "struct linger",
	TimevalValue:   "struct timeval",
	StringValue:    "string",
	BytesValue:     "bytes",
	StructureValue: "structure",
}

// String is the type in words.
func (t ValueType) String() string { return nameOf(valueTypeNames[:], t) }

// Size is the number of bytes that the value has on Linux/amd64, or 0 where it
// is not fixed. The kernel takes more bytes too, and for many options of IP
// a single one.
func (t ValueType) Size() int {
	switch t {
	case IntValue, BoolValue:
		return 4
	case LingerValue:
		return 8
	case TimevalValue:
		return 16
	}
	return 0
}

// family is a group of constants that share all but name, value and words.
type family struct {
	kind    ConstantKind
	level   string
	source  string
	dialect Dialect
	rows    []row
}

// row is one constant of a family. Its source overrides that of the family.
type row struct {
	name   string
	value  int64
	typ    ValueType
	doc    string
	source string
}

type constantTables struct {
	all    []*Constant
	byName map[string]*Constant
	byKind map[ConstantKind][]*Constant
	// byLevel holds the socket options by Constant.Level.
	byLevel map[string][]*Constant
}

// constantIndex is filled at the first use.
var constantIndex = sync.OnceValue(func() *constantTables {
	t := &constantTables{
		byName:  make(map[string]*Constant),
		byKind:  make(map[ConstantKind][]*Constant),
		byLevel: make(map[string][]*Constant),
	}
	for _, families := range constantFamilies {
		for i := range families {
			t.addFamily(&families[i])
		}
	}
	t.addErrnos()
	t.addNames()
	slices.SortFunc(t.all, func(a, b *Constant) int { return strings.Compare(a.Name, b.Name) })
	for _, c := range t.all {
		t.byKind[c.Kind] = append(t.byKind[c.Kind], c)
		if c.Kind == SocketOption {
			t.byLevel[c.Level] = append(t.byLevel[c.Level], c)
		}
	}
	return t
})

func (t *constantTables) add(c *Constant) {
	if _, ok := t.byName[c.Name]; ok {
		return // the first table wins: base before the dialects
	}
	t.byName[c.Name] = c
	t.all = append(t.all, c)
}

func (t *constantTables) addFamily(f *family) {
	for i := range f.rows {
		r := &f.rows[i]
		c := &Constant{
			Name: r.name, Value: r.value, HasValue: true, Kind: f.kind, Dialect: f.dialect,
			Level: f.level, Type: r.typ, Doc: r.doc, Source: f.source,
		}
		if r.source != "" {
			c.Source = r.source
		}
		t.add(c)
	}
}

// LookupConstant finds a constant by its name, errnos included.
func LookupConstant(name string) (*Constant, bool) {
	c, ok := constantIndex().byName[name]
	return c, ok
}

// Constants returns all constants, by name.
func Constants() []*Constant { return constantIndex().all }

// ConstantsOfKind returns the constants of one kind, by name.
func ConstantsOfKind(kind ConstantKind) []*Constant { return constantIndex().byKind[kind] }

// OptionsOfLevel returns the socket options that belong to a level as written
// in a script, such as "SOL_TCP" or "IPPROTO_TCP", by name.
func OptionsOfLevel(level string) []*Constant {
	return constantIndex().byLevel[CanonicalLevel(level)]
}

// optionLevels groups the names of each level; the first is the canonical one.
var optionLevels = [][]string{
	{"SOL_SOCKET"},
	{"IPPROTO_TCP", "SOL_TCP"},
	{"IPPROTO_IP", "SOL_IP"},
	{"IPPROTO_IPV6", "SOL_IPV6"},
	{"IPPROTO_UDP", "SOL_UDP"},
	{"IPPROTO_ICMPV6", "SOL_ICMPV6"},
	{"IPPROTO_RAW", "SOL_RAW"},
	{"SOL_MPTCP"}, // not IPPROTO_MPTCP: the two differ
	{"IPPROTO_SCTP", "SOL_SCTP"},
	{"IPPROTO_UDPLITE", "SOL_UDPLITE"},
}

// OptionLevels returns the canonical names of the setsockopt levels.
func OptionLevels() []string {
	out := make([]string, len(optionLevels))
	for i, names := range optionLevels {
		out[i] = names[0]
	}
	return out
}

// CanonicalLevel returns the name under which Constant.Level has a setsockopt
// level: "IPPROTO_TCP" for "SOL_TCP". A name that is no level is returned as
// it is.
func CanonicalLevel(level string) string {
	for _, names := range optionLevels {
		if slices.Contains(names, level) {
			return names[0]
		}
	}
	return level
}
