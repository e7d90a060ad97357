package vocab

import (
	"slices"
	"strings"
	"sync"
)

// ErrnoName is an error number.
type ErrnoName struct {
	Name string
	// Value is the number on Linux/amd64; HasValue is false for the errors of
	// other systems.
	Value    int
	HasValue bool
	Dialect  Dialect
	// Text is what strerror(3) of glibc prints, as scripts write it in
	// parentheses after the name.
	Text string
	// Doc says when a script meets the error.
	Doc    string
	Source string
}

// errnoRow is one error of the tables; an alias has the value of an earlier
// row.
type errnoRow struct {
	name  string
	value int
	text  string
	doc   string
}

type errnoTables struct {
	all     []*ErrnoName
	byName  map[string]*ErrnoName
	byValue map[int]*ErrnoName
	// byText has the texts in lower case.
	byText map[string]*ErrnoName
}

var errnoIndex = sync.OnceValue(func() *errnoTables {
	t := &errnoTables{
		byName:  make(map[string]*ErrnoName, len(errnos)),
		byValue: make(map[int]*ErrnoName, len(errnos)),
		byText:  make(map[string]*ErrnoName, len(errnos)),
	}
	for _, r := range errnos {
		t.add(&ErrnoName{Name: r.name, Value: r.value, HasValue: true, Text: r.text, Doc: r.doc, Source: "errno(3)"})
	}
	for _, r := range foreignErrnos {
		t.add(&ErrnoName{Name: r.name, Dialect: NPLab, Text: r.text, Doc: r.doc,
			Source: "FreeBSD, NetBSD, OpenBSD, macOS or Solaris, errno(2)"})
	}
	slices.SortFunc(t.all, func(a, b *ErrnoName) int { return strings.Compare(a.Name, b.Name) })
	return t
})

func (t *errnoTables) add(e *ErrnoName) {
	t.all = append(t.all, e)
	t.byName[e.Name] = e
	if _, ok := t.byValue[e.Value]; !ok && e.HasValue {
		t.byValue[e.Value] = e
	}
	if text := strings.ToLower(e.Text); t.byText[text] == nil {
		t.byText[text] = e
	}
}

// addErrnos makes every error number a constant too.
func (t *constantTables) addErrnos() {
	for _, e := range Errnos() {
		t.add(&Constant{
			Name: e.Name, Value: int64(e.Value), HasValue: e.HasValue,
			Kind: ErrorNumber, Dialect: e.Dialect, Doc: e.Doc, Source: e.Source,
		})
	}
}

// Errno finds an error number by its name.
func Errno(name string) (*ErrnoName, bool) {
	e, ok := errnoIndex().byName[name]
	return e, ok
}

// ErrnoByValue finds an error by its number on Linux/amd64. Of two names for
// one number it returns the usual one: EAGAIN, not EWOULDBLOCK.
func ErrnoByValue(value int) (*ErrnoName, bool) {
	e, ok := errnoIndex().byValue[value]
	return e, ok
}

// ErrnoByText finds the error that strerror(3) of glibc describes with a text,
// whatever its case. Scripts that run well have words of their own too, so a
// text that is not found says nothing.
func ErrnoByText(text string) (*ErrnoName, bool) {
	e, ok := errnoIndex().byText[strings.ToLower(text)]
	return e, ok
}

// Errnos returns all error numbers, by name.
func Errnos() []*ErrnoName { return errnoIndex().all }
