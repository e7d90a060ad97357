package format

import (
	"reflect"

	"github.com/pktlang/pkt/lang"
)

var (
	spanType    = reflect.TypeFor[lang.Span]()
	decimalType = reflect.TypeFor[lang.Decimal]()
)

// sameMeaning reports whether two syntax trees differ in nothing but where their
// nodes stand and how numbers of seconds are written.
func sameMeaning(a, b reflect.Value) bool {
	if a.Kind() != b.Kind() || a.IsValid() && a.Type() != b.Type() {
		return false
	}
	switch a.Kind() {
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		return sameMeaning(a.Elem(), b.Elem())
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !sameMeaning(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		return sameFields(a, b)
	}
	return a.Equal(b)
}

func sameFields(a, b reflect.Value) bool {
	switch a.Type() {
	case spanType:
		return true
	case decimalType:
		return a.FieldByName("Microseconds").Equal(b.FieldByName("Microseconds"))
	}
	for i := range a.NumField() {
		x, y := a.Field(i), b.Field(i)
		// Some nodes hold a stretch of the source.
		if x.Kind() == reflect.String && sameBytes(x.String(), y.String()) {
			continue
		}
		if !sameMeaning(x, y) {
			return false
		}
	}
	return true
}
