package rules

import (
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var optionLevel = &rule.Rule{
	Code: "PKT107", Name: "option-level", Severity: diag.Warning, LinuxOnly: true,
	Summary: "a socket option at another level than its own",
	Details: "Options are numbered anew at each level, so that SO_KEEPALIVE (9) at IPPROTO_TCP is TCP_DEFER_ACCEPT. " +
		"The call may succeed and do something else than what is written. A call that is expected to fail is left " +
		"alone.",
	Sources: []string{"setsockopt(2)", "socket(7)", "tcp(7)", "ip(7)"},
	Fix:     "Writes the level that the option belongs to. Not applied by --fix, since the option may be the mistake.",
	Bad: script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
		"  +0 setsockopt(3, IPPROTO_TCP, SO_KEEPALIVE, [1], 4) = 0"),
	Good: script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
		"  +0 setsockopt(3, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0"),

	Statement: func(p *rule.StatementPass) {
		call, ok := p.Statement.Action.(*lang.SystemCall)
		if !ok || len(call.Args) < 3 || fails(call) {
			return
		}
		if call.Name.Name != "setsockopt" && call.Name.Name != "getsockopt" {
			return
		}
		level, ok := call.Args[1].(*lang.Word)
		name, ok2 := call.Args[2].(*lang.Word)
		if !ok || !ok2 {
			return
		}
		l, known := vocab.LookupConstant(level.Name)
		option, known2 := vocab.LookupConstant(name.Name)
		if !known || !known2 || l.Kind != vocab.LevelConstant && l.Kind != vocab.ProtocolConstant ||
			option.Kind != vocab.SocketOption || option.Level == vocab.CanonicalLevel(level.Name) {
			return
		}
		if hasOption(level.Name, option.Name) {
			return
		}
		right := levelLike(level.Name, option.Level)
		p.Report(level, "`%s` is an option of `%s`, not of `%s`", option.Name, right, level.Name).
			Mark("write `%s`", right).Replace(level, right, false).
			Note("at this level the number %d means %s", option.Value, optionOfValue(level.Name, option.Value))
	},
}

// hasOption reports whether a level has an option of that name too: vocab keeps
// one entry a name.
func hasOption(level, option string) bool {
	for _, c := range vocab.OptionsOfLevel(level) {
		if c.Name == option {
			return true
		}
	}
	return false
}

func optionOfValue(level string, value int64) string {
	for _, c := range vocab.OptionsOfLevel(level) {
		if c.HasValue && c.Value == value {
			return c.Name
		}
	}
	return "nothing"
}

// levelLike writes a level as SOL_ where the script wrote SOL_.
func levelLike(written, canonical string) string {
	short := strings.Replace(canonical, "IPPROTO_", "SOL_", 1)
	if strings.HasPrefix(written, "SOL_") && vocab.CanonicalLevel(short) == canonical {
		return short
	}
	return canonical
}
