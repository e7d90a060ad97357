package model

import (
	"fmt"
	"math"
)

// Fact is a number that is certain, lies in a range, or is unknown. The zero
// Fact is unknown.
type Fact struct {
	known    bool
	low, top int64
}

// Exactly is a certain fact.
func Exactly(v int64) Fact { return Fact{true, v, v} }

// Between is a range, ends included.
func Between(low, top int64) Fact { return Fact{true, low, top} }

// AtLeast is a range without an upper end.
func AtLeast(low int64) Fact { return Fact{true, low, math.MaxInt64} }

// Unknown is a fact of which nothing is known.
func Unknown() Fact { return Fact{} }

// Known reports whether anything is known.
func (f Fact) Known() bool { return f.known }

// Value returns the number if it is certain.
func (f Fact) Value() (v int64, certain bool) { return f.low, f.known && f.low == f.top }

// Range returns the ends of the range; ok is false where nothing is known.
func (f Fact) Range() (low, top int64, ok bool) { return f.low, f.top, f.known }

// Is reports whether the number is certainly v.
func (f Fact) Is(v int64) bool { return f.known && f.low == v && f.top == v }

// IsNot reports whether the number is certainly not v.
func (f Fact) IsNot(v int64) bool { return f.known && (v < f.low || v > f.top) }

// Top is the upper end, or limit where nothing is known.
func (f Fact) Top(limit int64) int64 {
	if !f.known {
		return limit
	}
	return f.top
}

// String is the fact as a reader sees it: "1460", "536 to 1460", "unknown".
func (f Fact) String() string {
	switch {
	case !f.known:
		return "unknown"
	case f.low == f.top:
		return fmt.Sprint(f.low)
	case f.top == math.MaxInt64:
		return fmt.Sprintf("%d or more", f.low)
	}
	return fmt.Sprintf("%d to %d", f.low, f.top)
}
