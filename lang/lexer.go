package lang

import (
	"strings"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// Byte classes, so that the lexer decides on one table look-up.
const (
	classSpace = 1 << iota
	classDigit
	classHex
	classWord
)

var classes = func() (t [256]byte) {
	for _, c := range " \t\n\r\f\v" {
		t[c] |= classSpace
	}
	for c := '0'; c <= '9'; c++ {
		t[c] |= classDigit | classHex | classWord
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c] |= classWord
		t[c-'a'+'A'] |= classWord
	}
	for c := 'a'; c <= 'f'; c++ {
		t[c] |= classHex
		t[c-'a'+'A'] |= classHex
	}
	t['_'] |= classWord
	return t
}()

// lexer cuts a text into tokens. Each call of next costs time linear in the
// token that it returns.
type lexer struct {
	text        string
	at          int
	definitions Definitions
	// fresh reports whether only white space and comments came since the last
	// line end.
	fresh    bool
	problems []diag.Diagnostic
	// endless holds the closings that were searched for in vain. None stands
	// farther on either, so the search is not done again: that would take
	// quadratic time. It holds for quotes too, because what begins a string
	// after an unterminated one was hidden by a backslash in it.
	endless map[string]bool
}

const byteOrderMark = "\ufeff"

func newLexer(text string, at int, fresh bool, definitions Definitions) *lexer {
	l := &lexer{text: text, at: at, definitions: definitions, fresh: fresh}
	if at == 0 && strings.HasPrefix(text, byteOrderMark) {
		l.at = len(byteOrderMark)
	}
	return l
}

// next returns the next token or comment; offsets are those in the text.
func (l *lexer) next() Token {
	text := l.text
	i := l.at
	for i < len(text) && classes[text[i]]&classSpace != 0 {
		if text[i] == '\n' || text[i] == '\r' {
			l.fresh = true
		}
		i++
	}
	if i >= len(text) {
		l.at = i
		return Token{Span: Span{int32(i), int32(i)}, FirstOnLine: l.fresh}
	}
	token := Token{FirstOnLine: l.fresh}
	end := l.scan(&token, i)
	token.Off, token.End = int32(i), int32(end)
	l.at = end
	if token.Kind != Comment {
		l.fresh = false
	} else if strings.IndexByte(text[i:end], '\n') >= 0 {
		l.fresh = true
	}
	return token
}

// scan sets the kind of the token that begins at i and returns its end.
func (l *lexer) scan(token *Token, i int) int {
	text := l.text
	c := text[i]
	class := classes[c]
	if class&classHex != 0 || c == ':' {
		if end := matchIPv6(text, i); end > i {
			token.Kind = IPv6Address
			return end
		}
	}
	switch {
	case class&classDigit != 0:
		return l.scanNumber(token, i, i)
	case class&classWord != 0:
		return l.scanWord(token, i)
	}
	switch c {
	case '.':
		if strings.HasPrefix(text[i:], "...") {
			token.Kind = EllipsisToken
			return i + 3
		}
		if i+1 < len(text) && classes[text[i+1]]&classDigit != 0 {
			token.Kind = Float
			return digitsEnd(text, i+1)
		}
	case '-':
		if i+1 < len(text) {
			n := text[i+1]
			if n == '-' && i+2 < len(text) && classes[text[i+2]]&classWord != 0 {
				token.Kind = OptionName
				return wordEnd(text, i+2)
			}
			if classes[n]&classDigit != 0 || n == '.' && i+2 < len(text) && classes[text[i+2]]&classDigit != 0 {
				return l.scanNumber(token, i, i+1)
			}
		}
	case '"':
		return l.scanQuoted(token, i, '"', StringToken, "string", `"`)
	case '`':
		return l.scanQuoted(token, i, '`', BackQuoted, "command", "`")
	case '/':
		if i+1 < len(text) && text[i+1] == '/' {
			token.Kind = Comment
			return lineEnd(text, i)
		}
		if i+1 < len(text) && text[i+1] == '*' {
			return l.scanEnclosed(token, i, "*/", Comment, "comment")
		}
	case '#':
		if end := l.conditional(i); end > i {
			token.Kind = Comment
			return end
		}
	case '%':
		if i+1 < len(text) && text[i+1] == '{' {
			return l.scanEnclosed(token, i, "}%", CodeToken, "code")
		}
	}
	if c > ' ' && c < 0x7f {
		token.Kind, token.Byte = Punctuation, c
		return i + 1
	}
	return l.scanIllegal(token, i)
}

// scanNumber reads an integer, a float or an IPv4 address whose digits begin
// at digits; a word that begins with digits is read as a word.
func (l *lexer) scanNumber(token *Token, i, digits int) int {
	text := l.text
	end := digitsEnd(text, digits)
	if end < len(text) && classes[text[end]]&classWord != 0 && digits == i {
		if text[i] == '0' && end == i+1 && text[end] == 'x' {
			hexEnd := end + 1
			for hexEnd < len(text) && classes[text[hexEnd]]&classHex != 0 {
				hexEnd++
			}
			if hexEnd > end+1 && (hexEnd == len(text) || classes[text[hexEnd]]&classWord == 0) {
				token.Kind = HexInteger
				return hexEnd
			}
		}
		return l.scanWord(token, i)
	}
	if end+1 < len(text) && text[end] == '.' && classes[text[end+1]]&classDigit != 0 {
		fraction := digitsEnd(text, end+1)
		if address := matchIPv4(text, digits); digits == i && address > fraction {
			token.Kind = IPv4Address
			return address
		}
		token.Kind = Float
		return fraction
	}
	token.Kind = Integer
	return end
}

