package vocab

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
)

// Setting is an option: a line such as --tolerance_usecs=10000 at the start of a
// script, and a flag of the command line.
type Setting struct {
	Name    string // without the dashes
	Dialect Dialect
	Kind    SettingKind
	// Low and High bound a NumberSetting, both included.
	Low, High int64
	// Words are the values that a WordSetting may have, and those of a
	// ListSetting that mean something.
	Words []string
	// Default is the value without the option, as a script would write it;
	// empty where there is none. DefaultIPv6 is that over IPv6 where it is
	// another.
	Default, DefaultIPv6 string
	// Metavar stands for the value in a usage line: "BYTES".
	Metavar string
	// SetBy says who may give the option.
	SetBy SetBy
	// Hidden options are not listed where people look for one to use.
	Hidden bool
	// Unsupported options are understood, and no run can do what they ask for
	// yet.
	Unsupported bool
	Doc         string
	Source      string
}

// SettingKind is the form of an option's value.
type SettingKind uint8

// The kinds of settings.
const (
	Switch            SettingKind = iota // no value
	TextSetting                          // any text
	WordSetting                          // one of Setting.Words
	ListSetting                          // several of Setting.Words, with commas between; others are passed over
	NumberSetting                        // a whole number from Setting.Low to Setting.High
	PercentSetting                       // 0 to 100, with a fraction
	DurationSetting                      // 90s, 200us
	AddressSetting                       // an IPv4 or IPv6 address
	PrefixSetting                        // an address, with a prefix length after a slash if need be
	NetmaskSetting                       // an IPv4 netmask
	DefinitionSetting                    // NAME=value
)

// SetBy is a set of places that an option can be given in.
type SetBy uint8

// The places.
const (
	ByScript      SetBy = 1 << iota // a line at the start of a script
	ByProject                       // pkt.toml
	ByCommandLine                   // pkt run
	ByPacketdrill                   // the command line of the program under the name packetdrill

	// Anyone is all of them.
	Anyone = ByScript | ByProject | ByCommandLine | ByPacketdrill

	byOurs = ByProject | ByCommandLine // what google/packetdrill does not have
)

// HasValue reports whether the option must have a value; one that need not must
// have none.
func (s *Setting) HasValue() bool { return s.Kind != Switch }

// Alias is another spelling of the name on our own command line, with hyphens;
// empty where there is none.
func (s *Setting) Alias() string {
	if !strings.Contains(s.Name, "_") {
		return ""
	}
	return strings.ReplaceAll(s.Name, "_", "-")
}

// Written is the option as a usage line has it: --mtu=BYTES.
func (s *Setting) Written() string {
	if !s.HasValue() {
		return "--" + s.Name
	}
	return "--" + s.Name + "=" + s.Metavar
}

// Expected says what the option's value has to be: "a whole number from 1 to
// 65535".
func (s *Setting) Expected() string {
	switch s.Kind {
	case WordSetting:
		return enumerate(s.Words)
	case ListSetting:
		return enumerate(s.Words) + ", with commas between"
	case NumberSetting:
		if s.High == math.MaxInt64 {
			return fmt.Sprintf("a whole number from %d up", s.Low)
		}
		return fmt.Sprintf("a whole number from %d to %d", s.Low, s.High)
	case PercentSetting:
		return "a number from 0 to 100"
	case DurationSetting:
		return "a duration such as 90s or 200us"
	case AddressSetting:
		return "an IPv4 or IPv6 address"
	case PrefixSetting:
		return "an address such as 192.0.2.1/24 or 2001:db8::1/32"
	case NetmaskSetting:
		return "ones followed by zeros, such as 255.255.0.0"
	case DefinitionSetting:
		return "NAME=VALUE"
	case TextSetting:
		return "a text"
	}
	return "no value"
}

// Check returns what is wrong with a value of the option, in words that name the
// option; nil where nothing is. given is false where the option stands without
// one.
func (s *Setting) Check(value string, given bool) error {
	switch {
	case s.HasValue() && !given:
		return fmt.Errorf("option `--%s` needs a value: write `%s`", s.Name, s.Written())
	case !s.HasValue() && given:
		return fmt.Errorf("option `--%s` takes no value", s.Name)
	case !s.fits(value):
		return fmt.Errorf("bad value %q for --%s: expected %s", shortened(value), s.Name, s.Expected())
	}
	return nil
}

// shortened cuts a value for a message.
func shortened(value string) string {
	const most = 60
	if len(value) > most {
		return value[:most] + "..."
	}
	return value
}

// enumerate writes "a, b or c".
func enumerate(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

var settingIndex = sync.OnceValue(func() map[string]*Setting {
	index := make(map[string]*Setting, len(settings))
	for i := range settings {
		index[settings[i].Name] = &settings[i]
	}
	return index
})

// Option finds an option by its name, without the dashes, if one of the given
// places may have it.
func Option(name string, place SetBy) (*Setting, bool) {
	s, ok := settingIndex()[name]
	if !ok || s.SetBy&place == 0 {
		return nil, false
	}
	return s, true
}

// Options returns the options that one of the given places may have, those of
// the base dialect first.
func Options(place SetBy) []*Setting {
	var out []*Setting
	for i := range settings {
		if settings[i].SetBy&place != 0 {
			out = append(out, &settings[i])
		}
	}
	return slices.Clip(out)
}

// ScriptOption finds an option that a script may have by its name, without the
// dashes.
func ScriptOption(name string) (*Setting, bool) { return Option(name, ByScript) }

var scriptOptions = sync.OnceValue(func() []*Setting { return Options(ByScript) })

// ScriptOptions returns the options that a script may have, those of the base
// dialect first.
func ScriptOptions() []*Setting { return scriptOptions() }

// SuggestOption finds the option that a misspelt name was meant to be, among
// those that a place may have.
func SuggestOption(name string, place SetBy) (string, bool) {
	var names []string
	for _, s := range Options(place) {
		names = append(names, s.Name)
	}
	return Suggest(name, names)
}
