package query

import (
	"cmp"
	"regexp"
	"slices"
)

// checker gives the words of a query their meaning and turns the tree into
// functions.
type checker struct {
	text    string
	follows bool
}

// operand is a checked value.
type operand struct {
	typ    Type
	at     *term // the first of it
	field  *Field
	masked bool // a & b: it is true where a bit is left
	read   func(*Event) value
}

func (c *checker) alternatives(a *alternatives) (condition, error) {
	return all(a.Terms, c.conjunction, func(list []condition) condition {
		return func(e *Event) bool {
			return slices.ContainsFunc(list, func(is condition) bool { return is(e) })
		}
	})
}

func (c *checker) conjunction(a *conjunction) (condition, error) {
	return all(a.Terms, c.negation, func(list []condition) condition {
		return func(e *Event) bool {
			return !slices.ContainsFunc(list, func(is condition) bool { return !is(e) })
		}
	})
}

// all checks the terms of an expression and joins them, where there are several.
func all[T any](terms []T, check func(T) (condition, error), join func([]condition) condition) (condition, error) {
	var list []condition
	for _, t := range terms {
		one, err := check(t)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	if len(list) == 1 {
		return list[0], nil
	}
	return join(list), nil
}

func (c *checker) negation(n *negation) (condition, error) {
	if n.Negated == nil {
		return c.comparison(n.Condition)
	}
	is, err := c.negation(n.Negated)
	if err != nil {
		return nil, err
	}
	return func(e *Event) bool { return !is(e) }, nil
}

func (c *checker) comparison(x *comparison) (condition, error) {
	switch {
	case x.In != nil:
		return c.membership(x)
	case x.Operator != "":
		return c.relation(x)
	}
	if group := x.Left.group(); group != nil {
		return c.alternatives(group)
	}
	left, err := c.union(x.Left, nil)
	if err != nil {
		return nil, err
	}
	if left.field == nil {
		return nil, c.fault(left.at, "`%s` alone is neither true nor false: compare a field with it", left.at.written())
	}
	if left.typ == Truth || left.masked {
		return func(e *Event) bool { return left.read(e).number != 0 }, nil
	}
	return func(e *Event) bool { return left.read(e).present }, nil
}

// relation is `field == value`. The type is that of the first field on either
// side, and what is no field is read as a value of it.
func (c *checker) relation(x *comparison) (condition, error) {
	field := cmp.Or(c.fieldIn(x.Left), c.fieldIn(x.Right))
	left, err := c.union(x.Left, field)
	if err != nil {
		return nil, err
	}
	right, err := c.union(x.Right, field)
	if err != nil {
		return nil, err
	}
	if field == nil {
		return nil, c.fault(left.at, "a query compares a field of the event, and there is none here: "+
			"pkt help query lists them")
	}
	if left.typ != right.typ {
		return nil, c.fault(right.at, "a %s is compared with a %s", left.typ, right.typ)
	}
	switch {
	case x.Operator == "~":
		return c.search(left, x.Right)
	case left.typ == Truth:
		return nil, c.fault(left.at, "`%s` is true or false: write it alone, or `!` before it", field.Name)
	case x.Operator != "==" && x.Operator != "!=" && !left.typ.ordered():
		return nil, c.fault(left.at, "a %s is not greater or smaller: compare it with == or !=", left.typ)
	}
	compare := comparisons[x.Operator]
	numeric := left.typ.numeric()
	return func(e *Event) bool {
		a, b := left.read(e), right.read(e)
		if !a.present || !b.present {
			return false
		}
		if numeric {
			return compare(cmp.Compare(a.number, b.number))
		}
		return compare(cmp.Compare(a.text, b.text))
	}, nil
}

// comparisons say which results of cmp.Compare an operator means.
var comparisons = map[string]func(int) bool{
	"==": func(n int) bool { return n == 0 },
	"!=": func(n int) bool { return n != 0 },
	"<":  func(n int) bool { return n < 0 },
	"<=": func(n int) bool { return n <= 0 },
	">":  func(n int) bool { return n > 0 },
	">=": func(n int) bool { return n >= 0 },
}

// search is `field ~ "regular expression"`.
func (c *checker) search(left operand, right *union) (condition, error) {
	pattern := right.first()
	if left.typ.numeric() || pattern.Text == "" || left.field == nil {
		return nil, c.fault(pattern, "`~` searches a text: expected a field of text and, after it, a regular "+
			"expression in quotes")
	}
	expression, err := regexp.Compile(unquote(pattern.Text))
	if err != nil {
		return nil, c.fault(pattern, "the regular expression is wrong: %v", err)
	}
	return func(e *Event) bool {
		v := left.read(e)
		return v.present && expression.MatchString(v.text)
	}, nil
}

// membership is `field in 10..20` or `field in (a, b)`.
func (c *checker) membership(x *comparison) (condition, error) {
	field := c.fieldIn(x.Left)
	left, err := c.union(x.Left, field)
	if err != nil {
		return nil, err
	}
	if field == nil || field.Type == Truth {
		return nil, c.fault(left.at, "`in` asks for a number, a time, a name or a text")
	}
	var ranges [][2]operand
	for _, m := range x.In.Members {
		first, err := c.union(m.First, field)
		if err != nil {
			return nil, err
		}
		last := first
		if m.Last != nil {
			if last, err = c.union(m.Last, field); err != nil {
				return nil, err
			}
			if !field.Type.ordered() {
				return nil, c.fault(first.at, "a %s has no range: write the values in parentheses", field.Type)
			}
		}
		if first.typ != left.typ || last.typ != left.typ {
			return nil, c.fault(first.at, "a %s is compared with a %s", left.typ, first.typ)
		}
		ranges = append(ranges, [2]operand{first, last})
	}
	return func(e *Event) bool {
		v := left.read(e)
		return v.present && slices.ContainsFunc(ranges, func(r [2]operand) bool {
			first, last := r[0].read(e), r[1].read(e)
			if !first.present || !last.present {
				return false
			}
			if left.typ.numeric() {
				return first.number <= v.number && v.number <= last.number
			}
			return v.text == first.text
		})
	}, nil
}
