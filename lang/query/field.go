package query

import (
	"slices"
	"sync"
)

// Field is something that a query asks an event for.
type Field struct {
	Name, Doc string
	Type      Type
	// Names are the words that a field of type Name holds; nil where it is no
	// fixed set.
	Names []string
	// Model is set where the answer is the model's, see lang/model.
	Model bool

	read func(*Event) value
}

// fields are all, in the order of the documentation. The table is made when it is
// first asked for.
var fields = sync.OnceValue(func() []Field {
	return slices.Concat(eventFields(), packetFields(), tcpFields(), optionFields(), otherPacketFields(), callFields(),
		modelFields())
})

var fieldIndex = sync.OnceValue(func() map[string]*Field {
	all := fields()
	index := make(map[string]*Field, len(all))
	for i := range all {
		index[all[i].Name] = &all[i]
	}
	return index
})

var fieldNames = sync.OnceValue(func() []string {
	var names []string
	for _, f := range fields() {
		names = append(names, f.Name)
	}
	return names
})

// Fields are all fields, in the order of the documentation.
func Fields() []Field { return slices.Clone(fields()) }
