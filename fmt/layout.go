package format

import "github.com/pktlang/pkt/lang"

// layout decides the white space of one script.
type layout struct {
	original *lang.Script
	// script is the original, or what simplifying made of it; its tokens are
	// those of the original but for the ones in simplified.
	script *lang.Script
	text   string
	pieces []piece

	options Options
	newline string
	tab     int32 // distance of tab stops
	// simplified holds the new texts of tokens, by their offsets in the original.
	simplified map[int]string
	// unplaced is set while shorter times still stand where the longer ones did.
	unplaced bool

	regions regions // of the statement at hand

	// Habits of the whole script.
	timeColumn   int32 // where times end
	nearlyBegins bool  // times of four columns begin the line
	tabAfterTime bool  // a tab stands between a time and its action
	commaBlank   int32 // blanks after a comma in TCP options
}

// newLayout lays a script out.
func newLayout(script *lang.Script, o Options) *layout {
	l := &layout{original: script, script: script, options: o, tab: int32(o.tabWidth())}
	if o.Simplify {
		l.simplify()
	}
	l.unplaced = len(l.simplified) > 0
	l.decide()
	if l.unplaced {
		// Where shorter times came to stand is what the next run finds, so the
		// columns are decided once more from there.
		if again, err := reread(script, l.source()); err == nil {
			l.script, l.unplaced = again, false
			l.decide()
		}
	}
	return l
}

// decide lays out the script as it stands. Each step looks only at what the
// steps before it decided and at the source, so that its own result comes out
// unchanged.
func (l *layout) decide() {
	l.text = l.script.File.Text
	l.cut()
	l.chooseNewline()
	l.habits()
	for from := 0; from < len(l.pieces); {
		to := l.statementEnd(from)
		l.statement(from, to)
		from = to
	}
	l.alignTimes()
	l.alignPackets()
	l.arrange()
	l.alignComments()
}

// statementEnd is the index after the last piece of the statement that begins
// at an index.
func (l *layout) statementEnd(from int) int {
	return from + len(l.statementOf(from).Tokens)
}

func (l *layout) statementOf(piece int) *lang.Statement {
	return l.script.Statements[l.pieces[piece].statement]
}

// statement decides the white space before each piece of one statement, as if
// it stood alone.
func (l *layout) statement(from, to int) {
	st := l.statementOf(from)
	if Verbatim(st) {
		for i := from; i < to; i++ {
			l.pieces[i].keep()
		}
		return
	}
	l.regions.read(st)
	depth := 0
	var previous *lang.Token
	for i := from; i < to; i++ {
		p, t := &l.pieces[i], &st.Tokens[i-from]
		switch {
		case !p.isCore:
			l.comment(i)
			continue
		case previous == nil:
			l.newLine(i)
		case p.oldLines > 0:
			p.lines = min(p.oldLines, 2)
		default:
			l.between(i, previous, t, depth)
		}
		previous = t
		depth += nesting(t)
	}
}

// nesting is 1 for an opening bracket, -1 for a closing one.
func nesting(t *lang.Token) int {
	if t.Kind == lang.Punctuation {
		switch t.Byte {
		case '(', '[', '{':
			return 1
		case ')', ']', '}':
			return -1
		}
	}
	return 0
}

// keep leaves the white space before the piece as it is.
func (p *piece) keep() {
	p.verbatim = true
	p.lines, p.blanks = p.oldLines, p.oldBlanks
}

// between decides the blanks between two pieces of a statement that stand on
// one line; a and b are the tokens of the piece before and of the piece.
func (l *layout) between(i int, a, b *lang.Token, depth int) {
	p := &l.pieces[i]
	if a.Kind == lang.Comment || b.Kind == lang.Comment {
		p.blanks = 1
		return
	}
	r := &l.regions
	switch n := r.blanks(a, b, depth); n {
	case author:
		p.blanks = min(p.oldBlanks, 1)
	case listComma:
		p.blanks = l.commaBlank
	case bar:
		p.blanks = l.besideBar(i, isByte(b, '|'))
	default:
		p.blanks = int32(n)
	}
	if l.tabAfterTime && a.End == r.time.End && r.until.Empty() && !r.time.Empty() {
		p.filler = oneTab
	}
}

// besideBar is the number of blanks beside a bar: the author's, if there is one
// on both sides.
func (l *layout) besideBar(i int, isBar bool) int32 {
	other := i - 1
	if isBar {
		other = i + 1
	}
	if other < len(l.pieces) {
		o := &l.pieces[other]
		if l.pieces[i].oldBlanks > 0 && (o.oldBlanks > 0 || o.oldLines > 0) {
			return 1
		}
	}
	return 0
}

// newLine starts a line, keeping at most one empty line before it.
func (l *layout) newLine(i int) {
	p := &l.pieces[i]
	p.lines = min(max(p.oldLines, 1), 2)
	if i == 0 {
		p.lines = 0
	}
}

// commentColumn is above the sign of a time such as +0.
const commentColumn = 3

// comment places a comment: before a statement, at the end of its line, or below it.
func (l *layout) comment(i int) {
	p := &l.pieces[i]
	if i > 0 && p.oldLines == 0 && !l.pieces[i-1].endsLine(l.text) {
		p.blanks = 1
		return
	}
	l.newLine(i)
	// A comment further in than the times is cut back to where they begin.
	p.blanks = min(p.oldColumn, commentColumn)
	if p.oldColumn <= timeColumn {
		p.blanks = p.oldColumn
	}
}

// endsLine reports whether nothing but a line end can follow the piece.
func (p *piece) endsLine(text string) bool {
	return p.kind == lang.Comment && text[p.start+1] == '/'
}
