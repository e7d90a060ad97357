package feature

import (
	"sort"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// tokenType is an index into the legend.
type tokenType uint32

const (
	commentToken tokenType = iota
	stringToken
	numberToken
	keywordToken
	operatorToken
	functionToken
	enumMemberToken
	variableToken
	macroToken
	propertyToken
	typeToken
)

// declarationModifier is the only modifier: of what makes a descriptor or a
// definition.
const declarationModifier = 1

// TokenLegend names the types: descriptors are variables, uses of definitions
// macros, flags types. Commands and code have no tokens, so that the editor's
// grammars of their languages colour them.
func TokenLegend() protocol.SemanticTokensLegend {
	return protocol.SemanticTokensLegend{
		TokenTypes: []string{"comment", "string", "number", "keyword", "operator", "function", "enumMember", "variable",
			"macro", "property", "type"},
		TokenModifiers: []string{"declaration"},
	}
}

// semanticToken is a stretch of text with a type.
type semanticToken struct {
	source.Range
	kind      tokenType
	modifiers uint32
}

// statementTokens are the tokens of a statement, in order.
func statementTokens(of *program.Program, index int) []semanticToken {
	script := of.Script
	st := script.Statements[index]
	c := &classifier{file: script.File, st: st, spans: make(map[int32]classified)}
	for _, r := range of.ReferencesIn(index) {
		modifiers := uint32(0)
		if r.Use == vocab.OpensDescriptor {
			modifiers = declarationModifier
		}
		if n := written(r); n != nil {
			c.spans[n.Off] = classified{n.End, variableToken, modifiers}
		}
	}
	st.Walk(c.visit)
	return c.tokens()
}

// classifier gives the tokens of a statement their types.
type classifier struct {
	file *source.File
	st   *lang.Statement
	// spans are those that the syntax tree knows, by where they begin.
	spans map[int32]classified
}

type classified struct {
	end       int32
	kind      tokenType
	modifiers uint32
}

func (c *classifier) set(n lang.Node, kind tokenType, modifiers uint32) {
	if w := n.Where(); !w.Empty() {
		c.spans[w.Off] = classified{w.End, kind, modifiers}
	}
}

// visit notes what the tree knows better than the tokens.
func (c *classifier) visit(n lang.Node) bool {
	switch n := n.(type) {
	case *lang.Time:
		c.set(n, numberToken, 0)
		return false
	case *lang.Packet:
		c.set(n.DirectionSpan, operatorToken, 0)
	case *lang.Flags:
		c.set(n, typeToken, 0)
	case *lang.SystemCall:
		c.set(n.Name, functionToken, 0)
		if n.Errno != nil {
			c.set(n.Errno, enumMemberToken, 0)
		}
	case *lang.Note:
		c.set(n, stringToken, 0)
	case *lang.ICMP:
		c.set(n.Type, enumMemberToken, 0)
		if n.Code != nil {
			c.set(n.Code, enumMemberToken, 0)
		}
	case *lang.OptionValue:
		if n.Define != nil {
			c.set(n.Define, macroToken, declarationModifier)
		}
	}
	return true
}

// tokens walks over the statement's tokens and takes the span of the tree where
// one begins.
func (c *classifier) tokens() []semanticToken {
	var out []semanticToken
	reach := int32(-1)
	for _, t := range c.st.Tokens {
		if t.Off < reach {
			continue
		}
		if known, ok := c.spans[t.Off]; ok && t.Kind != lang.Comment && !t.Defined {
			out = append(out, semanticToken{c.st.Range(lang.Span{Off: t.Off, End: known.end}), known.kind,
				known.modifiers})
			reach = known.end
			continue
		}
		if kind, ok := c.kindOf(t); ok {
			out = append(out, semanticToken{c.st.Range(t), kind, 0})
		}
	}
	return out
}

// kindOf is the type of a token by itself.
func (c *classifier) kindOf(t lang.Token) (tokenType, bool) {
	switch t.Kind {
	case lang.Comment:
		return commentToken, true
	case lang.StringToken:
		return stringToken, true
	case lang.OptionName:
		return propertyToken, true
	case lang.Integer, lang.HexInteger, lang.Float, lang.IPv4Address, lang.IPv6Address:
		if t.Defined {
			return macroToken, true
		}
		return numberToken, true
	case lang.WordToken:
		if t.Defined {
			return macroToken, true
		}
		return wordType(c.file.Slice(c.st.Range(t)))
	}
	return 0, false
}

// wordType is the type of a word that the tree says nothing of.
func wordType(word string) (tokenType, bool) {
	if _, ok := vocab.TCPOptionWord(word); ok {
		return propertyToken, true
	}
	if meanings := vocab.LookupKeyword(word); len(meanings) > 0 {
		switch meanings[0].Group {
		case vocab.StructureKeyword:
			return propertyToken, true
		case vocab.FunctionKeyword:
			return functionToken, true
		}
		return keywordToken, true
	}
	if _, ok := vocab.LookupConstant(word); ok {
		return enumMemberToken, true
	}
	return 0, false
}

// SemanticTokens are all tokens of a document as the protocol has it: five
// numbers each, places relative to the token before (LSP 3.17, "Semantic
// Tokens").
func SemanticTokens(d *Document) []uint32 {
	return d.encodeTokens(source.Range{End: len(d.file.Text)})
}

// SemanticTokensIn are those of the events that overlap a range.
func SemanticTokensIn(d *Document, in protocol.Range) []uint32 { return d.encodeTokens(d.Bytes(in)) }

// encodeTokens are the tokens of the statements that overlap a range.
func (d *Document) encodeTokens(within source.Range) []uint32 {
	script := d.Script()
	first := sort.Search(len(script.Statements), func(i int) bool {
		st := script.Statements[i]
		return st.Base+int(st.Length) > within.Start
	})
	e := tokenEncoder{Mapper: d.Mapper, data: []uint32{}}
	for i := first; i < len(script.Statements) && script.Statements[i].Base <= within.End; i++ {
		for _, t := range statementTokens(d.Program(), i) {
			if t.End >= within.Start && t.Start <= within.End {
				e.add(t)
			}
		}
	}
	return e.data
}

type tokenEncoder struct {
	Mapper
	data            []uint32
	line, character uint32 // of the last token
}

// add writes a token, line by line where it spans several.
func (e *tokenEncoder) add(t semanticToken) {
	start, end := e.Position(t.Start), e.Position(t.End)
	for line := start.Line; line <= end.Line; line++ {
		from, to := uint32(0), end.Character
		if line == start.Line {
			from = start.Character
		}
		if line < end.Line {
			to = e.Position(lineRange(e.file, int(line)+1).End).Character
		}
		if to <= from {
			continue
		}
		deltaLine, deltaCharacter := line-e.line, from
		if deltaLine == 0 {
			deltaCharacter = from - e.character
		}
		e.data = append(e.data, deltaLine, deltaCharacter, to-from, uint32(t.kind), t.modifiers)
		e.line, e.character = line, from
	}
}
