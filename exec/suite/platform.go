package suite

import "github.com/pktlang/pkt/lang/program"

// Platform says what scripts may require of that which they run on.
type Platform interface {
	// Stack names the kind of stack, as `// pkt:requires stack` does.
	Stack() string
	// Kernel is the version of Linux; nil where there is none.
	Kernel() program.Version
	// HasSysctl reports whether the kernel has a sysctl, such as
	// "net.ipv4.tcp_ecn"; true where that cannot be known beforehand.
	HasSysctl(name string) bool
	// TakesSysctl reports whether a sysctl can be set to a value; true where
	// that cannot be known beforehand.
	TakesSysctl(name, value string) bool
	// HasProgram reports whether a program is on the PATH.
	HasProgram(name string) bool
	// HasProtocol reports whether sockets can be made of a protocol, such as
	// "mptcp"; known is false for a word that is no protocol.
	HasProtocol(name string) (has, known bool)
}
