package format

import (
	"slices"

	"github.com/pktlang/pkt/lang"
)

// place is one cell that may stand in a column with the cells of its kind in
// other rows.
type place struct {
	row, piece int32
	old        int32 // its column in the source, from the start of the row
	pivot      int32
	gap        int32 // blanks before it in the source
	least      int32 // blanks that it needs
}

// loose tells whether a cell that is not in a column can still belong there:
// a longer cell before it pushed it out, or a shorter one pulled it back.
func (p *place) loose(mode pivoting, column, farthest int32) bool {
	out := mode.of(p) - column
	return -farthest <= out && out <= farthest && (p.padded() || out > 0)
}

// By how much a cell can have left its column through an edit of a number or of
// the flags: between rows that are in the column, and at its edge.
const (
	farthest = 8
	nearby   = 3
)

// padded tells whether the cell has blanks before it that only alignment
// explains. One blank behind a comma is a habit.
func (p *place) padded() bool { return p.gap > max(p.least, 1) }

// pivoting says by which of its places a cell is aligned: its start, or where
// its pivot is.
type pivoting bool

func (m pivoting) of(p *place) int32 {
	if m {
		return p.old + p.pivot
	}
	return p.old
}

// run is a column that an author made on purpose: the cells of one kind in
// rows behind each other.
type run struct {
	places []place
	mode   pivoting
	column int32
	gap    int32 // the smallest gap before a cell that is in the column
}

// lookAhead is how many rows may stick out of a column before it ends.
const lookAhead = 4

// runs finds the columns among the cells of one kind.
func runs(places []place) []run {
	byStart, aligned := runsBy(places, false)
	byPivot, alignedByPivot := runsBy(places, true)
	if alignedByPivot > aligned {
		return byPivot
	}
	return byStart
}

// runsBy finds the columns with one way of alignment, and how many cells are in
// them.
func runsBy(places []place, mode pivoting) (found []run, aligned int) {
	for i := 0; i < len(places); {
		column := mode.of(&places[i])
		end := i + 1
		for end < len(places) {
			next := reach(places, end, mode, column)
			if next == end {
				break
			}
			end = next
		}
		r := run{mode: mode, column: column}
		exact := r.measure(places[i:end])
		if exact < 2 || r.gap < 0 {
			i = end
			continue
		}
		// A row at the edge of a column has no row on its other side to show
		// that it belongs.
		start := i
		if i > 0 && places[i-1].loose(mode, column, nearby) && (len(found) == 0 || !found[len(found)-1].has(places[i-1].row)) {
			start--
		}
		if end < len(places) && places[end].loose(mode, column, nearby) && !sameColumn(places, end, mode) {
			end++
		}
		r.places = places[start:end]
		found = append(found, r)
		aligned += exact
		i = end
	}
	return found, aligned
}

// reach returns the index behind the next cell that is in the column, over at
// most a few that stick out of it, or from where there is none.
func reach(places []place, from int, mode pivoting, column int32) int {
	for i := from; i < len(places) && i <= from+lookAhead; i++ {
		if mode.of(&places[i]) == column {
			return i + 1
		}
		if !places[i].loose(mode, column, farthest) {
			break
		}
	}
	return from
}

func sameColumn(places []place, i int, mode pivoting) bool {
	return i+1 < len(places) && mode.of(&places[i]) == mode.of(&places[i+1])
}

func (r *run) has(row int32) bool {
	return slices.ContainsFunc(r.places, func(p place) bool { return p.row == row })
}

// measure counts the cells that are in the column and takes their smallest
// gap, which is -1 where none has more blanks than it needs: then nobody meant
// a column, the cells before are of one length.
func (r *run) measure(places []place) (exact int) {
	padded := false
	r.gap = -1
	for i := range places {
		p := &places[i]
		if r.mode.of(p) != r.column {
			continue
		}
		exact++
		padded = padded || p.padded()
		if r.gap < 0 || p.gap < r.gap {
			r.gap = p.gap
		}
	}
	if !padded {
		r.gap = -1
	}
	return exact
}

// rowOf is what alignment knows of a line.
type rowOf struct {
	start int32 // index of the piece from which columns are counted
	// pushed is by how much the cells behind the last one stand further right
	// in the source than their columns.
	pushed int32
	// next is the piece up to which the new columns are known, at its column.
	next, column int32
}

// advance moves a row up to a piece and returns the column behind the one
// before it.
func (l *layout) advance(r *rowOf, piece int32) int32 {
	for ; r.next < piece; r.next++ {
		if r.next > r.start {
			r.column += l.pieces[r.next].blanks
		}
		r.column += l.pieces[r.next].width
	}
	return r.column
}

// set gives the cells of a run their column: the first that fits them all.
func (l *layout) set(rows []rowOf, r *run) {
	column := int32(0)
	for i := range r.places {
		p := &r.places[i]
		at := l.advance(&rows[p.row], p.piece) + max(r.gap, p.least)
		if r.mode {
			at += p.pivot
		}
		column = max(column, at)
	}
	for i := range r.places {
		p := &r.places[i]
		at := column
		if r.mode {
			at -= p.pivot
		}
		l.pieces[p.piece].blanks = at - rows[p.row].column
	}
}

