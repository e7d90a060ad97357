package grammar

import (
	"slices"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
)

// Difference is something that the grammar accepts and the parser refuses on
// purpose: it is right as a text, and wrong for another reason.
type Difference struct {
	Name string
	Why  string
	// Code is that of the parser's diagnostic.
	Code string
	// Example is an event that differs so.
	Example string

	is func(diag.Diagnostic) bool // nil where the code says all
}

// Beyond are all differences; that there are no others is held by tests.
func Beyond() []Difference { return slices.Clone(beyond) }

var beyond = []Difference{
	{Name: "form of a time", Code: lang.CodeTimeForm, Example: "* < S 0:0(0) win 1000",
		Why: "which times an event can have depends on what it does"},
	{Name: "order of times", Code: lang.CodeTimeBackwards, Example: "+.2~+.1 > . 1:1(0) ack 1",
		Why: "a range ends after it begins"},
	{Name: "options", Code: lang.CodeScriptOption, Example: "--tolerance_usec=10000",
		Why: "options and their values are a table, lang/vocab"},
	{Name: "TCP flags", Code: lang.CodeFlags, Example: "+0 > SX 0:0(0)",
		Why: "a word is made of the letters of flags"},
	{Name: "length of a range", Code: lang.CodeSequenceLength, Example: "+0 > P. 1:1001(100) ack 1",
		Why: "the end minus the start is the length"},
	{Name: "ranges of numbers", Code: lang.CodeOutOfRange, Example: "+0 < S 0:0(0) win 65536",
		Why: "a number fits its field"},
	{Name: "window of an injected segment", Code: lang.CodeMissingWindow, Example: "+0 < . 1:1(0) ack 1",
		Why: "what is expected may leave the window open, what is injected may not"},
	{Name: "length of TCP options", Code: lang.CodeOptionsLength, Example: "+0 < S 0:0(0) win 1000 <wscale 7>",
		Why: "options fill words of four bytes"},
	{Name: "hexadecimal digits", Code: lang.CodeHexBlob, Example: "+0 < S 0:0(0) win 1000 <FO abc,nop,nop>",
		Why: "to the lexer they are a word or a number"},
	{Name: "what is left open", Code: lang.CodeInboundOnly, Example: "+0 < S 0:0(0) win 1000 <...>",
		Why: "only what is expected can leave something open"},
	{Name: "ICMP types and codes", Code: lang.CodeICMP, Example: "+0 < icmp nonsense_type",
		Why: "types, codes and what goes with them are a table, lang/vocab"},
	{Name: "addresses", Code: lang.CodeAddress,
		Example: `+0 bind(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("1.2.3")}, 16) = 0`,
		Why:     "an address in quotes is any text to the lexer"},
	{Name: "escapes", Code: lang.CodeEscape, Example: `+0 write(3, "a\q", 2) = 2`,
		Why: "a string is any text between quotes to the lexer"},
	{Name: "address family", Code: lang.CodeUnknownWord,
		Example: `+0 bind(3, {sa_family=AF_UNIX, sin_port=htons(80), sin_addr=inet_addr("1.2.3.4")}, 16) = 0`,
		Why:     "a definition may stand for the family, so it is any word",
		is:      func(d diag.Diagnostic) bool { return len(d.Fixes) == 0 }},
	{Name: "misspelt words", Code: lang.CodeUnknownWord, Example: `+0 f(3, {onnoff=1, linger=0}) = 0`,
		Why: "a word that is nearly that of a structure or function is taken for it, where another would begin a " +
			"plain list",
		is: func(d diag.Diagnostic) bool { return len(d.Fixes) > 0 }},
}

// FindBeyond finds the difference that a diagnostic of the parser is one of.
func FindBeyond(d diag.Diagnostic) (Difference, bool) {
	i := slices.IndexFunc(beyond, func(b Difference) bool { return b.Code == d.Code && (b.is == nil || b.is(d)) })
	if i < 0 {
		return Difference{}, false
	}
	return beyond[i], true
}
