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
	for _, st := range l.original.Statements {
		if st.Time == nil || Verbatim(st) {
			continue
		}
		edits = l.shorten(edits, st, &st.Time.Start, "")
		if call, ok := st.Action.(*lang.SystemCall); ok && call.Until != nil {
			// Behind an ellipsis a zero before the point keeps the dots apart.
			edits = l.shorten(edits, st, call.Until, "0")
		}
		edits = l.shorten(edits, st, &st.Time.Stop, "")
	}
	if len(edits) == 0 {
		return
	}
	text, err := source.Apply(l.original.File.Text, edits)
	if err != nil {
		return // they overlap, which no two times do
	}
	if l.script, err = reread(l.original, text); err != nil {
		l.script = l.original
		return
	}
	l.simplified = make(map[int]string, len(edits))
	for _, e := range edits {
		l.simplified[e.Range.Start] = e.New
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
	if len(short) < len(d.Text) && !touched(l.original.File.Text, at) {
		edits = append(edits, source.Edit{Range: at, New: short})
	}
	return edits
}

// touched tells whether something that could become one token with a number
// stands right beside it.
func touched(text string, at source.Range) bool {
	joins := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] == '.' || text[i] == '_' ||
			'0' <= text[i] && text[i] <= '9' || 'a' <= text[i]|0x20 && text[i]|0x20 <= 'z')
	}
	// Behind an ellipsis the zero before the point stays.
	return joins(at.End) && !strings.HasPrefix(text[at.End:], "...") ||
		joins(at.Start-1) && !strings.HasSuffix(text[:at.Start], "...")
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
