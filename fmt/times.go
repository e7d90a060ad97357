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

// paragraph is a run of events without an empty line between them.
type paragraph struct {
	events []timed
	// own is the column where the author has all times of it end, or -1.
	own int32
}

// alignTimes puts the times of events where they end in one column: that of the
// script, or of their paragraph.
func (l *layout) alignTimes() {
	paragraphs := l.paragraphs()
	// A paragraph or two beside the column of a script are a slip; that it is a
	// good part of the script shows that it was meant.
	events := 0
	at := map[int32]int{}
	for _, p := range paragraphs {
		events += len(p.events)
		at[p.own] += len(p.events)
	}
	for _, p := range paragraphs {
		column := l.timeColumn
		if n := at[p.own]; p.own >= 0 && n >= 4 && 4*n >= events {
			column = p.own
		}
		for _, t := range p.events {
			l.placeTime(t, column)
		}
	}
}

// paragraphs lists the events whose times can be aligned.
func (l *layout) paragraphs() []paragraph {
	var all []timed
	var ends []int // of the paragraphs in all
	for from := 0; from < len(l.pieces); {
		to := l.statementEnd(from)
		if l.hasTime(from) {
			core := l.coreOf(from, to)
			for i := from; i <= core; i++ {
				if l.pieces[i].lines > 1 {
					ends = append(ends, len(all))
					break
				}
			}
			start, width := l.timeWidths(from)
			all = append(all, timed{&l.pieces[core], width, start, l.oldTimeEnd(from), l.shortened(from)})
		}
		from = to
	}
	paragraphs := make([]paragraph, 0, len(ends)+1)
	begin := 0
	for _, end := range append(ends, len(all)) {
		events := all[begin:end]
		paragraphs = append(paragraphs, paragraph{events, ownColumn(events)})
		begin = end
	}
	return paragraphs
}

// shortened reports whether the time of the event at an index was longer in the
// original, and has not been placed since.
func (l *layout) shortened(from int) bool {
	if !l.unplaced {
		return false
	}
	before, now := l.original.Statements[l.pieces[from].statement].Time, l.statementOf(from).Time
	return before.End-before.Off != now.End-now.Off
}

// hasTime reports whether the statement at an index is an event whose time stands
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

// ownColumn is where the author has all times of a paragraph end, some of them
// with blanks before them; -1 where there is no such column.
func ownColumn(events []timed) int32 {
	own := int32(-1)
	n, padded := 0, false
	for _, t := range events {
		switch {
		case t.shortened:
			continue
		case n == 0:
			own = t.end
		case t.end != own:
			return -1
		}
		n++
		padded = padded || t.piece.oldColumn > 0
	}
	if n < 2 || !padded {
		return -1
	}
	return own
}

func (l *layout) placeTime(t timed, column int32) {
	p := t.piece
	p.blanks = max(column-t.width, 0)
	switch {
	case t.width == nearly && l.nearlyBegins:
		p.blanks = 0
	case t.width >= nearly && !t.shortened &&
		(p.oldColumn == column-t.start || p.oldColumn == column-2 || p.oldColumn == column-3):
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
