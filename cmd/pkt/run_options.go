package main

import (
	"reflect"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/vocab"
)

// optionFlags are the options of a run as flags, made of the table of options. A
// flag is a *string, nil where it was not given, or a bool.
type optionFlags struct {
	kong.Plugins
}

// scriptGroup is the heading of the flags that scripts can set, too.
const scriptGroup = "Options that scripts can set, too:"

// newOptionFlags makes a flag of every option of the command line. Kong reads
// flags off the fields of a structure, so one is made at run time.
func newOptionFlags() optionFlags {
	var fields []reflect.StructField
	for _, o := range vocab.Options(vocab.ByCommandLine) {
		kind := reflect.TypeFor[*string]()
		if !o.HasValue() {
			kind = reflect.TypeFor[bool]()
		}
		fields = append(fields, reflect.StructField{Name: "X" + o.Name, Type: kind, Tag: flagTag(o)})
	}
	return optionFlags{kong.Plugins{reflect.New(reflect.StructOf(fields)).Interface()}}
}

// flagTag describes a flag to kong. Its name is google/packetdrill's; the same with
// hyphens is understood as well.
func flagTag(o *vocab.Setting) reflect.StructTag {
	var tag strings.Builder
	add := func(key, value string) {
		if value != "" {
			tag.WriteString(key + `:"` + strings.ReplaceAll(value, `"`, `\"`) + `" `)
		}
	}
	add("name", o.Name)
	add("aliases", o.Alias())
	add("placeholder", o.Metavar)
	add("help", flagHelp(o))
	if o.SetBy&vocab.ByScript != 0 {
		add("group", scriptGroup)
	}
	if o.Hidden {
		tag.WriteString(`hidden:"" `)
	}
	return reflect.StructTag(tag.String())
}

// flagHelp is what help says of a flag: what it does, its words and its default.
func flagHelp(o *vocab.Setting) string {
	text := strings.ToUpper(o.Doc[:1]) + o.Doc[1:]
	if o.Unsupported {
		text = "Not supported yet: " + o.Doc
	}
	if len(o.Words) > 1 {
		text += ": " + o.Expected()
	}
	switch {
	case o.DefaultIPv6 != "":
		text += " (" + o.Default + "; " + o.DefaultIPv6 + ")"
	case o.Default != "":
		text += " (" + o.Default + ")"
	}
	return text + "."
}

// given reports whether the option of a name was given.
func (f optionFlags) given(name string) bool {
	for _, a := range f.assignments() {
		if a.Name == name {
			return true
		}
	}
	return false
}

// assignments are the options that were given.
func (f optionFlags) assignments() []settings.Assignment {
	var out []settings.Assignment
	for _, plugin := range f.Plugins {
		flags := reflect.ValueOf(plugin).Elem()
		for i := range flags.NumField() {
			name := flags.Type().Field(i).Tag.Get("name")
			switch given := flags.Field(i).Interface().(type) {
			case *string:
				if given != nil {
					out = append(out, settings.Assignment{Name: name, Value: *given, HasValue: true})
				}
			case bool:
				if given {
					out = append(out, settings.Assignment{Name: name})
				}
			}
		}
	}
	return out
}
