package format

import (
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// simplify puts the shortest form of the times of all events in the place of
// what the author wrote.
func (l *layout) simplify() {
	var edits []source.Edit
	l.simplified = map[int]string{}
	for _, st := range l.original.Statements {
		if st.Time == nil || Verbatim(st) {
			continue
		}
		edits = l.shorten(edits, st, &st.Time.Start, "")
		if call, ok := st.Action.(*lang.SystemCall); ok && call.Until != nil {
			// After an ellipsis a zero before the point keeps the dots apart.
			edits = l.shorten(edits, st, call.Until, "0")
		}
		edits = l.shorten(edits, st, &st.Time.Stop, "")
	}
	if len(edits) == 0 {
		return
	}
	text, err := source.Apply(l.original.File.Text, edits)
	if err == nil {
		l.script, err = reread(l.original, text)
	}
	if err != nil {
		// The edits overlap, which no two times do: leave the script as it is.
		l.script, l.simplified = l.original, nil
	}
}

// shorten adds the edit of one number, unless it is absent or a definition's
// name. Zero is what stands before a point that would begin the number.
func (l *layout) shorten(edits []source.Edit, st *lang.Statement, d *lang.Decimal, zero string) []source.Edit {
	at := st.Range(d)
	if d.Empty() || d.Text != l.original.File.Slice(at) {
		return edits
	}
	short := shortest(d.Text)
	if short[0] == '.' {
		short = zero + short
	}
	if len(short) == len(d.Text) {
		return edits
	}
	l.simplified[at.Start] = short
	// What stands right beside the number must not become one token with it.
	text := l.original.File.Text
	if at.End < len(text) && joins(text[at.End]) && !strings.HasPrefix(text[at.End:], "...") {
		short += " "
	}
	if at.Start > 0 && joins(text[at.Start-1]) && !strings.HasSuffix(text[:at.Start], "...") {
		short = " " + short
	}
	return append(edits, source.Edit{Range: at, New: short})
}

// joins reports whether a byte beside a number can become one token with it.
func joins(c byte) bool {
	return c == '.' || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// reread parses another text in the place of a script's, with the definitions
// that the script got from outside.
func reread(script *lang.Script, text string) (*lang.Script, error) {
	return script.Edit(source.Edit{Range: source.Range{End: len(script.File.Text)}, New: text})
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
