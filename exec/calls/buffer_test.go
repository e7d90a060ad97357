package calls

import (
	"testing"
	"unsafe"
)

// TestBuffersStandApart holds that no buffer begins where another one ends: the
// kernel would send the two as one.
func TestBuffersStandApart(t *testing.T) {
	for _, length := range []int64{0, 1, 8, 16, 17, 48, 64, 1000, 4096, 8192, 65536} {
		begins := make(map[uintptr]bool)
		var buffers [][]byte
		for range 64 {
			b := newBuffer(length, nil)
			if int64(len(b)) != length || int64(cap(b)) != length {
				t.Fatalf("a buffer of %d bytes has %d, and room for %d", length, len(b), cap(b))
			}
			buffers = append(buffers, b)
			begins[uintptr(unsafe.Pointer(unsafe.SliceData(b)))] = true
		}
		for _, b := range buffers {
			if end := uintptr(unsafe.Pointer(unsafe.SliceData(b))) + uintptr(length); length > 0 && begins[end] {
				t.Errorf("buffers of %d bytes touch", length)
				break
			}
		}
	}
}
