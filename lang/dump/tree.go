// Package dump writes a script's syntax tree and its tokens for people who
// build tools: as JSON, as an indented tree, and as a list of tokens.
package dump

import (
	"reflect"
	"strings"
	"unicode"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// element is a node of the syntax tree, a list of nodes, or a plain value,
// reduced to what all formats show.
type element struct {
	name  string // of the field that holds it; empty in a list
	kind  string // the Go type of a node; empty for values and lists
	text  string // what the tree shows in place of the source text, if not empty
	rng   source.Range
	value any // of a plain value
	list  bool
	below []element
}

// names of the values of enumerations, by type.
var names = map[reflect.Type][]string{
	reflect.TypeFor[lang.StatementKind](): {
		lang.BadStatement: "bad", lang.OptionStatement: "option", lang.InitStatement: "init",
		lang.EventStatement: "event", lang.CleanupStatement: "cleanup", lang.EndStatement: "end",
	},
	reflect.TypeFor[lang.TimeKind](): {
		lang.AbsoluteTime: "absolute", lang.RelativeTime: "relative", lang.AnyTime: "any",
		lang.AbsoluteRange: "absolute range", lang.RelativeRange: "relative range",
	},
	reflect.TypeFor[lang.Direction]():  {lang.Inbound: "inbound", lang.Outbound: "outbound"},
	reflect.TypeFor[lang.EchoedKind](): {lang.EchoedTCP: "tcp", lang.EchoedUDP: "udp", lang.EchoedRaw: "raw"},
}

// flagNames are the bits of a FlagSet from the lowest on (RFC 9293, section
// 3.1; AE is of draft-ietf-tcpm-accurate-ecn).
var flagNames = []string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"}

var (
	spanType  = reflect.TypeFor[lang.Span]()
	nodeType  = reflect.TypeFor[lang.Node]()
	flagsType = reflect.TypeFor[lang.FlagSet]()
)

// statement reduces a statement to elements.
func statement(file *source.File, s *lang.Statement) element {
	e := element{kind: kindOf(s), rng: s.Range(s.Core)}
	if comments := commentsOf(file, s); len(comments.below) > 0 {
		e.below = append(e.below, comments)
	}
	if s.Option != nil {
		e.below = appendField(e.below, s, "option", reflect.ValueOf(s.Option))
	}
	if s.Time != nil {
		e.below = appendField(e.below, s, "time", reflect.ValueOf(s.Time))
	}
	if s.Action != nil {
		e.below = appendField(e.below, s, "action", reflect.ValueOf(s.Action))
	}
	if len(s.Problems) > 0 {
		e.below = append(e.below, problemsOf(s))
	}
	return e
}

func commentsOf(file *source.File, s *lang.Statement) element {
	list := element{name: "comments", list: true}
	for _, token := range s.Tokens {
		if token.Kind == lang.Comment {
			r := s.Range(token)
			list.below = append(list.below, element{
				kind: "Comment", rng: r, below: []element{{name: "text", value: file.Slice(r)}},
			})
		}
	}
	return list
}

func problemsOf(s *lang.Statement) element {
	list := element{name: "problems", list: true}
	for _, p := range s.Problems {
		list.below = append(list.below, element{
			kind: "Problem", rng: p.Range.Shift(s.Base), text: p.Code + ": " + p.Message,
			below: []element{
				{name: "code", value: p.Code},
				{name: "severity", value: p.Severity.String()},
				{name: "message", value: p.Message},
			},
		})
	}
	return list
}

func kindOf(s *lang.Statement) string {
	kinds := names[reflect.TypeFor[lang.StatementKind]()]
	word := "unknown"
	if int(s.Kind) < len(kinds) {
		word = kinds[s.Kind]
	}
	return strings.ToUpper(word[:1]) + word[1:] + "Statement"
}

// appendField appends what the field called name holds. What is absent from
// the script, such as a nil node, an empty span or a false mark, is left out.
func appendField(out []element, s *lang.Statement, name string, v reflect.Value) []element {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return out
		}
		return appendField(out, s, name, v.Elem())
	case reflect.Slice:
		if v.IsNil() {
			return out
		}
		return append(out, sequence(s, name, v))
	case reflect.Struct:
		if v.Type() == spanType {
			span := v.Interface().(lang.Span)
			if span.Empty() {
				return out
			}
			return append(out, element{name: name, rng: s.Range(span), value: span})
		}
		if !v.Type().Implements(nodeType) {
			return appendFields(out, s, v)
		}
		// A node that is held by value, such as the end of a time without one.
		if v.IsZero() {
			return out
		}
		return append(out, node(s, name, v))
	case reflect.Bool, reflect.String:
		if v.IsZero() {
			return out
		}
	}
	return append(out, element{name: name, value: plain(v)})
}

func node(s *lang.Statement, name string, v reflect.Value) element {
	return element{
		name: name, kind: v.Type().Name(), rng: s.Range(v.Interface().(lang.Node)),
		below: appendFields(nil, s, v),
	}
}

func appendFields(out []element, s *lang.Statement, v reflect.Value) []element {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		// An embedded Span is the node's own range.
		if !field.IsExported() || field.Anonymous {
			continue
		}
		out = appendField(out, s, lowerFirst(field.Name), v.Field(i))
	}
	return out
}

func sequence(s *lang.Statement, name string, v reflect.Value) element {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return element{name: name, value: v.Bytes()}
	}
	e := element{name: name, list: true}
	for i := range v.Len() {
		e.below = appendField(e.below, s, "", v.Index(i))
	}
	return e
}

func plain(v reflect.Value) any {
	if v.Type() == flagsType {
		set := []string{}
		for bit, name := range flagNames {
			if v.Uint()&(1<<bit) != 0 {
				set = append(set, name)
			}
		}
		return set
	}
	if words, ok := names[v.Type()]; ok && v.CanUint() && v.Uint() < uint64(len(words)) {
		return words[v.Uint()]
	}
	return v.Interface()
}

// lowerFirst turns the name of a Go field into one for JSON: FlowLabel becomes
// flowLabel, and FD becomes fd.
func lowerFirst(name string) string {
	letters := []rune(name)
	for i := range letters {
		next := i + 1
		if i > 0 && next < len(letters) && unicode.IsLower(letters[next]) {
			break
		}
		if !unicode.IsUpper(letters[i]) {
			break
		}
		letters[i] = unicode.ToLower(letters[i])
	}
	return string(letters)
}
