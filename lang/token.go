package lang

// Kind is the kind of a token.
type Kind uint8

// The kinds of tokens. Keywords are not told apart from words here: the parser
// knows where a word is a keyword.
const (
	EOF Kind = iota
	Illegal
	Comment // "// ..." without its line end, or "/* ... */"
	OptionName
	WordToken
	Integer
	HexInteger
	Float
	StringToken
	BackQuoted
	CodeToken
	IPv4Address
	IPv6Address
	EllipsisToken
	Punctuation // one byte, in Token.Byte
)

// Token is a stretch of source text with a kind.
type Token struct {
	Span
	Kind Kind
	Byte byte // the byte of a Punctuation
	// FirstOnLine reports whether only white space and comments stand before
	// the token on its line.
	FirstOnLine bool
	// Defined is set where a definition gives the token its kind and value.
	Defined bool
}
