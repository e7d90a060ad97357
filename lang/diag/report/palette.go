package report

import (
	"github.com/fatih/color"

	"github.com/pktlang/pkt/lang/diag"
)

// palette holds the colours of a terminal, or none.
type palette struct {
	bold, dim, frame, actual *color.Color
	severities               map[diag.Severity]*color.Color
}

func newPalette(on bool) palette {
	paint := func(attributes ...color.Attribute) *color.Color {
		c := color.New(attributes...)
		// The choice is the caller's; the package would look at standard output,
		// where the report may not go.
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c
	}
	return palette{
		bold: paint(color.Bold), dim: paint(color.Faint), frame: paint(color.FgBlue), actual: paint(color.FgRed),
		severities: map[diag.Severity]*color.Color{
			diag.Error: paint(color.FgRed, color.Bold), diag.Warning: paint(color.FgYellow, color.Bold),
			diag.Info: paint(color.FgCyan, color.Bold), diag.Hint: paint(color.FgGreen, color.Bold),
		},
	}
}

func (p *palette) severity(s diag.Severity) *color.Color {
	if c, ok := p.severities[s]; ok {
		return c
	}
	return p.severities[diag.Error]
}
