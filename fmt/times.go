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
