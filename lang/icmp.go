package lang

import (
	"slices"

	"github.com/pktlang/pkt/lang/vocab"
)

// icmpTypeNames are the named types of ICMP and of ICMPv6: a script does not
// say in its text which of the two it runs over.
func icmpTypeNames() []string {
	var names []string
	for _, t := range vocab.ICMPTypes() {
		if !slices.Contains(names, t.Name) {
			names = append(names, t.Name)
		}
	}
	return names
}

// icmpCodeNames are the named codes of a type in either version, and false
// where neither has the type.
func icmpCodeNames(typeName string) (names []string, known bool) {
	for _, t := range vocab.ICMPTypes() {
		if t.Name != typeName {
			continue
		}
		known = true
		for _, c := range t.Codes {
			if !slices.Contains(names, c.Name) {
				names = append(names, c.Name)
			}
		}
	}
	return names, known
}

// dialectICMP reports whether only a dialect has the type.
func dialectICMP(typeName string) bool {
	for _, t := range vocab.ICMPTypes() {
		if t.Name == typeName && t.Dialect == vocab.Base {
			return false
		}
	}
	return true
}
