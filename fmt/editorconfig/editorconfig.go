// Package editorconfig finds the style that a project's .editorconfig files
// (https://editorconfig.org) ask for.
package editorconfig

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"

	"mvdan.cc/editorconfig"

	format "github.com/pktlang/pkt/fmt"
)

// Finder looks styles up and remembers the files that it has read. It is safe
// for concurrent use.
type Finder struct {
	mutex sync.Mutex
	query editorconfig.Query
}

// NewFinder returns a Finder.
func NewFinder() *Finder {
	return &Finder{query: editorconfig.Query{
		FileCache:   map[string]*editorconfig.File{},
		RegexpCache: map[string]*regexp.Regexp{},
	}}
}

// Style is the style of the script at a path, which need not exist. Of the
// properties, end_of_line (lf, crlf), insert_final_newline, indent_style and
// tab_width or indent_size count; one that is absent or has another value
// leaves the look as it is.
func (f *Finder) Style(path string) (format.Style, error) {
	section, err := f.find(path)
	if err != nil {
		return format.Style{}, fmt.Errorf("cannot read the .editorconfig for %s: %w", path, err)
	}
	style := format.Style{NoFinalNewline: section.Get("insert_final_newline") == "false"}
	switch section.Get("end_of_line") {
	case "lf":
		style.LineEnd = format.LF
	case "crlf":
		style.LineEnd = format.CRLF
	}
	switch section.Get("indent_style") {
	case "tab":
		style.Indent = format.Tabs
		style.TabWidth = width(section)
	case "space":
		style.Indent = format.Spaces
	}
	return style, nil
}

// width is the distance of tab stops, or 0 where the section does not tell.
func width(section editorconfig.Section) int {
	for _, name := range []string{"tab_width", "indent_size"} {
		if n, err := strconv.Atoi(section.Get(name)); err == nil && n > 0 && n <= 64 {
			return n
		}
	}
	return 0
}

func (f *Finder) find(path string) (section editorconfig.Section, err error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	// The library panics on a section whose pattern is broken.
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a section's pattern is broken: %v", fault)
		}
	}()
	return f.query.Find(filepath.Clean(path), nil)
}
