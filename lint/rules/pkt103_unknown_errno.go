package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var unknownErrno = &rule.Rule{
	Code: "PKT103", Name: "unknown-errno", Severity: diag.Error,
	Summary: "an errno that does not exist",
	Details: "The name behind the result of a call that fails is looked up when the event is due; one that does not " +
		"exist ends the script in the middle of a run.",
	Sources: []string{"errno(3)"},
	Fix:     "Writes the errno that was most likely meant. Not applied by --fix, since another one may have been.",
	Bad: script(listening, "  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0",
		"  +0 accept(3, ..., ...) = -1 EAGIAN (Resource temporarily unavailable)"),
	Good: script(listening, "  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0",
		"  +0 accept(3, ..., ...) = -1 EAGAIN (Resource temporarily unavailable)"),

	Statement: func(p *rule.StatementPass) {
		call, ok := p.Statement.Action.(*lang.SystemCall)
		if !ok || call.Errno == nil {
			return
		}
		name := call.Errno.Name
		if _, ok := vocab.Errno(name); ok {
			return
		}
		if near, ok := meantErrno(call); ok {
			p.Report(call.Errno, "unknown errno `%s`: did you mean `%s`?", name, near).
				Mark("write `%s`", near).Replace(call.Errno, near, false)
			return
		}
		f := p.Report(call.Errno, "unknown errno `%s`", name)
		if looksLikeDefinition(name) && name[0] != 'E' {
			f.Note("if it is a definition, give it with -D %s=VALUE or --define", name).AtMost(diag.Info)
		}
	},
}

// meantErrno is the errno whose text stands behind an unknown name, or the one
// that is spelt nearly like it.
func meantErrno(call *lang.SystemCall) (string, bool) {
	if call.Note != nil {
		for _, e := range vocab.Errnos() {
			if e.Text == call.Note.Text {
				return e.Name, true
			}
		}
	}
	all := vocab.Errnos()
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = e.Name
	}
	return vocab.Suggest(call.Errno.Name, names)
}
