package format

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// habits finds out what the author does all through the script.
func (l *layout) habits() {
	var times timeHabits
	tabs, events := 0, 0
	for from := 0; from < len(l.pieces); {
		st := l.statementOf(from)
		to := l.statementEnd(from)
		if l.hasTime(from) {
			if !l.shortened(from) {
				times.add(l.pieces[l.coreOf(from, to)].oldColumn, l.oldTimeEnd(from))
			}
			events++
			if l.hasTabAfterTime(st) {
				tabs++
			}
		}
		if l.commaBlank == 0 && hasMultipathOption(st) {
			l.commaBlank = 1
		}
		from = to
	}
	l.tabAfterTime = 2*tabs > events && l.options.Indent != Spaces
	l.timeColumn, l.nearlyBegins = times.settle()
}

// timeHabits counts where the times of a script stand.
type timeHabits struct {
	short int // times such as 0, +0 and +.1, which need blanks before them
	// ends counts the short times that end at each column, and padded those of
	// them that have blanks before them.
	ends, padded [16]int
	// nearly counts the times of nearly the full width, and begins those of
	// them that begin the line.
	nearly, begins int
}

// add counts a time by the columns where it begins and ends.
func (h *timeHabits) add(column, end int32) {
	switch width := end - column; {
	case width < nearly:
		h.short++
		if int(end) < len(h.ends) {
			h.ends[end]++
			if column > 0 {
				h.padded[end]++
			}
		}
	case width == nearly:
		h.nearly++
		if column == 0 {
			h.begins++
		}
	}
}

// settle decides from the counts where times end, and whether those of nearly
// the full width begin the line. Both need that short times are padded: a script
// that has all of them at the left is one that nobody aligned.
func (h *timeHabits) settle() (column int32, nearlyBegins bool) {
	column = timeColumn
	for end, n := range h.ends {
		if 4*n >= 3*h.short && h.padded[end] > 0 {
			column = int32(end)
		}
	}
	return column, column == timeColumn && h.padded[timeColumn] > 0 && h.nearly > 0 && h.begins == h.nearly
}

// hasTabAfterTime reports whether a tab stands between a time and its action.
func (l *layout) hasTabAfterTime(st *lang.Statement) bool {
	at := st.Base + int(st.Time.End)
	return at+1 < len(l.text) && l.text[at] == '\t' && l.text[at+1] != ' ' && l.text[at+1] != '\t'
}

// hasMultipathOption reports whether a packet has an option of Multipath TCP.
// Those are phrases of several words, and all scripts that use them have a blank
// after the commas of the list.
func hasMultipathOption(st *lang.Statement) bool {
	packet, ok := st.Action.(*lang.Packet)
	if !ok {
		return false
	}
	tcp := packet.TCP()
	if tcp == nil || tcp.Options == nil {
		return false
	}
	for _, o := range tcp.Options.List {
		if other, ok := o.(*lang.OtherOption); ok {
			if word, known := vocab.TCPOptionWord(other.Name.Name); known && word.Dialect == vocab.MPTCP {
				return true
			}
		}
	}
	return false
}
