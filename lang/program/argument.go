package program

import (
	"fmt"
	"math"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// compileArgument evaluates argument n of a call.
func compileArgument(signature *vocab.Call, n int, e lang.Expr) (Argument, *fault) {
	p := &signature.Params[n]
	a := Argument{Syntax: e, Param: p}
	if isEllipsis(e) && p.Ellipsis != vocab.NoEllipsis {
		a.Value = MadeUp{}
		return a, nil
	}
	var f *fault
	if p.Ellipsis == vocab.EllipsisRequired {
		f = wrongKind(e, ellipsisForm).replaceWith("...")
		f.note("%s of %s is always `...`: the live one is filled in", p.Name, signature.Name)
	} else {
		a.Value, f = compileValue(p, e)
	}
	if f == nil {
		return a, nil
	}
	a.Value = nil
	if f == said {
		return a, f
	}
	if f.node == e && f.form != nil {
		is, _ := kindOf(e)
		f.Message = fmt.Sprintf("argument %d of %s, %s, must be %s, not %s", n+1, signature.Name,
			p.Name, f.form.what, is)
		if f.Label == "" {
			f.mark("expected %s", f.form.what)
		}
	} else if len(f.Notes) == 0 {
		f.note("this is %s of %s", p.Name, signature.Signature())
	}
	return a, f
}

// compileValue evaluates what stands for a parameter.
func compileValue(p *vocab.Param, e lang.Expr) (Value, *fault) {
	switch p.Kind {
	case vocab.Structure:
		return nil, nil // of another dialect
	case vocab.Descriptor:
		n, f := number32(e)
		return DescriptorNumber(n), f
	case vocab.DescriptorPair:
		return compilePair(e)
	case vocab.Buffer:
		return compileBuffer(e)
	case vocab.Path:
		return compileText(e)
	case vocab.Vector:
		return compileIovecs(e)
	case vocab.MessageHeader:
		return compileMessage(e)
	case vocab.PollArray:
		return compilePolls(e)
	case vocab.EpollEvent:
		return compileEpollEvent(e)
	case vocab.OptionValue:
		return compileOptionValue(e, p.Out)
	case vocab.Offset:
		return compileOffset(e, p)
	}
	if p.Out || p.Kind == vocab.RequestArgument {
		n, f := bracketed32(e)
		return Number(n), f
	}
	n, f := number32(e)
	return Number(n), f
}

// compileOffset reads the offset of sendfile, which stands in brackets, or of
// splice, which is the pointer itself and NULL in practice.
func compileOffset(e lang.Expr, p *vocab.Param) (Value, *fault) {
	if len(p.Constants) == 0 {
		inner, f := bracketed(e)
		if f != nil {
			return nil, f
		}
		e = inner
	}
	n, f := number(e)
	return Number(n), f
}

// compileBuffer reads what stands for a buffer besides "...": NULL or a string.
func compileBuffer(e lang.Expr) (Value, *fault) {
	if s, ok := e.(*lang.String); ok {
		return compileText(s)
	}
	n, f := number(e)
	switch {
	case f == said:
		return nil, f
	case f == nil && n == 0:
		return Null{}, nil
	}
	return nil, wrongKind(e, bufferForm)
}

func compileText(e lang.Expr) (*Text, *fault) {
	s, ok := e.(*lang.String)
	if !ok {
		return nil, wrongKind(e, stringForm)
	}
	b, err := s.Bytes()
	if err != nil {
		return nil, said // a syntax error
	}
	return &Text{Bytes: b, Prefix: s.Prefix}, nil
}

// compilePair reads the two descriptors of a pipe.
func compilePair(e lang.Expr) (Value, *fault) {
	list, ok := elements(e)
	if !ok {
		return nil, wrongKind(e, pairForm)
	}
	if len(list) != 2 {
		f := faultf(CodeArgumentKind, e, "%d descriptors where a pipe has two: [read end, write end]",
			len(list)).onLinux()
		if len(list) == 1 {
			f.Message = "1 descriptor where a pipe has two: [read end, write end]"
		}
		return nil, f
	}
	var pair DescriptorPair
	for n, inner := range list {
		fd, f := number32(inner)
		if f == nil && fd < 0 {
			f = faultf(CodeArgumentValue, inner, "a descriptor cannot be %d: expected a number of 0 or more",
				fd).onLinux()
		}
		if f != nil {
			return nil, f
		}
		pair[n] = fd
	}
	return pair, nil
}

func compileIovecs(e lang.Expr) (Value, *fault) {
	iovecs, f := iovecsOf(e)
	return Iovecs(iovecs), f
}

func iovecsOf(e lang.Expr) ([]Iovec, *fault) {
	list, ok := elements(e)
	if !ok {
		return nil, wrongKind(e, iovecsForm)
	}
	out := make([]Iovec, 0, len(list))
	for _, inner := range list {
		v, f := compileIovec(inner)
		if f != nil {
			return nil, f
		}
		out = append(out, v)
	}
	return out, nil
}

// compileIovec reads {..., 100}, or {"data", 100}, which the grammar has as a
// list.
func compileIovec(e lang.Expr) (Iovec, *fault) {
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
		return Iovec{}, wrongKind(e, iovecForm)
	}
	length, f := number(size)
	if f != nil {
		return Iovec{}, f
	}
	if length > math.MaxInt32 {
		return Iovec{}, faultf(CodeArgumentValue, size, "an iovec of %d bytes is too long", length).onLinux()
	}
	v := Iovec{Syntax: base, Length: length}
	if !isEllipsis(base) {
		v.Text, f = compileText(base)
	}
	return v, f
}
