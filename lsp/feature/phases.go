package feature

import (
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// phase is a part of a script that its author marked with a comment: the
// comment stands on lines of its own, after an empty line or at the top, right
// before an event.
type phase struct {
	title   string
	comment source.Range // the comment, over all its lines
	// first is the first statement of the phase.
	first int
	// end is the offset after the last statement.
	end int
}

// commentBlock is comments on lines of their own with nothing between them.
type commentBlock struct {
	source.Range
	title string
	// apart is set where an empty line, or nothing, stands before the block.
	apart bool
}

// commentBlocks are those before a statement's first token.
func commentBlocks(file *source.File, st *lang.Statement) []commentBlock {
	var blocks []commentBlock
	for i, t := range st.Tokens {
		if t.Kind != lang.Comment {
			break
		}
		at := st.Range(t)
		if !t.FirstOnLine {
			continue // after the statement before
		}
		line := file.Line(at.Start)
		if n := len(blocks); n > 0 && i > 0 && file.Line(blocks[n-1].End)+1 >= line {
			blocks[n-1].End = at.End
			if blocks[n-1].title == "" {
				blocks[n-1].title = firstLine(file.Slice(at))
			}
			continue
		}
		apart := line == 1 || strings.TrimSpace(file.LineText(line-1)) == ""
		blocks = append(blocks, commentBlock{at, firstLine(file.Slice(at)), apart})
	}
	return blocks
}

func firstLine(comment string) string {
	for line := range strings.Lines(commentText(comment)) {
		if line = strings.Trim(line, " \t\r\n*"); line != "" {
			return line
		}
	}
	return ""
}

// phases finds the phases of a script.
func phases(script *lang.Script) []phase {
	var out []phase
	for i, st := range script.Statements {
		if st.Kind == lang.EndStatement {
			continue
		}
		if n := len(out); n > 0 {
			out[n-1].end = st.Base + int(st.Core.End)
		}
		if st.Kind != lang.EventStatement {
			continue
		}
		blocks := commentBlocks(script.File, st)
		if len(blocks) == 0 {
			continue
		}
		b := blocks[len(blocks)-1]
		adjacent := script.File.Line(b.End)+1 >= script.File.Line(st.Start())
		if !b.apart || !adjacent || b.title == "" {
			continue
		}
		if n := len(out); n > 0 {
			previous := script.Statements[i-1]
			out[n-1].end = previous.Base + int(previous.Core.End)
		}
		out = append(out, phase{title: b.title, comment: b.Range, first: i, end: st.Base + int(st.Core.End)})
	}
	return out
}
