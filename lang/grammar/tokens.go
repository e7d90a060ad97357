package grammar

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// The tokens as the productions name them. A word that looks like a definition
// which was not given may stand for a number, so it is told apart from others,
// and so is a fraction without digits before its point, which may be the end of flags.
const (
	illegal lexer.TokenType = iota + 1
	option
	word
	placeholder
	integer
	hexInteger
	float
	fraction
	quoted
	command
	code
	ipv4
	ipv6
	ellipsis
	sign
)

// symbols are the names of the tokens, with what each is for people.
var symbols = []struct {
	typ         lexer.TokenType
	name, about string
}{
	{illegal, "Illegal", "a character that no token begins with, or a text without its end"},
	{option, "Option", "two dashes and the name of an option: `--mtu`"},
	{word, "Word", "letters, digits and underscores that are no number: `socket`, `S`, `win`"},
	{placeholder, "Placeholder",
		"a word in capitals that the language does not know, which a definition may stand for: `PORT`"},
	{integer, "Integer", "decimal digits, with a minus sign or without: `1460`, `-1`"},
	{hexInteger, "HexInteger", "0x and hexadecimal digits: `0x1f`"},
	{float, "Float", "a decimal fraction: `0.5`"},
	{fraction, "Fraction",
		"a decimal fraction that begins with its point, right after what stands before it: `+.5`, `S.5`"},
	{quoted, "String", "a text in double quotes"},
	{command, "Command", "a command for the shell in backquotes"},
	{code, "Code", "code between `%{` and `}%`"},
	{ipv4, "IPv4", "an IPv4 address: `192.0.2.1`"},
	{ipv6, "IPv6", "an IPv6 address: `2001:db8::1`"},
	{ellipsis, "Ellipsis", "`...`"},
	{sign, "Sign", "a single character, such as `+` or `<`"},
}

// definition tells participle the names. Tokens are made by lang, so it lexes
// nothing itself.
type definition struct{}

// Symbols implements lexer.Definition.
func (definition) Symbols() map[string]lexer.TokenType {
	names := map[string]lexer.TokenType{"EOF": lexer.EOF}
	for _, s := range symbols {
		names[s.name] = s.typ
	}
	return names
}

// stream hands out the tokens of a script, without its comments.
type stream struct {
	script    *lang.Script
	statement int // index of the one that the next token is in
	token     int // and the token's in it
	line      int // of the token before
	at        int // offset up to which lines were counted
	depth     int // of brackets
	word      int // the end of the token before, where that is a word, else -1
}

func newStream(s *lang.Script) *stream { return &stream{script: s, word: -1} }

// definedMark begins the values of tokens that a definition stands for: what it
// stands for is never a keyword, as in google/packetdrill.
const definedMark = "\x00"

// Next implements lexer.Lexer.
func (s *stream) Next() (lexer.Token, error) {
	for ; s.statement < len(s.script.Statements); s.statement, s.token = s.statement+1, 0 {
		st := s.script.Statements[s.statement]
		for s.token < len(st.Tokens) {
			t := st.Tokens[s.token]
			s.token++
			if t.Kind != lang.Comment && t.Kind != lang.EOF {
				return s.make(t, st.Range(t))
			}
		}
	}
	return lexer.EOFToken(s.position(len(s.script.File.Text))), nil
}

func (s *stream) position(offset int) lexer.Position {
	s.line += strings.Count(s.script.File.Text[s.at:offset], "\n")
	s.at = offset
	return lexer.Position{Filename: s.script.File.Name, Offset: offset, Line: s.line + 1}
}

// make refuses what is no token, and brackets that nest too deep.
func (s *stream) make(t lang.Token, at source.Range) (lexer.Token, error) {
	text := s.script.File.Slice(at)
	out := lexer.Token{Type: kindOf(t, text), Value: text, Pos: s.position(at.Start)}
	if out.Type == fraction && s.word >= 0 && s.word != at.Start {
		out.Type = float
	}
	s.word = -1
	if t.Kind == lang.WordToken {
		s.word = at.End
	}
	if out.Type == sign {
		s.depth += nesting(text)
	}
	switch {
	case out.Type == illegal:
		return out, &Error{Range: at, Message: "no token begins here"}
	case s.depth > maxDepth:
		return out, &Error{Range: at, Message: "the brackets nest too deep"}
	case t.Defined:
		out.Value = definedMark + text
	}
	return out, nil
}

// kinds are the types of tokens that need no look at their text.
var kinds = [...]lexer.TokenType{
	lang.Illegal: illegal, lang.OptionName: option, lang.WordToken: word, lang.Integer: integer,
	lang.HexInteger: hexInteger, lang.Float: float, lang.StringToken: quoted, lang.BackQuoted: command,
	lang.CodeToken: code, lang.IPv4Address: ipv4, lang.IPv6Address: ipv6, lang.EllipsisToken: ellipsis,
	lang.Punctuation: sign,
}

func kindOf(t lang.Token, text string) lexer.TokenType {
	switch {
	case t.Kind == lang.WordToken && !t.Defined && lang.LooksLikeDefinition(text):
		return placeholder
	case t.Kind == lang.Float && text[0] == '.':
		return fraction
	}
	return kinds[t.Kind]
}
