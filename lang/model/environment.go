package model

import (
	"path"
	"strconv"
	"strings"

	"github.com/pktlang/pkt/lang"
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
	// StackShown tells that a command shows the stack to be the one that Stack
	// says, rather than that it is assumed.
	StackShown bool
	// SelftestDefaults tells that the script runs the settings script of the Linux
	// selftests, so that the values of selftestDefaults hold.
	SelftestDefaults bool
	// LossPossible tells that packets may be lost or delayed outside TCP: a queue
	// discipline or a filter was changed.
	LossPossible bool

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

// newEnvironment is what a script's options say, before its first command.
func newEnvironment(script *lang.Script) *Environment {
	options, _ := settings.Resolve(settings.ScriptLayer(script))
	e := &Environment{
		IPVersion:     Between(4, 6),
		MTU:           Exactly(int64(options.MTU)),
		InitialWindow: Exactly(defaultInitialWindow),
		Segmentation:  Between(0, 1),
		options:       &options,
	}
	if options.Given("ip_version") {
		e.IPVersion = Exactly(4)
		if options.IPVersion.PacketsIPv6() {
			e.IPVersion = Exactly(6)
		}
	}
	return e
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
	_, set := e.sysctls["tcp_rto_min_us"]
	return e.Stack == Linux && !e.sysctlsUnknown && !set && e.InitialWindow.Known()
}

// harmless are the programs that change nothing which the model holds.
var harmless = map[string]bool{
	"nstat": true, "grep": true, "true": true, "echo": true, "cat": true,
	"rm": true, "dd": true, "sleep": true, "ss": true, "test": true, "[": true,
	"touch": true, "truncate": true, "printf": true, "date": true, "uname": true,
}

// command returns the environment after a command, without running it: it
// reads the settings that stand there, and gives up what it cannot read.
func (e *Environment) command(text string) *Environment {
	next := *e
	text = strings.ReplaceAll(text, "\\\n", " ")
	if strings.Contains(text, "net.inet") || strings.Contains(text, "kldload") {
		next.Stack, next.StackShown = FreeBSD, true
	}
	for _, sign := range [...]string{"net.ipv4", "net/ipv4", "/proc/sys", "defaults.sh", "tc qdisc", "ip link", "ip route", "nstat", "tcp_metrics"} {
		next.StackShown = next.StackShown || strings.Contains(text, sign)
	}
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' || r == '&' || r == '|' }) {
		next.simpleCommand(strings.TrimSpace(line))
	}
	return &next
}

// simpleCommand reads one command of a shell line.
func (e *Environment) simpleCommand(line string) {
	words := strings.Fields(line)
	for len(words) > 0 && (words[0] == "sudo" || words[0] == "!") {
		words = words[1:]
	}
	if len(words) == 0 || strings.HasPrefix(words[0], "#") {
		return
	}
	program := path.Base(words[0])
	switch {
	case program == "sysctl":
		e.settings(line)
	case program == "set_sysctls.py":
		e.settings(line)
	case program == "defaults.sh":
		e.SelftestDefaults, e.sysctlsUnknown, e.sysctls = true, false, nil
	case program == "ip":
		e.ip(words)
	case program == "tc" || program == "iptables" || program == "ip6tables" || program == "nft":
		e.LossPossible = true
	case program == "ethtool":
		e.ethtool(words)
	case program == "echo" && strings.Contains(line, ">"):
		e.echo(line)
	case strings.HasPrefix(program, "sysctl_restore"):
		e.sysctlsUnknown, e.sysctls = true, nil
	case harmless[program] || isRedirection(words[0]) || isNumber(words[0]):
	default:
		e.giveUp()
	}
}

func isRedirection(word string) bool {
	return strings.HasPrefix(word, ">") || strings.HasPrefix(word, "2>")
}

func isNumber(word string) bool {
	_, err := strconv.Atoi(word)
	return err == nil
}

// giveUp makes everything that a command could have changed unknown.
func (e *Environment) giveUp() {
	e.sysctlsUnknown, e.sysctls = true, nil
	e.MTU, e.InitialWindow, e.Segmentation = Unknown(), Unknown(), Unknown()
	e.LossPossible = true
}

// settings reads every NAME=VALUE of a sysctl or set_sysctls.py line.
func (e *Environment) settings(line string) {
	for {
		equals := strings.IndexByte(line, '=')
		if equals < 0 {
			return
		}
		start := strings.LastIndexAny(line[:equals], " \t\"'") + 1
		name := line[start:equals]
		value, rest := settingValue(line[equals+1:])
		line = rest
		e.set(name, value)
	}
}

// settingValue takes a value, in quotes or not, off the front.
func settingValue(text string) (value, rest string) {
	if text != "" && (text[0] == '"' || text[0] == '\'') {
		if end := strings.IndexByte(text[1:], text[0]); end >= 0 {
			return text[1 : end+1], text[end+2:]
		}
	}
	if end := strings.IndexAny(text, " \t\"'"); end >= 0 {
		return text[:end], text[end:]
	}
	return text, ""
}

func (e *Environment) set(name, value string) {
	name = strings.ReplaceAll(strings.TrimPrefix(name, "/proc/sys/"), "/", ".")
	name = strings.TrimPrefix(name, "net.ipv4.")
	if strings.ContainsAny(value, "$`") {
		value = ""
	}
	sysctls := make(map[string]string, len(e.sysctls)+1)
	for k, v := range e.sysctls {
		sysctls[k] = v
	}
	sysctls[name] = value
	e.sysctls = sysctls
}

func (e *Environment) ip(words []string) {
	line := strings.Join(words[1:], " ")
	switch {
	case strings.HasPrefix(line, "tcp_metrics") || strings.Contains(line, "netns"):
	case strings.Contains(line, "link") && strings.Contains(line, "mtu "):
		e.MTU = Unknown()
		for i, w := range words {
			if v, err := strconv.ParseInt(words[min(i+1, len(words)-1)], 10, 64); w == "mtu" && err == nil {
				e.MTU = Exactly(v)
			}
		}
	case strings.Contains(line, "link"):
		e.Segmentation = Unknown()
	case strings.Contains(line, "route") || strings.Contains(line, "addr"):
		e.MTU, e.InitialWindow = Unknown(), Unknown()
	default:
		e.giveUp()
	}
}

func (e *Environment) ethtool(words []string) {
	e.Segmentation = Unknown()
	for i, w := range words {
		if (w == "tso" || w == "gso") && i+1 < len(words) && words[i+1] == "off" {
			e.Segmentation = Exactly(0)
		}
	}
}

func (e *Environment) echo(line string) {
	value, file, _ := strings.Cut(strings.TrimPrefix(line, "echo "), ">")
	file = strings.TrimSpace(strings.TrimPrefix(file, ">"))
	if name, ok := strings.CutPrefix(file, "/proc/sys/"); ok {
		e.set(name, strings.Trim(value, ` "'`))
	}
}
