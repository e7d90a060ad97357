// Package vocab is the one table of the names that a packetdrill script may
// use: system calls and their arguments, the constants of the socket API,
// error numbers, script options, TCP options and flags, ICMP types and codes,
// the variables of code snippets, and the keywords of the language, each with
// one line of documentation and its source.
//
// Everything here is data. The linter, the editor (completion, hover), the
// grammars of other editors and the execution of scripts all read it, so that
// a name is written down once. The tables are indexed at the first use, the
// package costs nothing at start-up, and what it returns must not be changed.
// It is safe for concurrent use.
package vocab

// Dialect is a set of scripts that share names. Base is the language of
// google/packetdrill, which every dialect contains.
type Dialect uint8

// The dialects.
const (
	Base  Dialect = iota // google/packetdrill, the Linux selftests
	MPTCP                // multipath-tcp/packetdrill: Multipath TCP on Linux
	NPLab                // nplab/packetdrill: SCTP, UDP-Lite, FreeBSD and other systems
)

// String is the dialect's name as used in messages: base, mptcp or nplab.
func (d Dialect) String() string {
	return nameOf(dialectNames[:], d)
}

var dialectNames = [...]string{Base: "base", MPTCP: "mptcp", NPLab: "nplab"}

// nameOf returns the name at index k, and "unknown" outside the table.
func nameOf[K ~uint8](names []string, k K) string {
	if int(k) >= len(names) {
		return "unknown"
	}
	return names[k]
}

// pointers returns the addresses of a table's entries.
func pointers[T any](table []T) []*T {
	out := make([]*T, len(table))
	for i := range table {
		out[i] = &table[i]
	}
	return out
}
