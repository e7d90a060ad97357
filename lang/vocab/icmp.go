package vocab

import (
	"strconv"
	"strings"
	"sync"
)

// ICMP is a type of ICMP message.
type ICMP struct {
	Version int // 4: ICMP (RFC 792), 6: ICMPv6 (RFC 4443)
	Name    string
	Dialect Dialect
	Number  uint8
	// Codes are the codes that have a name; where there are none, a script
	// leaves the code out, which means 0, or writes code_N.
	Codes  []ICMPCode
	Doc    string
	Source string
}

// ICMPCode is a code of an ICMP type.
type ICMPCode struct {
	Name   string
	Number uint8
	Doc    string
	// Errno is what Linux makes of the message on a connection that it fits:
	// a hard error where the script asked for errors, else a soft one.
	Errno   string
	Dialect Dialect
}

// Code finds a code by its name.
func (t *ICMP) Code(name string) (*ICMPCode, bool) {
	for i := range t.Codes {
		if t.Codes[i].Name == name {
			return &t.Codes[i], true
		}
	}
	return nil, false
}

var allICMPTypes = sync.OnceValue(func() []*ICMP { return pointers(icmpTypes) })

// ICMPTypes returns the types of both versions, version 4 first.
func ICMPTypes() []*ICMP { return allICMPTypes() }

// ICMPTypesOf returns the types of an IP version, 4 or 6, or of both where it
// is 0.
func ICMPTypesOf(version int) []*ICMP {
	var out []*ICMP
	for _, t := range ICMPTypes() {
		if version == 0 || t.Version == version {
			out = append(out, t)
		}
	}
	return out
}

// ICMPType finds a type by its name in an IP version, 4 or 6. With version 0
// both are searched, version 4 first.
func ICMPType(version int, name string) (*ICMP, bool) {
	for _, t := range ICMPTypes() {
		if t.Name == name && (version == 0 || t.Version == version) {
			return t, true
		}
	}
	return nil, false
}

// ICMPCodeOf finds a code by the names of its type and itself in an IP
// version, 4 or 6. With version 0 it suffices that one version has it.
func ICMPCodeOf(version int, typeName, codeName string) (*ICMPCode, bool) {
	for _, t := range ICMPTypes() {
		if t.Name != typeName || version != 0 && t.Version != version {
			continue
		}
		if c, ok := t.Code(codeName); ok {
			return c, true
		}
	}
	return nil, false
}

// ICMPTypeNumber reads a type that has no name, "type_42".
func ICMPTypeNumber(word string) (uint8, bool) { return numbered(word, "type_") }

// ICMPCodeNumber reads a code that has no name, "code_7".
func ICMPCodeNumber(word string) (uint8, bool) { return numbered(word, "code_") }

func numbered(word, prefix string) (uint8, bool) {
	digits, ok := strings.CutPrefix(word, prefix)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 8)
	return uint8(n), err == nil
}
