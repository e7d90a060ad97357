package model

// Sequence numbers are relative to the initial sequence number of their side
// and are compared modulo 2^32 (RFC 9293, section 3.4).

// before reports whether a comes before b in sequence space.
func before(a, b uint32) bool { return int32(a-b) < 0 }

// after reports whether a comes after b in sequence space.
func after(a, b uint32) bool { return int32(a-b) > 0 }

// between reports whether low <= x <= top in sequence space.
func between(x, low, top uint32) bool { return top-low >= x-low }

// later returns the one that comes last.
func later(a, b uint32) uint32 {
	if after(a, b) {
		return a
	}
	return b
}

// Block is a stretch of sequence space, Right being the number after its last
// byte.
type Block struct {
	Left, Right uint32
}

// contains reports whether other lies inside b.
func (b Block) contains(other Block) bool {
	return !before(other.Left, b.Left) && !after(other.Right, b.Right)
}

// touches reports whether the blocks overlap or stand beside each other.
func (b Block) touches(other Block) bool {
	return !after(b.Left, other.Right) && !after(other.Left, b.Right)
}

// overlaps reports whether a block shares a byte with one of a list.
func overlaps(list []Block, b Block) bool {
	for _, known := range list {
		if before(known.Left, b.Right) && before(b.Left, known.Right) {
			return true
		}
	}
	return false
}

// insertBlock adds a block to a list of disjoint blocks, merging those that it
// touches. The newest stands first, as in a SACK option (RFC 2018, section 4).
// The list passed in is not changed.
func insertBlock(list []Block, add Block) []Block {
	out := make([]Block, 1, len(list)+1)
	for _, b := range list {
		if b.touches(add) {
			if before(b.Left, add.Left) {
				add.Left = b.Left
			}
			if after(b.Right, add.Right) {
				add.Right = b.Right
			}
			continue
		}
		out = append(out, b)
	}
	out[0] = add
	return out
}

// takeReached advances next over the blocks that it reaches and returns the
// blocks that remain.
func takeReached(list []Block, next uint32) ([]Block, uint32) {
	for {
		moved := false
		var rest []Block
		for _, b := range list {
			if after(b.Left, next) {
				rest = append(rest, b)
				continue
			}
			next = later(next, b.Right)
			moved = true
		}
		list = rest
		if !moved {
			return list, next
		}
	}
}
