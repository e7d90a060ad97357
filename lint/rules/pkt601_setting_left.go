package rules

import (
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

var settingLeft = &rule.Rule{
	Code: "PKT601", Name: "setting-left-behind", Severity: diag.Hint, LinuxOnly: true,
	Summary: "a sysctl is set and never restored",
	Details: "pkt run gives each script a network namespace of its own, which takes its settings with it. " +
		"google/packetdrill runs in the namespace that it is started in, where a setting stays for all scripts after " +
		"this one; there a command after the last event has to restore it.",
	Sources: []string{"network_namespaces(7)"},
	Bad:     script("`sysctl -q net.ipv4.tcp_sack=0`\n", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3"),
	Good: script("`sysctl -q net.ipv4.tcp_sack=0`\n", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
		"`sysctl -q net.ipv4.tcp_sack=1`"),

	Script: func(p *rule.ScriptPass) {
		if p.Script.Cleanup() != nil {
			return
		}
		for _, st := range p.Script.Statements {
			command, ok := st.Action.(*lang.Command)
			if ok && setsSysctl(command.Text) && !strings.Contains(command.Text, "netns") {
				p.Report(st, command, "a setting is changed here and no command after the last event restores it")
				return
			}
		}
	},
}

// setsSysctl reports whether a command sets a kernel parameter in plain sight.
func setsSysctl(command string) bool {
	return strings.Contains(command, "sysctl") && strings.Contains(command, "=") ||
		strings.Contains(command, "> /proc/sys/") || strings.Contains(command, ">/proc/sys/")
}
