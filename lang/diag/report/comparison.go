package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pktlang/pkt/lang/diag"
)

// comparison writes what was expected over what happened, word under word.
func (t *textWriter) comparison(detail func(string), c diag.Comparison) {
	expected, actual := align(visible(c.Expected), visible(c.Actual))
	detail(fmt.Sprintf("expected   %s", strings.TrimRight(strings.Join(expected, " "), " ")))
	detail(fmt.Sprintf("actual     %s", strings.TrimRight(strings.Join(t.markDifferences(expected, actual), " "), " ")))
	if len(c.Differs) > 0 {
		detail(fmt.Sprintf("differs    %s", visible(strings.Join(c.Differs, ", "))))
	}
}

func (t *textWriter) markDifferences(expected, actual []string) []string {
	out := make([]string, len(actual))
	for i, padded := range actual {
		word := strings.TrimRight(padded, " ")
		out[i] = padded
		if i >= len(expected) || strings.TrimRight(expected[i], " ") != word {
			out[i] = t.palette.actual.Sprint(word) + padded[len(word):]
		}
	}
	return out
}

// align cuts two events into words and pads these so that the same fields
// stand under each other, up to where the fields begin to differ. Texts that
// hold strings or that were laid out already are left as they are.
func align(expected, actual string) (a, b []string) {
	for _, text := range []string{expected, actual} {
		if strings.Contains(text, "  ") || strings.ContainsAny(text, "\"`") {
			return []string{expected}, []string{actual}
		}
	}
	a, b = strings.Split(expected, " "), strings.Split(actual, " ")
	for i := 0; i < len(a) && i < len(b); i++ {
		if i > 0 && a[i] != b[i] && isKeyword(a[i]) && isKeyword(b[i]) {
			break
		}
		size := max(utf8.RuneCountInString(a[i]), utf8.RuneCountInString(b[i]))
		a[i], b[i] = padTo(a[i], size), padTo(b[i], size)
	}
	return a, b
}

// isKeyword tells whether a word names a field, such as ack or win.
func isKeyword(word string) bool { return word != "" && word[0] >= 'a' && word[0] <= 'z' }

func padTo(word string, size int) string {
	return word + strings.Repeat(" ", size-utf8.RuneCountInString(word))
}
