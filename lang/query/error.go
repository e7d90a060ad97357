package query

import (
	"fmt"
	"strings"
)

// Error is what is wrong with a query, and where.
type Error struct {
	Query      string
	Start, End int // of the place in the query, in bytes
	Message    string
}

// Error is the message with the query and a caret under the place, on lines of
// their own.
func (e *Error) Error() string {
	line := strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, e.Query)
	before := len([]rune(line[:e.Start]))
	width := max(len([]rune(line[e.Start:e.End])), 1)
	return fmt.Sprintf("%s\n    %s\n    %s%s", e.Message, line, strings.Repeat(" ", before),
		strings.Repeat("^", width))
}

// fault is an Error at a term.
func (c *checker) fault(at *term, format string, args ...any) error {
	return &Error{Query: c.text, Start: at.Pos.Offset, End: at.end(c.text), Message: fmt.Sprintf(format, args...)}
}

// end is where a term ends. Participle's own end is where the next token begins.
func (t *term) end(text string) int {
	return t.Pos.Offset + len(strings.TrimRight(text[t.Pos.Offset:t.EndPos.Offset], " \t\r\n"))
}
