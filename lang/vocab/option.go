package vocab

import "sync"

// Setting is a script option: a line such as --tolerance_usecs=10000 at the
// start of a script, which the command line knows too.
type Setting struct {
	Name    string // without the dashes
	Dialect Dialect
	// HasValue tells whether the option must have a value; one without must
	// have none.
	HasValue bool
	Kind     SettingKind
	// Words are the values that a WordSetting may have.
	Words []string
	// Default is the value without the option, as a script would write it;
	// empty where there is none.
	Default string
	Doc     string
	Source  string
}

// SettingKind is the form of a script option's value.
type SettingKind uint8

// The kinds of settings, with the values that google/packetdrill accepts.
const (
	Switch            SettingKind = iota // no value
	TextSetting                          // any text
	WordSetting                          // one of Setting.Words
	ListSetting                          // several of Setting.Words, with commas between
	PortSetting                          // 1 to 65535
	CountSetting                         // 0 or more
	PositiveSetting                      // 1 or more
	PercentSetting                       // 0 to 100, with a fraction
	TickSetting                          // 0 to 1000000 microseconds
	AddressSetting                       // an IPv4 or IPv6 address, or a host name for wire servers
	PrefixSetting                        // an address, with a prefix length behind a slash if need be
	NetmaskSetting                       // an IPv4 netmask
	DefinitionSetting                    // NAME=value
)

var settingKindNames = [...]string{
	Switch:            "no value",
	TextSetting:       "text",
	WordSetting:       "word",
	ListSetting:       "list of words",
	PortSetting:       "port",
	CountSetting:      "number of 0 or more",
	PositiveSetting:   "number of 1 or more",
	PercentSetting:    "percentage",
	TickSetting:       "number from 0 to 1000000",
	AddressSetting:    "address",
	PrefixSetting:     "address or prefix",
	NetmaskSetting:    "netmask",
	DefinitionSetting: "NAME=value",
}

// String is the kind in words, for messages.
func (k SettingKind) String() string { return nameOf(settingKindNames[:], k) }

var settingIndex = sync.OnceValue(func() map[string]*Setting {
	index := make(map[string]*Setting, len(settings))
	for i := range settings {
		index[settings[i].Name] = &settings[i]
	}
	return index
})

// ScriptOption finds an option by its name, without the dashes.
func ScriptOption(name string) (*Setting, bool) {
	s, ok := settingIndex()[name]
	return s, ok
}

var allSettings = sync.OnceValue(func() []*Setting { return pointers(settings) })

// ScriptOptions returns all options, those of the base dialect first.
func ScriptOptions() []*Setting { return allSettings() }
