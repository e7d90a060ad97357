package report

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// githubWriter writes workflow commands, which GitHub Actions shows beside the
// lines of a pull request.
type githubWriter struct {
	w io.Writer
}

var githubCommands = map[diag.Severity]string{
	diag.Error: "error", diag.Warning: "warning", diag.Info: "notice", diag.Hint: "notice",
}

// The escapes are those of the runner (actions/toolkit, core/src/command.ts):
// a property also ends at a colon or a comma.
var (
	githubText     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// File implements Writer.
func (g *githubWriter) File(f *source.File, ds []diag.Diagnostic) error {
	var out bytes.Buffer
	for _, d := range ds {
		command, ok := githubCommands[d.Severity]
		if !ok {
			command = "error"
		}
		start, end := f.Position(d.Range.Start), f.Position(d.Range.End)
		fmt.Fprintf(&out, "::%s file=%s,line=%d", command, githubProperty.Replace(filepath.ToSlash(f.Name)), start.Line)
		if end.Line == start.Line {
			// Columns are allowed on a single line only.
			fmt.Fprintf(&out, ",col=%d,endColumn=%d", start.Column, max(end.Column, start.Column))
		} else {
			fmt.Fprintf(&out, ",endLine=%d", end.Line)
		}
		fmt.Fprintf(&out, ",title=%s::%s\n", githubProperty.Replace(d.Code), githubText.Replace(fullMessage(d)))
	}
	return write(g.w, out.Bytes())
}

// Close implements Writer.
func (g *githubWriter) Close() error { return nil }
