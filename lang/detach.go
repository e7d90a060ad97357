package lang

import (
	"reflect"
	"slices"
	"strings"
)

// detach gives a statement its own copies of what it holds of its text and of
// the parser's token buffer. An edited script keeps most statements of the one
// before: without this, each of them would keep the whole text, in which it was
// parsed, from being freed.
func (s *Statement) detach() {
	s.Tokens = slices.Clone(s.Tokens)
	for _, root := range []any{s.Option, s.Time, s.Action} {
		if v := reflect.ValueOf(root); v.IsValid() {
			detachStrings(v)
		}
	}
}

// detachStrings copies every string below a node. Nodes are trees of pointers,
// structures, slices and interfaces.
func detachStrings(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			detachStrings(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			detachStrings(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			detachStrings(v.Index(i))
		}
	case reflect.String:
		if v.CanSet() && v.Len() > 0 {
			v.SetString(strings.Clone(v.String()))
		}
	}
}
