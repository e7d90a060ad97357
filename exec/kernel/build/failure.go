package build

import (
	"regexp"
	"strings"
)

// firstError finds the first error in what a build prints: with several jobs the
// last lines are those of others that were told to stop.
type firstError struct {
	before []string // lines that may introduce an error
	lines  []string // of the error
	over   bool
	last   []string // the last lines, where there is no error to be seen
}

const (
	errorLines = 20
	lastLines  = 10
)

var (
	// introduction is a line before that of the error that belongs to it.
	introduction = regexp.MustCompile(`^In file included from |^\s+from |: In function |: (note|warning): |^ld: .*: in function `)
	mistake      = regexp.MustCompile(`: (fatal )?error: |\berror: |: undefined reference to |multiple definition of |^make(\[\d+\])?: \*\*\* |^\*\*\*|: syntax error|: unknown option|: not found$|: No such file or directory$|^Error: `)
)

func (f *firstError) add(line string) {
	f.last = append(f.last, line)
	if len(f.last) > lastLines {
		f.last = f.last[1:]
	}
	if f.over {
		return
	}
	other := action.MatchString(line)
	switch {
	case len(f.lines) > 0:
		if other || len(f.lines) == errorLines || strings.HasPrefix(line, "make[") {
			f.over = true
			return
		}
		f.lines = append(f.lines, line)
	case mistake.MatchString(line):
		f.lines = append(f.before, line)
	case other:
		f.before = nil
	case introduction.MatchString(line):
		f.before = append(f.before, line)
	}
}

func (f *firstError) text() string {
	lines := f.lines
	if len(lines) == 0 {
		lines = f.last
	}
	return strings.Join(lines, "\n")
}
