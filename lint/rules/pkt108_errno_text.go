package rules

import (
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var errnoText = &rule.Rule{
	Code: "PKT108", Name: "errno-text", Severity: diag.Warning, LinuxOnly: true,
	Summary: "the text after an errno belongs to another one",
	Details: "The text in parentheses is not compared with anything: only the name counts. Where the text is that of " +
		"another errno, one of the two is not what was meant. A text that belongs to no errno is an information.",
	Sources: []string{"strerror(3)"},
	Fix:     "Writes the text of the errno. Not applied by --fix, since the errno may be the mistake.",
	Bad: script(listening, "  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0",
		"  +0 accept(3, ..., ...) = -1 EAGAIN (Invalid argument)"),
	Good: script(listening, "  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0",
		"  +0 accept(3, ..., ...) = -1 EAGAIN (Resource temporarily unavailable)"),

	Statement: func(p *rule.StatementPass) {
		call, ok := p.Statement.Action.(*lang.SystemCall)
		if !ok || call.Errno == nil || call.Note == nil {
			return
		}
		errno, ok := vocab.Errno(call.Errno.Name)
		if !ok || errno.Text == "" || sameWords(errno.Text, call.Note.Text) {
			return
		}
		right := "(" + errno.Text + ")"
		if other, ok := errnoOfText(call.Note.Text); ok {
			p.Report(call.Note, "this is the text of %s, and the errno is %s", other, errno.Name).
				Mark("write `%s`, or `%s`", right, other).Replace(call.Note, right, false)
			return
		}
		p.Report(call.Note, "the text of %s is `%s`", errno.Name, errno.Text).
			Mark("write `%s`", right).Replace(call.Note, right, false).AtMost(diag.Info)
	},
}

func errnoOfText(text string) (string, bool) {
	for _, e := range vocab.Errnos() {
		if e.Text != "" && sameWords(e.Text, text) {
			return e.Name, true
		}
	}
	return "", false
}

// sameWords compares texts without regard to case and punctuation.
func sameWords(a, b string) bool {
	return strings.EqualFold(strings.Join(onlyWords(a), " "), strings.Join(onlyWords(b), " "))
}

func onlyWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
}
