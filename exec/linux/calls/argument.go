//go:build linux

package calls

import (
	"fmt"
	"math"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// argument is an evaluated argument; which fields are set depends on the kind
// of the parameter.
type argument struct {
	expr    lang.Expr
	made    bool  // "...": made up by this package
	number  int64 // numbers, also those in brackets
	text    *text
	pair    [2]int32
	vector  []element
	header  *header
	polls   []pollEntry
	event   *epollEntry
	setting *setting
}

// text is a string with its escapes replaced.
type text struct {
	bytes  []byte
	prefix bool // more may follow
}

// compileArgument evaluates argument n of a call.
func compileArgument(signature *vocab.Call, n int, e lang.Expr) (argument, *fault) {
	p := &signature.Params[n]
	a := argument{expr: e}
	if isEllipsis(e) && p.Ellipsis != vocab.NoEllipsis {
		a.made = true
		return a, nil
	}
	if p.Ellipsis == vocab.EllipsisRequired {
		f := wrongKind(e, "`...`", "ellipsis")
		f.notes = append(f.notes, fmt.Sprintf("%s of %s is always `...`: the live one is filled in", p.Name, signature.Name))
		return a, f.replaceWith("write `...`", "...")
	}
	f := a.compile(p)
	if f != nil && len(f.notes) == 0 {
		f.notes = append(f.notes, fmt.Sprintf("this is %s of %s", p.Name, signature.Signature()))
	}
	return a, f
}

func (a *argument) compile(p *vocab.Param) (f *fault) {
	switch p.Kind {
	case vocab.Buffer:
		a.text, f = compileBuffer(a.expr)
	case vocab.Vector:
		a.vector, f = compileVector(a.expr)
	case vocab.MessageHeader:
		a.header, f = compileHeader(a.expr)
	case vocab.PollArray:
		a.polls, f = compilePolls(a.expr)
	case vocab.EpollEvent:
		a.event, f = compileEpollEvent(a.expr)
	case vocab.DescriptorPair:
		a.pair, f = compilePair(a.expr)
	case vocab.Path:
		a.text, f = compileText(a.expr)
	case vocab.OptionValue:
		a.setting, f = compileSetting(a.expr, p.Out)
	case vocab.Offset:
		a.number, f = compileOffset(a.expr, p)
	default:
		var n int32
		if p.Out || p.Kind == vocab.RequestArgument {
			n, f = bracketed32(a.expr)
		} else {
			n, f = number32(a.expr)
		}
		a.number = int64(n)
	}
	return f
}

func bracketed32(e lang.Expr) (int32, *fault) {
	inner, f := bracketed(e)
	if f != nil {
		return 0, f
	}
	return number32(inner)
}

// compileOffset reads the offset of sendfile, which stands in brackets, or of
// splice, which is the pointer itself and NULL in practice.
func compileOffset(e lang.Expr, p *vocab.Param) (int64, *fault) {
	if len(p.Constants) > 0 {
		return number(e)
	}
	inner, f := bracketed(e)
	if f != nil {
		return 0, f
	}
	return number(inner)
}

// compileBuffer reads what stands for a buffer besides "...": NULL, for which
// the result is nil, or a string.
func compileBuffer(e lang.Expr) (*text, *fault) {
	if s, ok := e.(*lang.String); ok {
		return compileText(s)
	}
	n, f := number(e)
	if f == nil && n == 0 {
		return nil, nil
	}
	is, _ := kindOf(e)
	if f == nil {
		is = fmt.Sprint(n)
	}
	f = faultf(e, "%s where a buffer is expected: `...`, NULL or a string", is)
	return nil, f
}

func compileText(e lang.Expr) (*text, *fault) {
	s, ok := e.(*lang.String)
	if !ok {
		return nil, wrongKind(e, "a string", "string")
	}
	b, err := s.Bytes()
	if err != nil {
		return nil, faultf(s, "%v", err)
	}
	return &text{bytes: b, prefix: s.Prefix}, nil
}

// compilePair reads the two descriptors of a pipe.
func compilePair(e lang.Expr) (pair [2]int32, f *fault) {
	list, ok := elements(e)
	if !ok {
		return pair, wrongKind(e, "two descriptors in brackets", "list")
	}
	if len(list) != 2 {
		return pair, faultf(e, "%d descriptors where a pipe has two: [read end, write end]", len(list))
	}
	for n, inner := range list {
		if pair[n], f = number32(inner); f != nil {
			return pair, f
		}
		if pair[n] < 0 {
			return pair, faultf(inner, "a descriptor cannot be %d", pair[n])
		}
	}
	return pair, nil
}

// element is one iovec.
type element struct {
	expr   lang.Expr // the base
	length int64
	text   *text // nil for "..."
}

func compileVector(e lang.Expr) ([]element, *fault) {
	list, ok := elements(e)
	if !ok {
		return nil, wrongKind(e, "an array of iovecs", "list")
	}
	vector := make([]element, 0, len(list))
	for _, inner := range list {
		el, f := compileElement(inner)
		if f != nil {
			return nil, f
		}
		vector = append(vector, el)
	}
	return vector, nil
}

// compileElement reads {..., 100}, or {"data", 100}, which the grammar has as a
// list.
func compileElement(e lang.Expr) (element, *fault) {
	var base, size lang.Expr
	switch e := e.(type) {
	case *lang.Iovec:
		base, size = e.Base, e.Length
	case *lang.List:
		if len(e.Elements) == 2 {
			base, size = e.Elements[0], e.Elements[1]
		}
	}
	if base == nil {
		return element{}, wrongKind(e, "an iovec such as {..., 100}", "iovec")
	}
	length, f := number(size)
	if f != nil {
		return element{}, f
	}
	if length > math.MaxInt32 {
		return element{}, faultf(size, "an iovec of %d bytes is too long", length)
	}
	el := element{expr: base, length: length}
	if !isEllipsis(base) {
		el.text, f = compileText(base)
	}
	return el, f
}
