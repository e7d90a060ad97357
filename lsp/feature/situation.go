package feature

import (
	"strings"

	"github.com/pktlang/pkt/lang"
)

// situation is what stands before a cursor in an event, read from its tokens:
// while an event is being typed there is no syntax tree of it yet.
type situation struct {
	place
	prefix string // the word that is being typed
	start  int    // its offset
	// tokens are those before the prefix, without comments.
	tokens []lang.Token
	// action is the index in tokens of the first one after the time; -1 where
	// the time is not over.
	action int
	levels []level // the brackets around the cursor, the outermost first
}

// level is a bracket that is open at the cursor.
type level struct {
	token int    // index of the bracket
	open  byte   // ( [ { or <
	word  string // the word before it, such as the name of a call
	// commas counts those so far, field is the word before the last =, after
	// which the cursor is.
	commas int
	field  string
}

// situationAt reads what stands before a place.
func situationAt(p place) *situation {
	s := &situation{place: p, action: -1}
	s.prefix, s.start = prefixOf(p.document.file.Text, p.offset)
	if p.statement == nil {
		return s
	}
	s.read()
	if previous := p.index - 1; len(s.tokens) == 0 && previous >= 0 &&
		p.script.Statements[previous].Kind == lang.BadStatement {
		// The event before may go on here, on a line of its own.
		before := &situation{place: p, action: -1, prefix: s.prefix, start: s.start}
		before.index, before.statement = previous, p.script.Statements[previous]
		before.read()
		if len(before.levels) > 0 || before.endsHere() {
			return before
		}
	}
	return s
}

// endsHere reports whether nothing but spaces of the same line is between the
// statement and the offset, as at the end of a text without a last line end.
func (s *situation) endsHere() bool {
	end := s.statement.Range(s.statement.Core).End
	return end <= s.offset && !strings.Contains(s.document.file.Text[end:s.offset], "\n")
}

func (s *situation) read() {
	for _, t := range s.statement.Tokens {
		at := s.statement.Range(t)
		if at.End > s.start || at.End == s.start && t.Kind == lang.WordToken && at.Start < s.start {
			break
		}
		if t.Kind != lang.Comment {
			s.tokens = append(s.tokens, t)
		}
	}
	s.readTime()
	s.readLevels()
}

// prefixOf is the part of the word at an offset that stands before it.
func prefixOf(text string, offset int) (prefix string, start int) {
	_, start = wordAt(text[:offset], offset)
	return text[start:offset], start
}

// is reports whether the nth token is a certain sign.
func (s *situation) is(n int, sign byte) bool {
	return n >= 0 && n < len(s.tokens) && s.tokens[n].Kind == lang.Punctuation && s.tokens[n].Byte == sign
}

func (s *situation) number(n int) bool {
	if n < 0 || n >= len(s.tokens) {
		return false
	}
	k := s.tokens[n].Kind
	return k == lang.Integer || k == lang.Float
}

// word is the text of the nth token; counted from the end where n is negative.
func (s *situation) word(n int) string {
	if n < 0 {
		n += len(s.tokens)
	}
	if n < 0 || n >= len(s.tokens) {
		return ""
	}
	return s.text(s.tokens[n])
}

// readTime finds where the time ends: +.1, 1~2, +.1~+.2, *, and the end of a
// blocking call.
func (s *situation) readTime() {
	i := 0
	switch {
	case s.is(0, '*'):
		i = 1
	default:
		if s.is(i, '+') {
			i++
		}
		if !s.number(i) {
			return
		}
		i++
		if s.is(i, '~') {
			if i++; s.is(i, '+') {
				i++
			}
			if !s.number(i) {
				return
			}
			i++
		}
	}
	if i < len(s.tokens) && s.tokens[i].Kind == lang.EllipsisToken && s.number(i+1) {
		i += 2
	}
	// A number or sign that the cursor touches may still be typed on.
	last := s.statement.Range(s.tokens[i-1]).End
	if i < len(s.tokens) || last < s.offset {
		s.action = i
	}
}

var closing = map[byte]byte{')': '(', ']': '[', '}': '{', '>': '<'}

// readLevels finds the brackets that are open at the cursor. < and > are
// brackets only after a sequence range, where options stand.
func (s *situation) readLevels() {
	if s.action < 0 {
		return
	}
	options := false
	for i := s.action; i < len(s.tokens); i++ {
		t := s.tokens[i]
		if t.Kind != lang.Punctuation {
			continue
		}
		switch t.Byte {
		case '(', '[', '{':
			s.open(i)
		case '<':
			if options && i > s.action {
				s.open(i)
			}
		case ')', ']', '}', '>':
			if n := len(s.levels); n > 0 && s.levels[n-1].open == closing[t.Byte] {
				s.levels = s.levels[:n-1]
			}
			options = options || t.Byte == ')' && len(s.levels) == 0
		case ',':
			if n := len(s.levels); n > 0 {
				s.levels[n-1].commas++
				s.levels[n-1].field = ""
			}
		case '=':
			if n := len(s.levels); n > 0 && i > 0 {
				s.levels[n-1].field = s.word(i - 1)
			}
		}
	}
}

func (s *situation) open(i int) {
	l := level{token: i, open: s.tokens[i].Byte}
	if i > s.action && s.tokens[i-1].Kind == lang.WordToken {
		l.word = s.word(i - 1)
	}
	s.levels = append(s.levels, l)
}

// call is the name of the call whose arguments the cursor is in, and the index
// of the argument.
func (s *situation) call() (name string, argument int, ok bool) {
	if s.action < 0 || len(s.levels) == 0 || s.tokens[s.action].Kind != lang.WordToken ||
		s.levels[0].token != s.action+1 {
		return "", 0, false
	}
	return s.levels[0].word, s.levels[0].commas, true
}
