package query

import (
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// The syntax of queries. Each struct is a production; the binding is tightest at
// the bottom. Unlike in C, & and | bind tighter than a comparison, so that
// `tcp.flags & SYN == SYN` is what it looks like.
type (
	alternatives struct {
		Terms []*conjunction `parser:"@@ ( ( '||' | 'or' ) @@ )*"`
	}
	conjunction struct {
		Terms []*negation `parser:"@@ ( ( '&&' | 'and' ) @@ )*"`
	}
	negation struct {
		Negated   *negation   `parser:"  ( '!' | 'not' ) @@"`
		Condition *comparison `parser:"| @@"`
	}
	comparison struct {
		Left     *union `parser:"@@"`
		Operator string `parser:"( @( '==' | '!=' | '<=' | '>=' | '<' | '>' | '~' )"`
		Right    *union `parser:"  @@"`
		In       *set   `parser:"| 'in' @@ )?"`
	}
	set struct {
		Members []*member `parser:"( '(' @@ ( ',' @@ )* ')' | @@ )"`
	}
	member struct {
		First *union `parser:"@@"`
		Last  *union `parser:"( '..' @@ )?"`
	}
	union struct {
		Terms []*intersection `parser:"@@ ( '|' @@ )*"`
	}
	intersection struct {
		Terms []*term `parser:"@@ ( '&' @@ )*"`
	}
	term struct {
		Pos    lexer.Position
		EndPos lexer.Position
		Number string        `parser:"  @Number"`
		Text   string        `parser:"| @String"`
		Word   string        `parser:"| @Word"`
		Group  *alternatives `parser:"| '(' @@ ')'"`
	}
)

// syntax is built when the first query is read: that takes about a millisecond,
// which commands without a query should not pay.
var syntax = sync.OnceValue(func() *participle.Parser[alternatives] {
	tokens := lexer.MustSimple([]lexer.SimpleRule{
		{Name: "Space", Pattern: `\s+`},
		{Name: "Keyword", Pattern: `(and|or|not|in)\b`},
		{Name: "Word", Pattern: `[A-Za-z_][A-Za-z0-9_]*([.-][A-Za-z0-9_]+)*`},
		{Name: "Number", Pattern: `-?(0x[0-9a-fA-F]+|([0-9]+(\.[0-9]+)?|\.[0-9]+)(us|ms|s)?)\b`},
		{Name: "String", Pattern: `"(\\.|[^"\\])*"`},
		{Name: "Sign", Pattern: `\|\||&&|[=!<>]=|\.\.|[!<>~&|(),]`},
		{Name: "Other", Pattern: `.`},
	})
	return participle.MustBuild[alternatives](participle.Lexer(tokens), participle.Elide("Space"))
})