// alignPackets keeps the columns that the author gave to packets. A block ends
// at an empty line.
func (l *layout) alignPackets() {
	b := block{layout: l}
	for i := 0; i < len(l.pieces); {
		p := &l.pieces[i]
		st := l.statementOf(i)
		if p.lines > 1 || p.verbatim {
			b.flush()
		}
		end := i
		for ; end < len(l.pieces) && l.pieces[end].statement == p.statement; end++ {
			if end > i && l.pieces[end].lines > 1 {
				b.flush()
			}
		}
		if packet, ok := st.Action.(*lang.Packet); ok && !p.verbatim {
			b.add(st, packet, i)
		}
		i = end
	}
	b.flush()
}

// block is a paragraph of packets.
type block struct {
	layout *layout
	rows   []rowOf
	cells  []cell // of all rows
	counts []int  // of the cells of each row
	padded bool   // some cell has more blanks before it than it needs
	kinds  []kindOf
	// byPiece names the places in the order of the text.
	byPiece []kindAndIndex
	found   []run
	places  []place // of the kind at hand, without what pushed them
}

type kindAndIndex struct{ kind, index int }

// kindOf collects the cells of one kind.
type kindOf struct {
	name   string
	nth    int // of its name in the row
	places []place
}

func (b *block) add(st *lang.Statement, packet *lang.Packet, from int) {
	before := len(b.cells)
	b.cells = cells(b.cells, st, packet, from)
	start := int32(from)
	for ; b.layout.pieces[start].start < int32(st.Base)+packet.DirectionSpan.Off; start++ {
	}
	kept := before
	for _, c := range b.cells[before:] {
		// What stands on a further line of the packet has no column here.
		if b.layout.broken(start, c.piece) {
			break
		}
		p := &b.layout.pieces[c.piece]
		b.padded = b.padded || p.oldBlanks > 1
		kept++
	}
	b.cells = b.cells[:kept]
	b.counts = append(b.counts, kept-before)
	b.rows = append(b.rows, rowOf{start: start, next: start})
}

// broken tells whether a line ends between two pieces.
func (l *layout) broken(from, to int32) bool {
	for i := from; i <= to; i++ {
		if i > from && l.pieces[i].oldLines > 0 || l.pieces[i].spans {
			return true
		}
	}
	return false
}

// rounds is how often a block is aligned at most: a row that came into a
// column can bring its neighbour within reach of it.
const rounds = 16

// flush aligns the block and begins another.
func (b *block) flush() {
	if b.padded && len(b.rows) > 1 {
		b.collect()
		for range rounds {
			if !b.round() {
				break
			}
		}
	}
	b.rows, b.cells, b.counts = b.rows[:0], b.cells[:0], b.counts[:0]
	b.kinds, b.padded = b.kinds[:0], false
}

// round aligns the block as it stands and tells whether that changed it.
func (b *block) round() bool {
	for i := range b.rows {
		b.rows[i] = rowOf{start: b.rows[i].start, next: b.rows[i].start}
	}
	b.found = b.found[:0]
	for i := range b.kinds {
		for _, p := range b.kinds[i].places {
			b.layout.pieces[p.piece].blanks = p.least
		}
		b.align(&b.kinds[i])
	}
	slices.SortStableFunc(b.found, func(x, y run) int { return int(x.column - y.column) })
	for i := range b.found {
		b.layout.set(b.rows, &b.found[i])
	}
	return b.update()
}

// update makes what the round decided the columns that the next one starts
// from.
func (b *block) update() (changed bool) {
	for i := range b.rows {
		b.rows[i] = rowOf{start: b.rows[i].start, next: b.rows[i].start}
	}
	for i := range b.byPiece {
		at := b.byPiece[i]
		p := &b.kinds[at.kind].places[at.index]
		gap := b.layout.pieces[p.piece].blanks
		old := b.layout.advance(&b.rows[p.row], p.piece) + gap
		changed = changed || old != p.old || gap != p.gap
		p.old, p.gap = old, gap
	}
	return changed
}

// collect sorts the cells of the block by kind.
func (b *block) collect() {
	b.byPiece = b.byPiece[:0]
	at := 0
	for row, n := range b.counts {
		cells := b.cells[at : at+n]
		start := b.layout.pieces[b.rows[row].start].oldColumn
		for i, c := range cells {
			nth := 0
			for _, before := range cells[:i] {
				if before.kind == c.kind {
					nth++
				}
			}
			p := &b.layout.pieces[c.piece]
			kind := b.kind(c.kind, nth)
			k := &b.kinds[kind]
			b.byPiece = append(b.byPiece, kindAndIndex{kind, len(k.places)})
			k.places = append(k.places, place{
				row: int32(row), piece: c.piece, old: p.oldColumn - start,
				pivot: c.pivot, gap: p.oldBlanks, least: p.blanks,
			})
		}
		at += n
	}
}

func (b *block) kind(name string, nth int) int {
	for i := range b.kinds {
		if b.kinds[i].name == name && b.kinds[i].nth == nth {
			return i
		}
	}
	b.kinds = append(b.kinds, kindOf{name: name, nth: nth})
	return len(b.kinds) - 1
}

// align finds the columns of a kind, after those of the kinds before it.
func (b *block) align(k *kindOf) {
	b.places = b.places[:0]
	for _, p := range k.places {
		p.old -= b.rows[p.row].pushed
		b.places = append(b.places, p)
	}
	for _, r := range runs(b.places) {
		r.places = slices.Clone(r.places)
		for i := range r.places {
			p := &r.places[i]
			b.rows[p.row].pushed += r.mode.of(p) - r.column
		}
		b.found = append(b.found, r)
	}
}