// scanWord reads a word and looks it up among the definitions.
func (l *lexer) scanWord(token *Token, i int) int {
	end := wordEnd(l.text, i)
	token.Kind = WordToken
	if end < len(l.text) && l.text[end] == '#' && l.text[i:end] == "sequence" {
		return end + 1
	}
	if len(l.definitions) > 0 {
		if value, ok := l.definitions[l.text[i:end]]; ok && !vocab.IsReserved(l.text[i:end]) {
			token.Kind, token.Defined = definitionKind(value), true
		}
	}
	return end
}

// scanQuoted reads a text between quotes in which a backslash hides the byte
// after it.
func (l *lexer) scanQuoted(token *Token, i int, quote byte, kind Kind, what, closing string) int {
	text := l.text
	for at := i + 1; at < len(text) && !l.endless[closing]; at++ {
		switch text[at] {
		case '\\':
			at++
		case quote:
			token.Kind = kind
			return at + 1
		}
	}
	return l.unterminated(token, i, what, closing)
}

func (l *lexer) scanEnclosed(token *Token, i int, closing string, kind Kind, what string) int {
	if !l.endless[closing] {
		if n := strings.Index(l.text[i+2:], closing); n >= 0 {
			token.Kind = kind
			return i + 2 + n + len(closing)
		}
	}
	return l.unterminated(token, i, what, closing)
}

// unterminated gives up at the end of the line, so that later lines still
// make sense of their own.
func (l *lexer) unterminated(token *Token, i int, what, closing string) int {
	if l.endless == nil {
		l.endless = map[string]bool{}
	}
	l.endless[closing] = true
	end := lineEnd(l.text, i)
	token.Kind = Illegal
	l.problems = append(l.problems, diag.Diagnostic{
		Code: CodeUnterminated, Severity: diag.Error,
		Range:   source.Range{Start: i, End: end},
		Message: "the " + what + " that begins here never ends: expected a closing " + closing,
		Label:   "close it with " + closing,
	})
	return end
}

// scanIllegal takes all bytes that no token can begin with, up to the next one
// that can, as one token: so a binary file gives one message, not millions.
func (l *lexer) scanIllegal(token *Token, i int) int {
	text := l.text
	end := i + 1
	for end < len(text) && (text[end] < ' ' || text[end] >= 0x7f) && classes[text[end]]&classSpace == 0 {
		end++
	}
	token.Kind = Illegal
	l.problems = append(l.problems, diag.Diagnostic{
		Code: CodeIllegalCharacter, Severity: diag.Error,
		Range: source.Range{Start: i, End: end},
		Message: "unexpected " + describeBytes(text[i:end]) +
			": only comments, strings, commands and code may hold such characters",
	})
	return end
}

func wordEnd(text string, i int) int {
	for i < len(text) && classes[text[i]]&classWord != 0 {
		i++
	}
	return i
}

func digitsEnd(text string, i int) int {
	for i < len(text) && classes[text[i]]&classDigit != 0 {
		i++
	}
	return i
}

func lineEnd(text string, i int) int {
	end := strings.IndexByte(text[i:], '\n')
	if end < 0 {
		end = len(text)
	} else {
		end += i
	}
	if cr := strings.IndexByte(text[i:end], '\r'); cr >= 0 {
		end = i + cr
	}
	return end
}

// matchIPv4 returns the end of the four dotted numbers at i, or i.
func matchIPv4(text string, i int) int {
	at := i
	for n := 0; n < 4; n++ {
		if n > 0 {
			if at >= len(text) || text[at] != '.' {
				return i
			}
			at++
		}
		end := digitsEnd(text, at)
		if end == at {
			return i
		}
		at = end
	}
	return at
}

// matchIPv6 returns the end of the longest IPv6 address at i, or i. An address
// has eight groups or a double colon (RFC 4291, section 2.2), which is how
// 1:1001 is told apart from one.
func matchIPv6(text string, i int) int {
	at, groups := i, 0
	for {
		end := hexGroupEnd(text, at)
		if end == at {
			break
		}
		groups++
		at = end
		if groups == 8 {
			return at
		}
		if at >= len(text) || text[at] != ':' {
			return i
		}
		at++
		if at < len(text) && text[at] == ':' {
			break
		}
	}
	if groups == 0 {
		if !strings.HasPrefix(text[i:], "::") {
			return i
		}
		at = i + 1
	}
	if at >= len(text) || text[at] != ':' {
		return i
	}
	at++ // after the double colon
	if end := matchIPv4(text, at); end > at && groups <= 4 {
		return end
	}
	limit := 7 - groups
	for n := 0; n < limit; n++ {
		start := at
		if n > 0 {
			if at >= len(text) || text[at] != ':' {
				break
			}
			if end := matchIPv4(text, at+1); end > at+1 {
				return end
			}
			start++
		}
		end := hexGroupEnd(text, start)
		if end == start {
			break
		}
		at = end
	}
	return at
}

func hexGroupEnd(text string, i int) int {
	end := i
	for end < len(text) && end < i+4 && classes[text[end]]&classHex != 0 {
		end++
	}
	return end
}
