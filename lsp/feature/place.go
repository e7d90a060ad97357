package feature

import (
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/source"
)

// place is where a cursor stands in a document.
type place struct {
	document  *Document
	script    *lang.Script
	offset    int
	index     int // of the statement; -1 where there is none
	statement *lang.Statement
	path      []lang.Node // around the offset, the innermost last
	token     *lang.Token // or comment, that the offset is in or after
}

// at finds the place of a position.
func (d *Document) at(p protocol.Position) place {
	script := d.Script()
	at := place{document: d, script: script, offset: d.Offset(p)}
	at.index = script.StatementIndex(at.offset)
	if at.index >= 0 {
		at.statement, at.path = script.At(at.offset)
		at.token = at.statement.TokenAt(at.offset)
	}
	return at
}

// text is a part of the statement as written.
func (p *place) text(n lang.Node) string {
	return p.document.file.Slice(p.statement.Range(n))
}

// around finds the innermost node of a type around the place.
func around[N lang.Node](p *place) (found N, ok bool) {
	for i := len(p.path) - 1; i >= 0; i-- {
		if found, ok = p.path[i].(N); ok {
			return found, true
		}
	}
	return found, false
}

// wordAt is the word of a text around an offset in it, and where it begins.
func wordAt(text string, offset int) (word string, start int) {
	isWord := func(c byte) bool {
		return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	offset = min(max(offset, 0), len(text))
	start, end := offset, offset
	for start > 0 && isWord(text[start-1]) {
		start--
	}
	for end < len(text) && isWord(text[end]) {
		end++
	}
	return text[start:end], start
}

// lineOf is the line of a statement, counted from 1; 0 for none.
func lineOf(script *lang.Script, ref model.StatementRef) int {
	st := model.StatementOf(script, ref)
	if st == nil {
		return 0
	}
	return script.File.Line(st.Start())
}

// lineRange is a whole line, counted from 1, without its end.
func lineRange(file *source.File, line int) source.Range {
	start := file.LineStart(line)
	return source.Range{Start: start, End: start + len(file.LineText(line))}
}

// commentText is a comment without its marks.
func commentText(text string) string {
	text = strings.TrimSpace(text)
	if inner, ok := strings.CutPrefix(text, "//"); ok {
		return strings.TrimSpace(strings.TrimLeft(inner, "/"))
	}
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(text, "/*"), "*/"))
}
