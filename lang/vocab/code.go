package vocab

import (
	"strconv"
	"sync"
)

// Variable is a name that code snippets see: a field of a structure that
// getsockopt returned at the snippet's time, or a constant.
type Variable struct {
	Name    string
	Dialect Dialect
	// Structure is the socket option that fills it in, TCP_INFO, TCP_CC_INFO
	// or SO_MEMINFO; empty for constants.
	Structure string
	// Algorithm is the congestion control algorithm that fills in a field of
	// TCP_CC_INFO.
	Algorithm string
	// Offset and Size place a field in its structure on Linux, in bytes; a
	// kernel that returns fewer bytes does not know the field. Size is 0 for
	// constants, for fields of other systems and for made-up variables.
	Offset, Size int
	// Shift and Bits place a bit field in the little-endian integer of Size
	// bytes; Bits is 0 where the field is all of it.
	Shift, Bits int
	// Value is that of a constant; HasValue is false for fields and for the
	// constants of other systems.
	Value    int64
	HasValue bool
	Doc      string
	Source   string
}

// Type is the field as a C type, such as "u32" or "u8:4", or "int" for a
// constant.
func (v *Variable) Type() string {
	types := map[int]string{1: "u8", 2: "u16", 4: "u32", 8: "u64"}
	name, ok := types[v.Size]
	switch {
	case !ok:
		return "int"
	case v.Bits > 0:
		return name + ":" + strconv.Itoa(v.Bits)
	}
	return name
}

// structure is a group of variables that share all but name, place and words.
type structure struct {
	name      string
	algorithm string
	dialect   Dialect
	source    string
	fields    []Variable
}

type variableTables struct {
	all    []*Variable
	byName map[string]*Variable
}

var variableIndex = sync.OnceValue(func() *variableTables {
	t := &variableTables{byName: make(map[string]*Variable)}
	for _, s := range structures {
		for _, v := range s.fields {
			v.Structure, v.Algorithm, v.Dialect, v.Source = s.name, s.algorithm, s.dialect, s.source
			v.HasValue = v.HasValue || s.name == "" && s.dialect == Base
			t.all = append(t.all, &v)
			if _, ok := t.byName[v.Name]; !ok {
				t.byName[v.Name] = &v
			}
		}
	}
	return t
})

// CodeVariable finds a name that code snippets see.
func CodeVariable(name string) (*Variable, bool) {
	v, ok := variableIndex().byName[name]
	return v, ok
}

// CodeVariables returns all of them, in the order of their structures.
func CodeVariables() []*Variable { return variableIndex().all }
