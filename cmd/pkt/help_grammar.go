package main

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang/grammar"
)

// grammarHelp is what pkt help grammar prints. The grammar is built here, which
// other commands do not wait for.
func grammarHelp() string {
	var b strings.Builder
	b.WriteString(`The language as a formal grammar, with all dialects. "x" stands for itself, and
<word> is a token; X? is none or one, X* any number, X+ one or more, ~X any token
but X. Alternatives are tried in their order. (?= X) and (?! X) look at what
comes without taking it. docs/grammar.md has diagrams, and says what is refused
beyond the grammar.

`)
	b.WriteString(grammar.EBNF())
	b.WriteString("\nTokens:\n\n")
	for _, t := range grammar.Tokens() {
		fmt.Fprintf(&b, "  %-14s %s\n", t.Name, t.About)
	}
	return b.String()
}
