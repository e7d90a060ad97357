package format

import (
	"strings"

	"github.com/pktlang/pkt/lang"
)

// simplify notes the shortest form of the times of all events.
func (l *layout) simplify() {
	l.simplified = map[int32]string{}
	for _, st := range l.script.Statements {
		if st.Time == nil || Verbatim(st) {
			continue
		}
		l.shorten(st, &st.Time.Start)
		l.shorten(st, &st.Time.Stop)
		if call, ok := st.Action.(*lang.SystemCall); ok && call.Until != nil {
			l.shorten(st, call.Until)
		}
	}
}

func (l *layout) shorten(st *lang.Statement, d *lang.Decimal) {
	if d.Empty() || d.Text != l.text[st.Base+int(d.Off):st.Base+int(d.End)] {
		return // absent, or a definition's name
	}
	if short := shortest(d.Text); short != d.Text {
		l.simplified[int32(st.Base)+d.Off] = short
	}
}

// shortest is the shortest form of a number of seconds: without zeros at the
// end of its fraction, and none before its point, as the Linux selftests write
// +.1 and not +0.1.
func shortest(text string) string {
	whole, fraction, point := strings.Cut(text, ".")
	whole = strings.TrimLeft(whole, "0")
	if point {
		fraction = strings.TrimRight(fraction, "0")
	}
	switch {
	case fraction != "":
		return whole + "." + fraction
	case whole == "":
		return "0"
	}
	return whole
}
