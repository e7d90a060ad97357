package vocab

import (
	"testing"
)

func TestICMP(t *testing.T) {
	for _, c := range []struct {
		version    int
		typ, code  string
		number     int // of the type, -1 for none
		codeNumber int // -1 for none
	}{
		{4, "unreachable", "frag_needed", 3, 4},
		{6, "unreachable", "frag_needed", 1, -1},
		{0, "unreachable", "frag_needed", 3, 4},
		{6, "unreachable", "address_unreachable", 1, 3},
		{4, "unreachable", "address_unreachable", 3, -1},
		{0, "unreachable", "address_unreachable", 3, 3},
		{6, "unreachable", "no_route", 1, 0},
		{6, "packet_too_big", "", 2, -1},
		{4, "packet_too_big", "", -1, -1},
		{0, "packet_too_big", "", 2, -1},
		{4, "echo_request", "", 8, -1},
		{6, "echo_request", "", 128, -1},
		{0, "unreacheable", "frag_needed", -1, -1},
	} {
		number, codeNumber := -1, -1
		if typ, ok := ICMPType(c.version, c.typ); ok {
			number = int(typ.Number)
		}
		if code, ok := ICMPCodeOf(c.version, c.typ, c.code); ok {
			codeNumber = int(code.Number)
		}
		if number != c.number || codeNumber != c.codeNumber {
			t.Errorf("IPv%d %s %s = %d, %d; want %d, %d", c.version, c.typ, c.code, number, codeNumber,
				c.number, c.codeNumber)
		}
	}
	for _, typ := range ICMPTypes() {
		for _, code := range typ.Codes {
			if _, ok := Errno(code.Errno); !ok {
				t.Errorf("%s %s: %q is no errno", typ.Name, code.Name, code.Errno)
			}
		}
	}
	if len(ICMPTypesOf(4)) == 0 || len(ICMPTypesOf(4))+len(ICMPTypesOf(6)) != len(ICMPTypesOf(0)) {
		t.Errorf("%d and %d types, %d in all", len(ICMPTypesOf(4)), len(ICMPTypesOf(6)), len(ICMPTypesOf(0)))
	}
}

func TestICMPNumbers(t *testing.T) {
	for _, c := range []struct {
		word string
		want int // -1 for none
	}{
		{"type_0", 0}, {"type_255", 255}, {"type_256", -1}, {"type_", -1}, {"type_-1", -1}, {"type_1x", -1},
		{"code_1", -1}, {"unreachable", -1},
	} {
		got := -1
		if n, ok := ICMPTypeNumber(c.word); ok {
			got = int(n)
		}
		if got != c.want {
			t.Errorf("ICMPTypeNumber(%q) = %d, want %d", c.word, got, c.want)
		}
	}
	if n, ok := ICMPCodeNumber("code_13"); !ok || n != 13 {
		t.Errorf("ICMPCodeNumber(code_13) = %d, %v", n, ok)
	}
}
