package format

import (
	"slices"

	"github.com/pktlang/pkt/lang"
)

// rowOf is what alignment knows of a line.
type rowOf struct {
	start int32 // index of the piece from which columns are counted
	// pushed is by how much the cells after the last one stand further right
	// in the source than their columns.
	pushed int32
	// next is the piece up to which the new columns are known, at its column.
	next, column int32
}

// advance moves a row up to a piece and returns the column after the one
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

// broken reports whether a line ends between two pieces.
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

// round aligns the block as it stands and reports whether that changed it.
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
