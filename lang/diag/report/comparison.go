package report

import (
	"strings"
	"unicode/utf8"

	"github.com/pktlang/pkt/lang/diag"
)

// comparison writes what was expected over what happened, word under word.
func (t *textWriter) comparison(detail func(string), c diag.Comparison) {
	expected, actual, aligned := align(visible(c.Expected), visible(c.Actual))
	for i := range aligned {
		if expected[i] != actual[i] {
			word := strings.TrimRight(actual[i], " ")
			actual[i] = t.palette.actual.Sprint(word) + actual[i][len(word):]
		}
	}
	detail("expected   " + strings.TrimRight(strings.Join(expected, " "), " "))
	detail("actual     " + strings.TrimRight(strings.Join(actual, " "), " "))
	if len(c.Differs) > 0 {
		detail("differs    " + visible(strings.Join(c.Differs, ", ")))
	}
}

// align cuts two events into words and pads these so that the same fields
// stand under each other, up to where the fields are no longer the same; it
// tells how many words that are. Texts that hold strings or that were laid out
// already are left as they are.
func align(expected, actual string) (a, b []string, aligned int) {
	for _, text := range []string{expected, actual} {
		if strings.Contains(text, "  ") || strings.ContainsAny(text, "\"`") {
			return []string{expected}, []string{actual}, 0
		}
	}
	a, b = strings.Split(expected, " "), strings.Split(actual, " ")
	for ; aligned < len(a) && aligned < len(b); aligned++ {
		first, second := a[aligned], b[aligned]
		// The flags of a packet come first; after them only numbers can differ
		// and still belong to the same field.
		if aligned > 0 && first != second && !(isNumber(first) && isNumber(second)) {
			break
		}
		size := max(utf8.RuneCountInString(first), utf8.RuneCountInString(second))
		a[aligned], b[aligned] = padTo(first, size), padTo(second, size)
	}
	return a, b, aligned
}

func isNumber(word string) bool { return word != "" && word[0] >= '0' && word[0] <= '9' }

func padTo(word string, size int) string {
	return word + strings.Repeat(" ", size-utf8.RuneCountInString(word))
}
