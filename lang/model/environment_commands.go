package model

import (
	"path"
	"strconv"
	"strings"
)

// harmless are the programs that change nothing which the model holds.
var harmless = map[string]bool{
	"nstat": true, "grep": true, "true": true, "echo": true, "cat": true,
	"rm": true, "dd": true, "sleep": true, "ss": true, "test": true, "[": true,
	"touch": true, "truncate": true, "printf": true, "date": true, "uname": true,
}

// linuxSigns are what only a command for Linux holds.
var linuxSigns = [...]string{"net.ipv4", "net/ipv4", "/proc/sys", "defaults.sh", "tc qdisc", "ip link", "ip route",
	"nstat", "tcp_metrics"}

// command returns the environment after a command, without running it: it
// reads the settings that stand there, and gives up what it cannot read.
func (e *Environment) command(text string) *Environment {
	next := *e
	text = strings.ReplaceAll(text, "\\\n", " ")
	if strings.Contains(text, "net.inet") || strings.Contains(text, "kldload") {
		next.Stack, next.StackShown = FreeBSD, true
	}
	next.QuickAcks = next.QuickAcks || strings.Contains(text, "quickack")
	for _, sign := range linuxSigns {
		next.StackShown = next.StackShown || strings.Contains(text, sign)
	}
	for _, line := range strings.FieldsFunc(text,
		func(r rune) bool { return r == '\n' || r == ';' || r == '&' || r == '|' }) {
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
