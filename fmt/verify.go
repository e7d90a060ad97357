package format

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/pktlang/pkt/lang"
)

// MismatchError says that formatting would have changed more than white
// space.
type MismatchError struct {
	// Index is the first token or comment that differs, counted from 0 over the
	// file.
	Index int
	// Before and After are the texts of all tokens and comments.
	Before, After []string
	reason        string
}

// Error implements error; Report says more.
func (e *MismatchError) Error() string {
	return fmt.Sprintf("the result would differ from the source in more than white space (%s at token %d): this is a "+
		"fault of the formatter, please report it with the script; nothing was changed", e.reason, e.Index)
}

// Report lists the tokens before and after side by side.
func (e *MismatchError) Report() string {
	var out strings.Builder
	for i := range max(len(e.Before), len(e.After)) {
		mark, before, after := " ", "", ""
		if i < len(e.Before) {
			before = e.Before[i]
		}
		if i < len(e.After) {
			after = e.After[i]
		}
		if before != after {
			mark = "!"
		}
		fmt.Fprintf(&out, "%s %5d  %-40q  %q\n", mark, i, before, after)
	}
	return out.String()
}

// verify compares the tokens and comments of the script with those of a text
// that is to replace it. It reads the text anew and looks at nothing that the
// layout decided, but for the numbers that were to be shortened.
func (l *layout) verify(after string) error {
	result, err := reread(l.original, after)
	if err != nil {
		return err
	}
	before, now := l.expected(), tokenTexts(result)
	mismatch := func(index int, reason string) error {
		return &MismatchError{Index: index, Before: before, After: now, reason: reason}
	}
	for i := range before {
		if i >= len(now) || before[i] != now[i] {
			return mismatch(i, "another token")
		}
	}
	if len(now) > len(before) {
		return mismatch(len(before), "a token too many")
	}
	if len(l.simplified) == 0 && !sameBytes(l.original.File.Text, after) {
		return mismatch(len(before), "a byte that belongs to no token")
	}
	at := 0
	for i, st := range l.original.Statements {
		if i >= len(result.Statements) || !sameStatement(st, result.Statements[i]) {
			return mismatch(at, "a statement of another kind or length")
		}
		if len(l.simplified) > 0 &&
			!sameMeaning(reflect.ValueOf(st.Roots()), reflect.ValueOf(result.Statements[i].Roots())) {
			return mismatch(at, "a statement of another meaning")
		}
		at += len(st.Tokens)
	}
	return nil
}

func sameStatement(a, b *lang.Statement) bool {
	return a.Kind == b.Kind && len(a.Tokens) == len(b.Tokens) && len(a.Problems) == len(b.Problems)
}

// expected are the texts of the script's tokens, with those that were to be
// shortened replaced.
func (l *layout) expected() []string {
	texts := tokenTexts(l.original)
	if len(l.simplified) == 0 {
		return texts
	}
	at := 0
	for _, st := range l.original.Statements {
		for _, t := range st.Tokens {
			if short, ok := l.simplified[st.Base+int(t.Off)]; ok {
				texts[at] = short
			}
			at++
		}
	}
	return texts
}

// tokenTexts lists the texts of all tokens and comments, with one kind of line
// end and without the blanks at the end of comments.
func tokenTexts(script *lang.Script) []string {
	n := 0
	for _, st := range script.Statements {
		n += len(st.Tokens)
	}
	texts := make([]string, 0, n)
	for _, st := range script.Statements {
		for i := range st.Tokens {
			t := &st.Tokens[i]
			text := script.File.Text[st.Base+int(t.Off) : st.Base+int(t.End)]
			if t.Kind == lang.Comment {
				text = strings.TrimRight(text, " \t\f\v")
			}
			if strings.IndexByte(text, '\r') >= 0 {
				text = strings.ReplaceAll(text, "\r\n", "\n")
			}
			texts = append(texts, text)
		}
	}
	return texts
}

// sameBytes reports whether two texts are the same but for white space.
func sameBytes(a, b string) bool {
	for {
		a, b = skipSpace(a), skipSpace(b)
		if a == "" || b == "" {
			return a == b
		}
		if a[0] != b[0] {
			return false
		}
		a, b = a[1:], b[1:]
	}
}

func skipSpace(s string) string {
	i := 0
	for i < len(s) && (s[i] == ' ' || '\t' <= s[i] && s[i] <= '\r') {
		i++
	}
	return s[i:]
}
