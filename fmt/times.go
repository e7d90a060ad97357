package format

import "github.com/pktlang/pkt/lang"

// timeColumn is where the time of an event ends, as in the Linux selftests. A
// longer one begins the line.
const timeColumn = 5

// nearly is the width of a time such as +0.1, which many scripts begin the line
// with although a blank would go before it.
const nearly = 4

// timed is the first piece of an event with the width of its time, and of the
// start where the time is a range.
type timed struct {
	piece        *piece
	width, start int32
	end          int32 // where it ends in the source
	shortened    bool  // it was longer there, so its place means nothing
}

// alignTimes puts the times of events where they end in one column.
func (l *layout) alignTimes() {
	var paragraph []timed
	flush := func() {
		column := paragraphColumn(paragraph, l.timeColumn)
		for _, t := range paragraph {
			l.placeTime(t, column)
		}
		paragraph = paragraph[:0]
	}
	for from := 0; from < len(l.pieces); {
		to := l.statementEnd(from)
		if l.hasTime(from) {
			core := l.coreOf(from, to)
			for i := from; i <= core; i++ {
				if l.pieces[i].lines > 1 {
					flush()
				}
			}
			start, width := l.timeWidths(from)
			paragraph = append(paragraph, timed{&l.pieces[core], width, start, l.oldTimeEnd(from), l.shortened(from)})
		}
		from = to
	}
	flush()
}

// shortened tells whether the time of the event at an index was longer in the
// original.
func (l *layout) shortened(from int) bool {
	if len(l.simplified) == 0 {
		return false
	}
	before, now := l.original.Statements[l.pieces[from].statement].Time, l.statementOf(from).Time
	return before.End-before.Off != now.End-now.Off
}

// hasTime tells whether the statement at an index is an event whose time stands
// on one line.
func (l *layout) hasTime(from int) bool {
	st := l.statementOf(from)
	if st.Time == nil || Verbatim(st) {
		return false
	}
	for i := range st.Tokens {
		t := &st.Tokens[i]
		if t.Off > st.Time.Off && t.End <= st.Time.End && l.pieces[from+i].oldLines > 0 {
			return false
		}
	}
	return true
}

// paragraphColumn is where the times of a paragraph end: where the author has
// all of them end, or else in the column of the script.
func paragraphColumn(paragraph []timed, column int32) int32 {
	own := int32(-1)
	n, padded := 0, false
	for _, t := range paragraph {
		switch {
		case t.shortened:
			continue
		case n == 0:
			own = t.end
		case t.end != own:
			return column
		}
		n++
		padded = padded || t.piece.oldColumn > 0
	}
	if n < 2 || !padded {
		return column
	}
	for _, t := range paragraph {
		if t.shortened && t.width > own {
			return column // it would stick out
		}
	}
	return own
}

func (l *layout) placeTime(t timed, column int32) {
	p := t.piece
	p.blanks = max(column-t.width, 0)
	switch {
	case t.width == nearly && l.nearlyBegins:
		p.blanks = 0
	case t.width >= nearly && !t.shortened && (p.oldColumn == column-t.start || p.oldColumn == column-2 || p.oldColumn == column-3):
		// What sticks out may be aligned by the start of a range, or by its
		// sign with that of +0 or +.1.
		p.blanks = p.oldColumn
	}
}

// timeWidths are the columns that the time of the event at an index takes: up
// to the end of its start, and to its own end.
func (l *layout) timeWidths(from int) (start, all int32) {
	st := l.statementOf(from)
	for i := range st.Tokens {
		t := &st.Tokens[i]
		if t.Off >= st.Time.End {
			break
		}
		if t.Off < st.Time.Off || t.Kind == lang.Comment {
			continue
		}
		all += l.pieces[from+i].width
		if t.End <= st.Time.Start.End {
			start = all
		}
	}
	return start, all
}

// habits finds out what the author does all through the script.
func (l *layout) habits() {
	var times timeHabits
	tabs, events := 0, 0
	for from := 0; from < len(l.pieces); {
		st := l.statementOf(from)
		to := l.statementEnd(from)
		if l.hasTime(from) {
			if _, width := l.timeWidths(from); l.shortened(from) {
				times.shortened[min(width, nearly)]++
			} else {
				times.add(l.pieces[l.coreOf(from, to)].oldColumn, l.oldTimeEnd(from))
			}
			events++
			if l.tabBehindTime(st) {
				tabs++
			}
		}
		if l.commaBlank == 0 && hasOtherOption(st) {
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
	// shortened counts the times that have no place yet by their widths.
	shortened [nearly + 1]int
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
	short := h.short
	for _, n := range h.shortened[:nearly] {
		short += n
	}
	fitting := 0 // of those that have no place, the ones that can end here
	for end, n := range h.ends {
		if end < nearly {
			fitting += h.shortened[end]
		}
		if 4*(n+fitting) >= 3*short && h.padded[end] > 0 {
			column = int32(end)
		}
	}
	return column, column == timeColumn && h.padded[timeColumn] > 0 && h.nearly > 0 && h.begins == h.nearly
}

// oldTimeEnd is the column where the time of the event at an index ends in the
// source.
func (l *layout) oldTimeEnd(from int) int32 {
	st := l.statementOf(from)
	for i := range st.Tokens {
		if t := &st.Tokens[i]; t.End == st.Time.End {
			return l.pieces[from+i].oldColumn + t.End - t.Off
		}
	}
	return 0
}

// coreOf is the index of the first piece of a statement that is no comment
// before it.
func (l *layout) coreOf(from, to int) int {
	for from < to-1 && !l.pieces[from].isCore {
		from++
	}
	return from
}

// tabBehindTime tells whether a tab stands between a time and its action.
func (l *layout) tabBehindTime(st *lang.Statement) bool {
	at := st.Base + int(st.Time.End)
	return at+1 < len(l.text) && l.text[at] == '\t' && l.text[at+1] != ' ' && l.text[at+1] != '\t'
}

// hasOtherOption tells whether a packet has a TCP option of a dialect. Those of
// Multipath TCP are phrases of several words, and all scripts that use them
// have a blank behind the commas of the list.
func hasOtherOption(st *lang.Statement) bool {
	packet, ok := st.Action.(*lang.Packet)
	if !ok {
		return false
	}
	tcp := packet.TCP()
	if tcp == nil || tcp.Options == nil {
		return false
	}
	for _, o := range tcp.Options.List {
		if _, other := o.(*lang.OtherOption); other {
			return true
		}
	}
	return false
}
