package dump

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// maxText is how many bytes of a node's text the tree shows.
const maxText = 60

// Tree writes one node a line, indented by depth: the field that holds it, its
// kind, its range as line:column-line:column (from 1, in bytes, the end not
// included) and its text, cut off where it is long.
func Tree(w io.Writer, script *lang.Script) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "Script %s\n", script.File.Name)
	for _, s := range script.Statements {
		e := statement(script.File, s)
		if s.Kind == lang.EndStatement && len(e.below) == 0 {
			continue
		}
		treeElement(out, script.File, e, 1)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("cannot write the syntax tree: %w", err)
	}
	return nil
}

func treeElement(out *bufio.Writer, file *source.File, e element, depth int) {
	if e.list {
		for i, below := range e.below {
			below.name = fmt.Sprintf("%s[%d]", e.name, i)
			treeElement(out, file, below, depth)
		}
		return
	}
	if e.kind == "" {
		return
	}
	out.WriteString(strings.Repeat("  ", depth))
	if e.name != "" {
		out.WriteString(e.name + ": ")
	}
	text := e.text
	if text == "" {
		text = shorten(file.Slice(e.rng))
	}
	fmt.Fprintf(out, "%s %s %s\n", e.kind, span(file, e.rng), text)
	for _, below := range e.below {
		treeElement(out, file, below, depth+1)
	}
}

// Tokens writes one token or comment a line: its range, its kind and its text
// in quotes. White space is what lies between two lines' ranges.
func Tokens(w io.Writer, script *lang.Script) error {
	out := bufio.NewWriter(w)
	for _, s := range script.Statements {
		for _, token := range s.Tokens {
			r := s.Range(token)
			fmt.Fprintf(out, "%s %s %s\n", span(script.File, r), kindName(token.Kind),
				strconv.Quote(script.File.Slice(r)))
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("cannot write the tokens: %w", err)
	}
	return nil
}

var kindNames = [...]string{
	lang.EOF: "end", lang.Illegal: "illegal", lang.Comment: "comment", lang.OptionName: "option",
	lang.WordToken: "word", lang.Integer: "integer", lang.HexInteger: "hex", lang.Float: "float",
	lang.StringToken: "string", lang.BackQuoted: "command", lang.CodeToken: "code",
	lang.IPv4Address: "ipv4", lang.IPv6Address: "ipv6", lang.EllipsisToken: "ellipsis",
	lang.Punctuation: "punctuation",
}

func kindName(k lang.Kind) string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "kind" + strconv.Itoa(int(k))
}

func span(file *source.File, r source.Range) string {
	start, end := file.Position(r.Start), file.Position(r.End)
	return fmt.Sprintf("%d:%d-%d:%d", start.Line, start.Column, end.Line, end.Column)
}

func shorten(text string) string {
	if len(text) <= maxText {
		return strconv.Quote(text)
	}
	cut := maxText
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return strconv.Quote(text[:cut]) + "..."
}
