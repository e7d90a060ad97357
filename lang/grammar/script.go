package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"
)

// The structs are the productions, in the order of docs/grammar.md. The
// fields Plain hold nothing: they are for what stands for itself. Alternatives are tried in their
// order, and the first that fits is taken; (?= ...) and (?! ...) look at what
// comes without taking it.
type (
	script struct {
		Options []*scriptOption `parser:"@@*"`
		Plain   struct{}        `parser:"Command?"`
		Events  []*event        `parser:"@@+"`
		Plain2  struct{}        `parser:"Command?"`
	}
	scriptOption struct {
		Plain struct{}     `parser:"Option"`
		Value *optionValue `parser:"( '=' @@ )?"`
	}
	optionValue struct {
		Plain  struct{} `parser:"  ( Integer | HexInteger | Float | Fraction | String | IPv4 | IPv6 )"`
		Name   *name    `parser:"| @@"`
		Plain2 struct{} `parser:"  ( '=' ( Word | Placeholder | Integer | HexInteger"`
		Plain3 struct{} `parser:"    | String | Command | IPv4 | IPv6 ) )?"`
	}
	event struct {
		Time   *eventTime `parser:"@@"`
		Action *action    `parser:"@@"`
	}
	eventTime struct {
		Relative *seconds `parser:"  '+' @@"`
		RelEnd   *seconds `parser:"  ( '~' '+' @@ )?"`
		Absolute *seconds `parser:"| @@"`
		AbsEnd   *seconds `parser:"  ( '~' @@ )?"`
		Plain    struct{} `parser:"| '*'"`
	}
	seconds struct {
		Plain struct{} `parser:"Integer | Float | Fraction"`
	}
	action struct {
		Packet *packet     `parser:"  @@"`
		Plain  struct{}    `parser:"| Command | Code"`
		Call   *systemCall `parser:"| @@"`
	}
	// name is any word, whether a definition may stand for it or not.
	name struct {
		Plain struct{} `parser:"Word | Placeholder"`
	}
	// number is a decimal number, or a word that a definition is to replace by
	// one.
	number struct {
		Plain struct{} `parser:"Integer | Placeholder"`
	}
	// anyNumber may be hexadecimal.
	anyNumber struct {
		Plain struct{} `parser:"Integer | HexInteger"`
	}
)

// opaque is the rest of a packet of a protocol that a dialect adds. It is kept as
// text: everything up to a line that begins as a statement does.
type opaque struct{}

// Parse implements participle.Parseable.
func (*opaque) Parse(lex *lexer.PeekingLexer) error {
	line, depth := lex.Peek().Pos.Line, 0
	for {
		t := lex.Peek()
		if t.EOF() || depth <= 0 && t.Pos.Line != line && begins(t) {
			return nil
		}
		if t.Type == sign {
			depth += nesting(t.Value)
		}
		line = t.Pos.Line
		lex.Next()
	}
}

// begins reports whether a statement can begin with a token.
func begins(t *lexer.Token) bool {
	switch t.Type {
	case option, command, integer, float, fraction:
		return true
	}
	return t.Value == "+" || t.Value == "*"
}

// nesting is by how much a sign makes brackets deeper.
func nesting(sign string) int {
	switch sign {
	case "(", "[", "{":
		return 1
	case ")", "]", "}":
		return -1
	}
	return 0
}
