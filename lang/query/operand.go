package query

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// first is the term that a value begins with.
func (u *union) first() *term { return u.Terms[0].Terms[0] }

// group is what stands in parentheses, where a value is nothing but that.
func (u *union) group() *alternatives {
	if len(u.Terms) == 1 && len(u.Terms[0].Terms) == 1 {
		return u.first().Group
	}
	return nil
}

// inner is the value that stands in parentheses, `(SYN | ACK)`, or nil where it
// is no value but a condition.
func (a *alternatives) inner() *union {
	if len(a.Terms) != 1 || len(a.Terms[0].Terms) != 1 {
		return nil
	}
	n := a.Terms[0].Terms[0]
	if n.Negated != nil || n.Condition.Operator != "" || n.Condition.In != nil {
		return nil
	}
	return n.Condition.Left
}

// written is a term as it stands in the query.
func (t *term) written() string {
	if t.Group != nil {
		return "(...)"
	}
	return t.Number + t.Text + t.Word
}

// fieldIn is the first field in a value, or nil.
func (c *checker) fieldIn(u *union) *Field {
	for _, i := range u.Terms {
		for _, t := range i.Terms {
			if t.Group != nil {
				if inner := t.Group.inner(); inner != nil {
					if f := c.fieldIn(inner); f != nil {
						return f
					}
				}
			} else if f, ok := fieldIndex()[t.Word]; ok {
				return f
			}
		}
	}
	return nil
}

// union checks a value; words that are no fields are read as values of the field
// that it is compared with.
func (c *checker) union(u *union, field *Field) (operand, error) {
	if field == nil {
		field = c.fieldIn(u)
	}
	return combine(c, u.Terms, func(i *intersection) (operand, error) {
		return combine(c, i.Terms, func(t *term) (operand, error) { return c.term(t, field) },
			"&", func(a, b int64) int64 { return a & b })
	}, "|", func(a, b int64) int64 { return a | b })
}

// combine checks terms that stand beside each other with & or |.
func combine[T any](c *checker, terms []T, check func(T) (operand, error), sign string,
	bits func(a, b int64) int64) (operand, error) {
	left, err := check(terms[0])
	if err != nil {
		return operand{}, err
	}
	for _, t := range terms[1:] {
		right, err := check(t)
		if err != nil {
			return operand{}, err
		}
		for _, o := range []operand{left, right} {
			if o.typ != Flags && o.typ != Number {
				return operand{}, c.fault(o.at, "`%s` joins flags or numbers, and this is a %s: write `%s%s` to join "+
					"conditions", sign, o.typ, sign, sign)
			}
		}
		a, b := left.read, right.read
		if left.field == nil {
			left.field = right.field
		}
		left.masked = true
		left.read = func(e *Event) value {
			x, y := a(e), b(e)
			return value{present: x.present && y.present, number: bits(x.number, y.number)}
		}
	}
	return left, nil
}

func (c *checker) term(t *term, field *Field) (operand, error) {
	switch {
	case t.Group != nil:
		inner := t.Group.inner()
		if inner == nil {
			return operand{}, c.fault(t, "a condition stands where a value is expected")
		}
		return c.union(inner, field)
	case t.Word != "":
		// "udp" is a field, and a value of `protocol`.
		if f, ok := fieldIndex()[t.Word]; ok && (field == nil || !slices.Contains(field.Names, t.Word)) {
			c.follows = c.follows || f.Model
			return operand{typ: f.Type, at: t, field: f, read: f.read}, nil
		}
	}
	v, err := c.constant(t, field)
	if err != nil {
		return operand{}, err
	}
	typ := Number
	switch {
	case field != nil:
		typ = field.Type
	case t.Text != "":
		typ = Text
	}
	return operand{typ: typ, at: t, read: func(*Event) value { return v }}, nil
}

// constant is a value that is written in the query, of the type of the field that
// it is compared with.
func (c *checker) constant(t *term, field *Field) (value, error) {
	switch {
	case t.Word != "":
		return c.named(t, field)
	case t.Number != "":
		return c.number(t, field)
	}
	s := unquote(t.Text)
	switch {
	case field == nil || field.Type == Text:
		return text(s), nil
	case field.Type == Name:
		if field.Name == "state" {
			return c.named(&term{Pos: t.Pos, EndPos: t.EndPos, Word: s}, field)
		}
		return text(s), nil
	case field.Type == Flags:
		return c.flags(t, s)
	}
	return value{}, c.fault(t, "`%s` is a %s, and this is a text", field.Name, field.Type)
}

