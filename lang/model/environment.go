package model

import (
	"fmt"
	"strconv"

	"github.com/pktlang/pkt/lang/program/settings"
)

// Stack is the implementation under test, as far as a script shows it.
type Stack uint8

// The stacks.
const (
	Linux   Stack = iota // unless the script shows another
	FreeBSD              // the script sets its sysctls (net.inet)
)

// Environment is what is known of the settings that the stack runs with. It is
// replaced, never changed.
type Environment struct {
	Stack Stack
	// IPVersion is 4 or 6 where the script says so, and either where it does
	// not: then the command line decides.
	IPVersion Fact
	// MTU of the device under test, in bytes.
	MTU Fact
	// InitialWindow is the initial congestion window in segments (RFC 6928).
	InitialWindow Fact
	// Segmentation is 1 when the device takes segments larger than the MSS.
	Segmentation Fact
	// StackShown says that a command shows the stack to be the one that Stack
	// says, rather than that it is assumed.
	StackShown bool
	// SelftestDefaults says that the script runs the settings script of the Linux
	// selftests, so that the values of selftestDefaults hold.
	SelftestDefaults bool
	// LossPossible says that packets may be lost or delayed outside TCP: a queue
	// discipline or a filter was changed.
	LossPossible bool
	// QuickAcks says that the route may turn delayed acknowledgments off.
	QuickAcks bool

	sysctls        map[string]string // set visibly; "" where the value is not known
	sysctlsUnknown bool              // a command that cannot be read may have set any sysctl
	options        *settings.Settings
}

// selftestDefaults are the settings that defaults.sh of the Linux selftests
// (tools/testing/selftests/net/packetdrill) and of google/packetdrill makes,
// as far as the model asks for them.
var selftestDefaults = map[string]string{
	"tcp_timestamps":            "1",
	"tcp_sack":                  "1",
	"tcp_dsack":                 "1",
	"tcp_ecn":                   "0",
	"tcp_rmem":                  "4096 540000 15728640",
	"tcp_wmem":                  "4096 262144 4194304",
	"tcp_slow_start_after_idle": "0",
	"tcp_syn_retries":           "5",
	"tcp_synack_retries":        "5",
	"tcp_window_scaling":        "1",
}

// defaultInitialWindow is that of Linux, in segments.
const defaultInitialWindow = 10

// newEnvironment is what the options say, before the script's first command.
func newEnvironment(options *settings.Settings) *Environment {
	e := &Environment{
		IPVersion:     Between(4, 6),
		MTU:           Exactly(int64(options.MTU)),
		InitialWindow: Exactly(defaultInitialWindow),
		Segmentation:  Between(0, 1),
		QuickAcks:     options.QuickACK,
		options:       options,
	}
	if options.Given("ip_version") {
		e.IPVersion = Exactly(4)
		if options.IPVersion.PacketsIPv6() {
			e.IPVersion = Exactly(6)
		}
	}
	return e
}

// sameSettings reports whether the model takes the same from two sets of
// options.
func sameSettings(a, b *settings.Settings) bool {
	return a.MTU == b.MTU && a.QuickACK == b.QuickACK && a.IPVersion == b.IPVersion &&
		a.Given("ip_version") == b.Given("ip_version") &&
		a.ToleranceMicroseconds == b.ToleranceMicroseconds && a.TolerancePercent == b.TolerancePercent
}

// Sysctl returns the value of net.ipv4.NAME, if it is certain.
func (e *Environment) Sysctl(name string) (value string, certain bool) {
	if v, ok := e.sysctls[name]; ok {
		return v, v != ""
	}
	if e.SelftestDefaults && !e.sysctlsUnknown {
		v, ok := selftestDefaults[name]
		return v, ok
	}
	return "", false
}

// isSet reports whether the script visibly sets net.ipv4.NAME.
func (e *Environment) isSet(name string) bool {
	_, set := e.sysctls[name]
	return set
}

// sysctlFact is a sysctl's number as a Fact; a setting that nothing in the
// script shows is unknown, since the machine may have any.
func (e *Environment) sysctlFact(name string) Fact {
	text, ok := e.Sysctl(name)
	if !ok {
		return Unknown()
	}
	if v, err := strconv.ParseInt(text, 0, 64); err == nil {
		return Exactly(v)
	}
	return Unknown()
}

// defaultTimers reports whether the least timeouts are those of Linux: a route
// (rto_min) or a sysctl can change them.
func (e *Environment) defaultTimers() bool {
	return e.Stack == Linux && !e.sysctlsUnknown && !e.isSet("tcp_rto_min_us") && e.InitialWindow.Known()
}

// syncookiesPossible reports whether SYN cookies may replace options.
func (e *Environment) syncookiesPossible() bool { return e.sysctlFact("tcp_syncookies").Is(2) }

// windowScale is the shift that the stack announces when no buffer was set: the
// least with which the largest receive buffer fits 16 bits (Linux:
// tcp_select_initial_window).
func (e *Environment) windowScale() (shift int64, certain bool) {
	text, ok := e.Sysctl("tcp_rmem")
	if !ok {
		return 0, false
	}
	var low, middle, top int64
	if n, _ := fmt.Sscan(text, &low, &middle, &top); n != 3 {
		return 0, false
	}
	for space := top; space > 0xffff && shift < maxShift; space >>= 1 {
		shift++
	}
	return shift, true
}

// Tolerance is how far an event may be off, in microseconds, when delta passed
// since the event before it.
func (e *Environment) Tolerance(delta int64) int64 { return e.options.Tolerance(delta) }
