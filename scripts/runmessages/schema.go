package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
)

// object is a JSON object of a Go type.
type object struct {
	name string
	// line is the value of "type" in a line of the stream; empty for a part.
	line   string
	fields []field
}

// field is a member of an object.
type field struct {
	name     string
	optional bool
	kind     kind
}

// kind is the type of a value: one of these, or a list of element.
type kind struct {
	number, text, truth bool
	words               []string // the texts that it can be
	object              string   // the name of an object
	counts              []string // an object with numbers for some of these names
	element             *kind
}

// lines are what `pkt run --json` prints, by the type of the line.
var lines = []struct {
	word string
	of   any
}{
	{"event", run.EventLine{}}, {"packet", run.PacketLine{}}, {"result", run.ResultLine{}},
	{"summary", run.SummaryLine{}},
}

// names are those of types whose Go name says too little, or too much, elsewhere.
var names = map[reflect.Type]string{
	reflect.TypeFor[report.Object]():        "RunDiagnostic",
	reflect.TypeFor[report.ObjectRange]():   "PlaceRange",
	reflect.TypeFor[report.ObjectRelated](): "RelatedPlace",
	reflect.TypeFor[report.ObjectFix]():     "Fix",
	reflect.TypeFor[report.ObjectEdit]():    "Edit",
	reflect.TypeFor[diag.Comparison]():      "Comparison",
}

// enumerations are the texts that values of a type can be.
var enumerations = map[reflect.Type][]string{
	reflect.TypeFor[program.EventKind](): texts(program.EventKinds()),
	reflect.TypeFor[run.Status]():        texts(run.Statuses()),
	reflect.TypeFor[run.Class]():         texts(run.Classes()),
}

func texts[T any](values []T) []string {
	var out []string
	for _, v := range values {
		out = append(out, fmt.Sprint(v))
	}
	return out
}

// printed are the objects of the lines, each after those that it is made of.
func printed() []object {
	s := &schema{}
	for _, l := range lines {
		o := s.object(reflect.TypeOf(l.of))
		o.line = l.word
		s.objects = append(s.objects, o)
	}
	return s.objects
}

type schema struct{ objects []object }

// object describes a struct, with what it embeds as fields of its own.
func (s *schema) object(t reflect.Type) object {
	o := object{name: nameOf(t)}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			o.fields = append(o.fields, s.object(f.Type).fields...)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			panic(fmt.Sprintf("%s.%s has no name in JSON", t, f.Name))
		}
		o.fields = append(o.fields, field{name: name, optional: options == "omitempty", kind: s.kind(f.Type)})
	}
	return o
}

func nameOf(t reflect.Type) string {
	if name, ok := names[t]; ok {
		return name
	}
	return t.Name()
}

func (s *schema) kind(t reflect.Type) kind {
	if words, ok := enumerations[t]; ok {
		return kind{words: words}
	}
	switch t.Kind() {
	case reflect.Bool:
		return kind{truth: true}
	case reflect.Int, reflect.Int64, reflect.Float64:
		return kind{number: true}
	case reflect.String:
		return kind{text: true}
	case reflect.Pointer:
		return s.kind(t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return kind{text: true} // base64
		}
		element := s.kind(t.Elem())
		return kind{element: &element}
	case reflect.Map:
		return kind{counts: enumerations[t.Key()]}
	case reflect.Struct:
		o := s.object(t)
		if !slices.ContainsFunc(s.objects, func(other object) bool { return other.name == o.name }) {
			s.objects = append(s.objects, o)
		}
		return kind{object: o.name}
	}
	panic(fmt.Sprintf("no type of the editors for %s", t))
}
