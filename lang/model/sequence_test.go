package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// RFC 9293, section 3.4: numbers are compared modulo 2^32.
func TestSequenceWrap(t *testing.T) {
	const top = ^uint32(0)
	for _, test := range []struct {
		a, b   uint32
		before bool
	}{
		{0, 1, true}, {1, 0, false}, {5, 5, false},
		{top, 0, true}, {0, top, false}, {top - 9, 10, true}, {10, top - 9, false},
		{0, 1 << 31, true}, {1, 1 << 31, true}, {0, 1<<31 + 1, false},
	} {
		if got := before(test.a, test.b); got != test.before {
			t.Errorf("before(%d, %d) is %v", test.a, test.b, got)
		}
		if test.a-test.b != 1<<31 && after(test.b, test.a) != test.before {
			t.Errorf("after(%d, %d) is %v", test.b, test.a, !test.before)
		}
	}
	for _, test := range []struct {
		x, low, top uint32
		want        bool
	}{{5, 5, 5, true}, {4, 5, 9, false}, {9, 5, 9, true}, {10, 5, 9, false}, {2, top - 2, 7, true}, {8, top - 2, 7,
		false}, {top, top - 2, 7, true}} {
		if got := between(test.x, test.low, test.top); got != test.want {
			t.Errorf("between(%d, %d, %d) is %v", test.x, test.low, test.top, got)
		}
	}
	if got := later(top, 3); got != 3 {
		t.Errorf("the later one of %d and 3 is %d", top, got)
	}
}

// bytesOf are the numbers that a list of blocks holds.
func bytesOf(blocks []Block) []uint32 {
	var out []uint32
	for _, b := range blocks {
		for at := b.Left; at != b.Right; at++ {
			out = append(out, at)
		}
	}
	slices.Sort(out)
	return out
}

// stretch draws a block of up to 20 bytes after a number that may lie just
// before 2^32.
func stretch(t *rapid.T, base uint32) Block {
	left := base + rapid.Uint32Range(0, 60).Draw(t, "left")
	return Block{left, left + rapid.Uint32Range(1, 20).Draw(t, "length")}
}

func base(t *rapid.T) uint32 {
	return rapid.SampledFrom([]uint32{1, 5000, ^uint32(0) - 30, 1<<31 - 30}).Draw(t, "base")
}

// A list of blocks holds just the bytes that were added, in disjoint blocks that
// do not touch, the newest first (RFC 2018, section 4).
func TestInsertBlock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := base(t)
		var list []Block
		want := map[uint32]bool{}
		for range rapid.IntRange(1, 8).Draw(t, "blocks") {
			add := stretch(t, from)
			list = insertBlock(list, add)
			for _, b := range bytesOf([]Block{add}) {
				want[b] = true
			}
			if !list[0].contains(add) {
				t.Fatalf("the newest block is %v, which does not hold %v", list[0], add)
			}
		}
		got := bytesOf(list)
		if len(got) != len(want) {
			t.Fatalf("%v hold %d bytes, want %d", list, len(got), len(want))
		}
		for _, b := range got {
			if !want[b] {
				t.Fatalf("%v hold %d, which was not added", list, b)
			}
		}
		for i, a := range list {
			for _, b := range list[i+1:] {
				if a.touches(b) {
					t.Fatalf("%v and %v touch", a, b)
				}
			}
		}
	})
}

func TestOverlaps(t *testing.T) {
	list := []Block{{10, 20}, {30, 40}}
	for _, test := range []struct {
		b    Block
		want bool
	}{{Block{5, 10}, false}, {Block{5, 11}, true}, {Block{19, 25}, true}, {Block{20, 30}, false}, {Block{39, 41},
		true}, {Block{12, 13}, true}} {
		if got := overlaps(list, test.b); got != test.want {
			t.Errorf("%v overlaps %v: %v", test.b, list, got)
		}
	}
}
