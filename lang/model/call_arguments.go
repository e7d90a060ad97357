package model

import (
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// number returns the value of an argument, if it is a number.
func number(e lang.Expr) (int64, bool) {
	switch e := e.(type) {
	case *lang.Number:
		return e.Value, true
	case *lang.Array:
		if len(e.Elements) == 1 {
			return number(e.Elements[0])
		}
	}
	return 0, false
}

// argument returns the i-th argument of a call, or nil.
func argument(call *lang.SystemCall, i int) lang.Expr {
	if i < len(call.Args) {
		return call.Args[i]
	}
	return nil
}

// mentions reports whether an argument is the word, or an or-list that holds it;
// a flag may also be a bit of a number.
func mentions(e lang.Expr, word string) bool {
	switch e := e.(type) {
	case *lang.Word:
		return e.Name == word
	case *lang.Number:
		if !strings.HasPrefix(word, "MSG_") && !strings.HasPrefix(word, "O_") {
			return false
		}
		flag, ok := vocab.LookupConstant(word)
		return ok && flag.Value != 0 && e.Value&flag.Value == flag.Value
	case *lang.Or:
		for _, t := range e.Terms {
			if mentions(t, word) {
				return true
			}
		}
	}
	return false
}

// onlyWords reports whether an argument is made of words, so that mentions can
// be relied on.
func onlyWords(e lang.Expr) bool {
	switch e := e.(type) {
	case *lang.Word:
		return true
	case *lang.Or:
		for _, t := range e.Terms {
			if !onlyWords(t) {
				return false
			}
		}
		return true
	case *lang.Number:
		return e.Value == 0
	}
	return e == nil
}

// wordOf returns the name of an argument, if it is one word.
func wordOf(e lang.Expr) string {
	if w, ok := e.(*lang.Word); ok {
		return w.Name
	}
	return ""
}

// result returns the number that a call returns; ok is false where the script
// does not say.
func result(call *lang.SystemCall) (value int64, ok bool) { return number(call.Result) }

// succeeds reports whether the script says that a call does not fail.
func succeeds(call *lang.SystemCall) bool {
	v, ok := result(call)
	return !ok || v >= 0
}

// errnoOf is the name of the errno that the script expects, or "".
func errnoOf(call *lang.SystemCall) string {
	if call.Errno == nil {
		return ""
	}
	return call.Errno.Name
}

// iovecLength is the sum of the lengths of a list of iovecs.
func iovecLength(e lang.Expr) (int64, bool) {
	a, ok := e.(*lang.Array)
	if !ok {
		return 0, false
	}
	sum := int64(0)
	for _, element := range a.Elements {
		v, ok := element.(*lang.Iovec)
		if !ok {
			return 0, false
		}
		n, ok := number(v.Length)
		if !ok {
			return 0, false
		}
		sum += n
	}
	return sum, true
}

func isZero(e lang.Expr) bool {
	v, ok := number(e)
	return ok && v == 0
}

// isNull reports whether an argument is NULL or 0.
func isNull(e lang.Expr) bool { return isZero(e) || wordOf(e) == "NULL" }
