package format

import "github.com/pktlang/pkt/lang"

// alignComments decides how far comments stand after what they explain: a
// column of them on consecutive lines stays one, any other comment keeps
// its distance.
func (l *layout) alignComments() {
	var column []place
	for i := range l.pieces {
		p := &l.pieces[i]
		if p.verbatim || !l.trails(i) {
			continue
		}
		if len(column) > 0 && !l.follows(int(column[len(column)-1].piece), i) {
			l.alignColumn(column)
			column = column[:0]
		}
		column = append(column, place{piece: int32(i), old: p.oldColumn, gap: p.oldBlanks, least: 1})
	}
	l.alignColumn(column)
}

// trails reports whether a piece is a comment that ends a line which it does not
// begin.
func (l *layout) trails(i int) bool {
	p := &l.pieces[i]
	return p.kind == lang.Comment && i > 0 && p.lines == 0 && !p.spans &&
		(i+1 == len(l.pieces) || l.pieces[i+1].lines > 0)
}

// follows reports whether a piece stands on the line after that of an earlier
// one.
func (l *layout) follows(before, i int) bool {
	lines := int32(0)
	for j := before + 1; j <= i; j++ {
		lines += l.pieces[j].lines
		if l.pieces[j].spans {
			return false
		}
	}
	return lines == 1
}

// alignColumn places comments on consecutive lines.
func (l *layout) alignColumn(comments []place) {
	for range rounds {
		if !l.alignRound(comments) {
			break
		}
	}
	for _, c := range comments {
		p := &l.pieces[c.piece]
		p.column = c.old
		l.keepFiller(p)
	}
}

// alignRound aligns the comments as they stand and reports whether that changed
// them.
func (l *layout) alignRound(comments []place) (changed bool) {
	for _, c := range comments {
		l.pieces[c.piece].blanks = max(c.gap, c.least)
	}
	columns, _ := runsBy(comments, false)
	for i := range columns {
		r := &columns[i]
		column := int32(0)
		for _, c := range r.places {
			column = max(column, l.lineEnd(int(c.piece))+max(r.gap, c.least))
		}
		for _, c := range r.places {
			l.pieces[c.piece].blanks = column - l.lineEnd(int(c.piece))
		}
	}
	for i := range comments {
		c := &comments[i]
		gap := l.pieces[c.piece].blanks
		old := l.lineEnd(int(c.piece)) + gap
		changed = changed || old != c.old || gap != c.gap
		c.old, c.gap = old, gap
	}
	return changed
}
