package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// value is a value of the file with its place.
type value struct {
	kind     unstable.Kind
	text     string // of a string, integer, float or boolean
	at       source.Range
	elements []value // of an array
	entries  []entry // of an inline table
}

// entry is a key with its value.
type entry struct {
	path  []Text
	value value
}

// kinds are the names of values in messages.
var kinds = map[unstable.Kind]string{
	unstable.String: "a string", unstable.Bool: "true or false", unstable.Integer: "a whole number",
	unstable.Float: "a number",
	unstable.Array: "an array", unstable.InlineTable: "a table", unstable.LocalDate: "a date",
	unstable.LocalTime:     "a time",
	unstable.LocalDateTime: "a date", unstable.DateTime: "a date",
}

// read takes a file apart, keeping the place of everything. A file that is not
// TOML gives one problem and no entries.
func read(file *source.File) ([]entry, []diag.Diagnostic) {
	if problem, wrong := syntaxError(file); wrong {
		return nil, []diag.Diagnostic{problem}
	}
	r := reader{parser: &unstable.Parser{}}
	r.parser.Reset([]byte(file.Text))
	var entries []entry
	var table []Text
	for r.parser.NextExpression() {
		e := r.parser.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = r.path(e)
			// A table without keys is one too: it may be a variant.
			entries = append(entries, entry{path: table, value: value{kind: unstable.InlineTable}})
		case unstable.KeyValue:
			keyValue := r.keyValue(e)
			keyValue.path = append(append([]Text(nil), table...), keyValue.path...)
			entries = append(entries, keyValue)
		}
	}
	return entries, nil
}

// syntaxError decodes the file as a whole, which also finds keys given twice.
func syntaxError(file *source.File) (diag.Diagnostic, bool) {
	var all map[string]any
	err := toml.Unmarshal([]byte(file.Text), &all)
	if err == nil {
		return diag.Diagnostic{}, false
	}
	at := source.Range{}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		line, column := decode.Position()
		at.Start = min(file.LineStart(line)+max(column-1, 0), len(file.Text))
		at.End = at.Start
	}
	return Problem(at, "this is not TOML: "+strings.TrimPrefix(err.Error(), "toml: ")), true
}

type reader struct{ parser *unstable.Parser }

func (r reader) rangeOf(n *unstable.Node) source.Range {
	start := int(n.Raw.Offset)
	return source.Range{Start: start, End: start + int(n.Raw.Length)}
}

func (r reader) path(n *unstable.Node) []Text {
	var path []Text
	for key := n.Key(); key.Next(); {
		path = append(path, Text{string(key.Node().Data), r.rangeOf(key.Node())})
	}
	return path
}

func (r reader) keyValue(n *unstable.Node) entry {
	return entry{path: r.path(n), value: r.value(n.Value())}
}

func (r reader) value(n *unstable.Node) value {
	v := value{kind: n.Kind, text: string(n.Data), at: r.rangeOf(n)}
	switch n.Kind {
	case unstable.Array:
		for i := n.Children(); i.Next(); {
			v.elements = append(v.elements, r.value(i.Node()))
		}
	case unstable.InlineTable:
		for i := n.Children(); i.Next(); {
			v.entries = append(v.entries, r.keyValue(i.Node()))
		}
	}
	return v
}

// number is the value as a whole number that is not negative.
func (v value) number() (int, error) {
	n, err := strconv.ParseInt(strings.ReplaceAll(v.text, "_", ""), 0, 32)
	if v.kind != unstable.Integer || err != nil || n < 0 {
		return 0, fmt.Errorf("expected a whole number, not negative, and not %s", v.describe())
	}
	return int(n), nil
}

// scalar is the value as it would stand on a command line.
func (v value) scalar() (string, error) {
	switch v.kind {
	case unstable.String, unstable.Bool, unstable.Float:
		return v.text, nil
	case unstable.Integer:
		return strings.ReplaceAll(v.text, "_", ""), nil
	}
	return "", fmt.Errorf("expected a string or a number, and not %s", v.describe())
}

// texts is the value as an array of strings.
func (v value) texts() ([]Text, error) {
	if v.kind != unstable.Array {
		return nil, fmt.Errorf("expected an array of strings, and not %s", v.describe())
	}
	var out []Text
	for _, e := range v.elements {
		if e.kind != unstable.String {
			return nil, fmt.Errorf("expected an array of strings, and it has %s", e.describe())
		}
		out = append(out, Text{e.text, e.at})
	}
	return out, nil
}

func (v value) describe() string {
	name := kinds[v.kind]
	if name == "" {
		name = "this"
	}
	if v.text != "" {
		return fmt.Sprintf("%s (%s)", name, v.text)
	}
	return name
}
