package arch

import (
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// maxColumns is how wide a line of Go may be, with tabs of tabWidth.
const maxColumns, tabWidth = 120, 4

// Lines fit beside each other on a screen. Only what stands in backquotes may
// be wider: a struct tag, or text of another language, which has no other place
// to break.
func TestLinesAreShort(t *testing.T) {
	for _, path := range goFiles(t) {
		text, err := os.ReadFile(filepath.Join("..", "..", path))
		if err != nil {
			t.Fatal(err)
		}
		raw := rawLines(text)
		for i, line := range strings.Split(string(text), "\n") {
			if n := columns(line); n > maxColumns && !raw[i+1] {
				t.Errorf("%s:%d has %d columns: break it at %d", path, i+1, n, maxColumns)
			}
		}
	}
}

func columns(line string) int {
	n := 0
	for _, r := range line {
		if n++; r == '\t' {
			n += tabWidth - 1
		}
	}
	return n
}

// rawLines are the numbers of the lines on which a literal in backquotes stands.
func rawLines(text []byte) map[int]bool {
	set := token.NewFileSet()
	file := set.AddFile("", set.Base(), len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, 0)
	lines := make(map[int]bool)
	for {
		pos, kind, literal := s.Scan()
		if kind == token.EOF {
			return lines
		}
		if kind == token.STRING && literal[0] == '`' {
			first := file.Line(pos)
			for n := range strings.Count(literal, "\n") + 1 {
				lines[first+n] = true
			}
		}
	}
}

func TestRawLines(t *testing.T) {
	text := "package p\n\nvar a = `x\ny`\nvar b = \"`\"\n"
	got := rawLines([]byte(text))
	if len(got) != 2 || !got[3] || !got[4] {
		t.Errorf("got %v, want lines 3 and 4", got)
	}
	if n := columns("\tab\tä"); n != 4+2+4+1 {
		t.Errorf("got %d columns", n)
	}
}