// named is a word that is no field.
func (c *checker) named(t *term, field *Field) (value, error) {
	known := fieldNames()
	switch {
	case field == nil:
	case field.Type == Flags:
		known = nil
		for _, f := range vocab.TCPFlags() {
			if f.Name == t.Word {
				return number(int64(f.Bit)), nil
			}
			known = append(known, f.Name)
		}
	case field.Type == Name:
		known = field.Names
		for _, name := range known {
			if name == t.Word || field.Name == "state" && sameState(name, t.Word) {
				return text(name), nil
			}
		}
	case field.Type == Text:
		return value{}, c.fault(t, "`%s` is a text: write \"%s\" in quotes", field.Name, t.Word)
	}
	return value{}, c.unknown(t, field, known)
}

func (c *checker) unknown(t *term, field *Field, known []string) error {
	what := "field"
	switch {
	case field == nil:
	case field.Type == Flags:
		what = "TCP flag"
	case field.Type == Name:
		what = "value of `" + field.Name + "`"
	}
	if right, ok := vocab.Suggest(t.Word, known); ok {
		return c.fault(t, "unknown %s `%s`: did you mean `%s`?", what, t.Word, right)
	}
	if right, ok := vocab.Suggest(t.Word, fieldNames()); ok {
		return c.fault(t, "unknown field `%s`: did you mean `%s`?", t.Word, right)
	}
	switch {
	case field == nil || field.Type != Flags && field.Type != Name:
		return c.fault(t, "unknown field `%s`: pkt help query lists them", t.Word)
	case len(known) > 12:
		return c.fault(t, "unknown %s `%s`: what is not known is written in quotes", what, t.Word)
	}
	return c.fault(t, "unknown %s `%s`: expected one of %s", what, t.Word, strings.Join(known, ", "))
}

// sameState compares names of TCP states, which RFC 9293 writes with a hyphen and
// Linux with an underscore.
func sameState(name, word string) bool {
	word = strings.TrimPrefix(strings.ToUpper(word), "TCP_")
	plain := func(s string) string { return strings.NewReplacer("-", "", "_", "").Replace(s) }
	return plain(name) == plain(word)
}

// flags reads flags as scripts write them: "S.".
func (c *checker) flags(t *term, letters string) (value, error) {
	var set lang.FlagSet
	for i := range len(letters) {
		f, ok := vocab.TCPFlagLetter(letters[i])
		if !ok && letters != "-" {
			return value{}, c.fault(t, "unknown TCP flag %q: expected letters of FSRP.UEWA", letters[i])
		}
		if ok {
			set |= lang.FlagSet(f.Bit)
		}
	}
	return number(int64(set)), nil
}

// units are what follows the number of a time, in microseconds. Without one it is
// in seconds, as in scripts.
var units = []struct {
	name         string
	microseconds float64
}{{"us", 1}, {"ms", 1e3}, {"s", 1e6}}

func (c *checker) number(t *term, field *Field) (value, error) {
	switch {
	case field != nil && !field.Type.numeric():
		return value{}, c.fault(t, "`%s` is a %s, and this is a number", field.Name, field.Type)
	case field != nil && field.Type == Duration:
		return c.duration(t)
	}
	n, err := strconv.ParseInt(t.Number, 0, 64)
	if err != nil {
		if n, err = strconv.ParseInt(t.Number, 10, 64); err != nil {
			return value{}, c.fault(t, "expected an integer, such as 1460 or 0x10")
		}
	}
	return number(n), nil
}

func (c *checker) duration(t *term) (value, error) {
	digits, unit := t.Number, 1e6
	for _, u := range units {
		if rest, found := strings.CutSuffix(digits, u.name); found {
			digits, unit = rest, u.microseconds
			break
		}
	}
	seconds, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return value{}, c.fault(t, "expected a time, such as 1.5, 200ms or 10us")
	}
	return number(int64(math.Round(seconds * unit))), nil
}

// unquote is the text between quotes. A backslash hides a quote; before anything
// else it stays, as regular expressions and the strings of scripts have it.
func unquote(quoted string) string {
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}
