package format

// Style is what a project may choose of the look; the zero value keeps what a
// script has.
type Style struct {
	LineEnd LineEnd
	// NoFinalNewline leaves the last line without a line end.
	NoFinalNewline bool
	Indent         Indent
	// TabWidth is the distance of tab stops in columns, for reading as well as
	// for writing; 0 means 8.
	TabWidth int
}

// LineEnd is how lines end.
type LineEnd uint8

// The line ends. OwnLineEnd means that of the script: of its last line, where
// they are mixed.
const (
	OwnLineEnd LineEnd = iota
	LF
	CRLF
)

// Indent is what the further lines of a statement are indented with. Times are
// always aligned with blanks.
type Indent uint8

// The indentations. AsWritten keeps the author's tabs and blanks wherever they
// lead to the right column.
const (
	AsWritten Indent = iota
	Spaces
	Tabs
)

const defaultTabWidth = 8

func (s Style) tabWidth() int {
	if s.TabWidth <= 0 {
		return defaultTabWidth
	}
	return s.TabWidth
}
