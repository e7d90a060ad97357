package format

import "slices"

// place is one cell that may stand in a column with the cells of its kind in
// other rows.
type place struct {
	row, piece int32
	old        int32 // its column in the source, from the start of the row
	pivot      int32
	gap        int32 // blanks before it in the source
	least      int32 // blanks that it needs
}

// loose reports whether a cell that is not in a column can still belong there:
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

// padded reports whether the cell has blanks before it that only alignment
// explains. One blank after a comma is a habit.
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
// consecutive rows.
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
		if i > 0 && places[i-1].loose(mode, column, nearby) &&
			(len(found) == 0 || !found[len(found)-1].has(places[i-1].row)) {
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

// reach returns the index after the next cell that is in the column, over at
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
