package grammar

import (
	"fmt"
	"strings"
)

// Production is a rule of the grammar.
type Production struct {
	Name string
	// Alternatives are its right side in participle's EBNF: "x" stands for itself,
	// <word> is a token, X? X* X+ ~X are none or one, any number, one or more, and
	// any token but X; (?= X) and (?! X) look at what comes without taking it.
	Alternatives []string
}

// Productions are all, in the order in which they are first used.
func Productions() []Production {
	var out []Production
	for line := range strings.Lines(built().String()) {
		name, right, _ := strings.Cut(strings.TrimSpace(line), " = ")
		p := Production{Name: name}
		for _, alternative := range split(strings.TrimSuffix(right, " .")) {
			p.Alternatives = append(p.Alternatives, bare(alternative))
		}
		out = append(out, p)
	}
	return out
}

// split cuts a right side at the bars that are outside of all parentheses.
func split(right string) []string {
	var out []string
	start := 0
	walk(right, func(i, depth int) {
		if depth == 0 && right[i] == '|' {
			out = append(out, strings.TrimSpace(right[start:i]))
			start = i + 1
		}
	})
	return append(out, strings.TrimSpace(right[start:]))
}

// walk visits the bytes of a right side that stand in no quotes, with how many
// parentheses are open before each.
func walk(right string, visit func(i, depth int)) {
	depth := 0
	for i := 0; i < len(right); i++ {
		switch right[i] {
		case '"':
			for i++; i < len(right) && right[i] != '"'; i++ {
				if right[i] == '\\' {
					i++
				}
			}
			continue
		case ')':
			depth--
		}
		visit(i, depth)
		if right[i] == '(' {
			depth++
		}
	}
}

// bare takes off parentheses around the whole of an alternative.
func bare(alternative string) string {
	if !strings.HasPrefix(alternative, "(") || strings.HasPrefix(alternative, "(?") {
		return alternative
	}
	end := -1
	walk(alternative, func(i, depth int) {
		if end < 0 && depth == 0 && alternative[i] == ')' {
			end = i
		}
	})
	if end != len(alternative)-1 {
		return alternative
	}
	return alternative[1:end]
}

// lineWidth is up to where EBNF writes, in columns.
const lineWidth = 96

// String is the production on as many lines as it has alternatives, and more
// where these are long.
func (p Production) String() string {
	var b strings.Builder
	indent := strings.Repeat(" ", len(p.Name))
	for i, alternative := range p.Alternatives {
		line := indent + " |"
		if i == 0 {
			line = p.Name + " ="
		}
		for _, word := range strings.Fields(alternative) {
			if len(line)+1+len(word) > lineWidth {
				fmt.Fprintln(&b, line)
				line = indent + "  "
			}
			line += " " + word
		}
		if i == len(p.Alternatives)-1 {
			line += " ."
		}
		fmt.Fprintln(&b, line)
	}
	return b.String()
}

// EBNF is the whole grammar.
func EBNF() string {
	var b strings.Builder
	for _, p := range Productions() {
		b.WriteString(p.String())
	}
	return b.String()
}

// Token is a token as the productions name it.
type Token struct{ Name, About string }

// Tokens are those that the productions name, and "opaque", which is no token:
// the rest of a packet that is kept as text.
func Tokens() []Token {
	text := EBNF()
	var out []Token
	for _, s := range symbols {
		name := "<" + strings.ToLower(s.name) + ">"
		if strings.Contains(text, name) {
			out = append(out, Token{name, s.about})
		}
	}
	return append(out, Token{"opaque", "everything up to a line that begins as a statement does"})
}
