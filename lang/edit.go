package lang

import (
	"strings"

	"github.com/pktlang/pkt/lang/source"
)

// Edit returns the script with one edit applied to its text, which is about the
// text of this one. Only the statements that the edit touches and the one or two
// before it are parsed anew; the others are shared with this script, shifted
// where they come after. The result equals that of Parse over the new text. An
// error says that the edit lies outside of the text.
func (s *Script) Edit(e source.Edit) (*Script, error) {
	file, err := s.File.Edited(e)
	if err != nil {
		return nil, err
	}
	first, keep := s.unaffectedBefore(e)
	if !keep {
		return ParseIn(file, s.outer), nil
	}
	out := &Script{File: file, Definitions: s.Definitions, outer: s.outer}
	delta := len(e.New) - e.Range.Len()
	p := s.resume(file, first)
	next := first // the next old statement that could take over
	for p.current().Kind != EOF {
		st := p.statement()
		if st.Kind == OptionStatement || st.Kind == InitStatement || st.Kind == CleanupStatement {
			return ParseIn(file, s.outer), nil
		}
		end := st.Base + int(st.Length)
		if end < e.Range.Start+len(e.New) {
			continue
		}
		for next < len(s.Statements) && s.Statements[next].Base+delta < end {
			next++
		}
		// Where an old statement begins at the very place where a new one ends,
		// after the edit, all that follows is as it was.
		if next < len(s.Statements) && s.Statements[next].Base+delta == end && s.Statements[next].Base >= e.Range.End &&
			p.sameLineEnds(s, next) {
			for _, st := range p.statements {
				st.detach()
			}
			out.Statements = s.joined(first, p.statements, next, delta)
			return out, nil
		}
	}
	p.finish()
	for _, st := range p.statements {
		st.detach()
	}
	out.Statements = append(s.Statements[:first:first], p.statements...)
	return out, nil
}

// sameLineEnds reports whether the old statement is still first on its line, or
// still is not: whether a token is the first on its line decides where a broken
// statement ends.
func (p *parser) sameLineEnds(s *Script, next int) bool {
	st := s.Statements[next]
	if len(st.Tokens) == 0 {
		return true
	}
	return p.tokens[0].FirstOnLine == st.Tokens[0].FirstOnLine
}

// unaffectedBefore is the number of statements that an edit leaves as they are,
// and false where it may change what all others mean: an option, which may be
// a definition, or a command without a time.
func (s *Script) unaffectedBefore(e source.Edit) (int, bool) {
	index := s.StatementIndex(e.Range.Start)
	// A statement's end depends on what follows it, so the one before the edit
	// is parsed anew as well.
	index = max(index-2, 0)
	for index > 0 && s.Statements[index-1].Kind == BadStatement {
		index--
	}
	if index == 0 || s.Statements[index-1].Kind != EventStatement {
		return 0, false
	}
	for _, st := range s.Statements[:index] {
		if st.unterminated() {
			return 0, false // the edit may bring the end that was missing
		}
	}
	for i := index; i < len(s.Statements) && s.Statements[i].Base <= e.Range.End; i++ {
		if k := s.Statements[i].Kind; k != EventStatement && k != BadStatement && k != EndStatement {
			return 0, false
		}
	}
	return index, true
}

func (s *Statement) unterminated() bool {
	for i := range s.Problems {
		if s.Problems[i].Code == CodeUnterminated {
			return true
		}
	}
	return false
}

// resume makes a parser that goes on at the statement of an index.
func (s *Script) resume(file *source.File, index int) *parser {
	before := s.Statements[index-1]
	lastToken := before.Tokens[len(before.Tokens)-1]
	text := file.Text[before.Base+int(lastToken.Off) : before.Base+int(lastToken.End)]
	fresh := lastToken.Kind == Comment && strings.Contains(text, "\n")
	p := newParser(file.Text, s.Statements[index].Base, fresh, s.Definitions)
	p.seenEvent = true
	return p
}

// joined are the old statements before, the new ones, and the old ones after them,
// shifted.
func (s *Script) joined(first int, fresh []*Statement, next, delta int) []*Statement {
	after := s.Statements[next:]
	out := make([]*Statement, 0, first+len(fresh)+len(after))
	out = append(out, s.Statements[:first]...)
	out = append(out, fresh...)
	if delta == 0 {
		return append(out, after...)
	}
	// One that is kept through later edits keeps its chunk, so that the chunks
	// are small.
	const chunk = 8
	for len(after) > 0 {
		moved := make([]Statement, min(chunk, len(after)))
		for i := range moved {
			moved[i] = *after[i]
			moved[i].Base += delta
			out = append(out, &moved[i])
		}
		after = after[len(moved):]
	}
	return out
}
