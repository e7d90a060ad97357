package grammar

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// built is the parser of the grammar. Building it takes milliseconds, so that is
// done when it is first asked for.
var built = sync.OnceValue(func() *participle.Parser[script] {
	return participle.MustBuild[script](participle.Lexer(definition{}),
		participle.UseLookahead(participle.MaxLookahead))
})

// Lex implements lexer.Definition with the tokens of lang.
func (definition) Lex(name string, r io.Reader) (lexer.Lexer, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	return newStream(lang.Parse(source.NewFile(name, string(text)), nil)), nil
}

// Error is where a script departs from the grammar.
type Error struct {
	Range   source.Range // of the token, in bytes
	Message string
}

// Error implements error.
func (e *Error) Error() string { return e.Message }

// maxDepth bounds nested brackets, as the parser of lang does: both read by
// recursion.
const maxDepth = 100

// Check holds the tokens of a script against the grammar; nil is acceptance. The
// error is an *Error at the token where it gave up, which may be the first of the
// statement that is wrong: for exact places there is the parser.
func Check(s *lang.Script) error {
	tokens, err := lexer.Upgrade(newStream(s))
	if err != nil {
		return err
	}
	if _, err = built().ParseFromLexer(tokens); err == nil {
		return nil
	}
	// Participle's own message writes out what it expected as a grammar, which
	// takes many times as long as the check.
	out := &Error{Message: "the grammar has no place for this"}
	var located participle.Error
	if errors.As(err, &located) {
		out.Range = source.Range{Start: located.Position().Offset, End: located.Position().Offset}
	}
	var unexpected *participle.UnexpectedTokenError
	if errors.As(err, &unexpected) {
		token := strings.TrimPrefix(unexpected.Unexpected.Value, definedMark)
		out.Message = fmt.Sprintf("the grammar has no place for `%s` here", token)
		out.Range.End += len(token)
	}
	return out
}
