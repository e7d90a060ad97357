package feature

import (
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

// Document is one version of a script that is being edited. Its text never
// changes; what is computed of it is computed once, by the first who asks, and
// may be asked for by several goroutines.
type Document struct {
	Mapper
	uri     string
	path    string // empty where the document is no file
	version int32

	options Options
	history *history

	mutex  sync.Mutex
	script *lang.Script
	// base and edits lead to the script where it is not parsed yet: base is
	// the script of an earlier version, nil where there is none.
	base  *lang.Script
	edits []source.Edit

	compiling sync.Mutex
	program   *program.Program

	walking sync.Mutex
	model   *model.Model

	linting sync.Mutex
	result  *lint.Result
}

// history is the newest of what was computed of any version of a document,
// from which the next one takes what did not change.
type history struct {
	program atomic.Pointer[program.Program]
	model   atomic.Pointer[model.Model]
	result  atomic.Pointer[lint.Result]
}

// Options are what a document is read with.
type Options struct {
	// Encoding is what characters of positions count in.
	Encoding source.Encoding
	// Linter finds the diagnostics, and knows the definitions of pkt.toml and of
	// the client's settings; nil for one with all rules.
	Linter *lint.Linter
}

// NewDocument is the first version of a document. Its text is read when
// something of it is asked for.
func NewDocument(uri string, version int32, text string, options Options) *Document {
	if options.Linter == nil {
		options.Linter = lint.New(lint.Selection{})
	}
	path, _ := PathOf(uri)
	d := &Document{uri: uri, path: path, version: version, options: options, history: new(history)}
	d.Mapper = NewMapper(source.NewFile(d.Name(), text), options.Encoding)
	return d
}

// URI is the document's, as the client writes it.
func (d *Document) URI() string { return d.uri }

// Path is that of the document's file; empty where it is no file.
func (d *Document) Path() string { return d.path }

// Version is the client's number of this version of the document.
func (d *Document) Version() int32 { return d.version }

// Text is the document's whole text.
func (d *Document) Text() string { return d.file.Text }

// Name is what the document is called in messages.
func (d *Document) Name() string {
	if d.path == "" {
		return d.uri
	}
	return filepath.Base(d.path)
}

// With is the same version of the document, read anew with other options but
// for the encoding.
func (d *Document) With(options Options) *Document {
	options.Encoding = d.encoding
	return NewDocument(d.uri, d.version, d.file.Text, options)
}

// maxEdits is the number of edits from which on the text is parsed as a whole.
const maxEdits = 64

// next is the next version of the document with the text of a file.
func (d *Document) next(version int32, file *source.File) *Document {
	next := &Document{uri: d.uri, path: d.path, version: version, options: d.options, history: d.history}
	next.Mapper = NewMapper(file, d.encoding)
	return next
}

// Edited is the next version of the document, with one edit applied: what it
// touches is parsed anew, and nothing else. The edit must lie in the text.
func (d *Document) Edited(version int32, e source.Edit) (*Document, error) {
	file, err := d.file.Edited(e)
	if err != nil {
		return nil, err
	}
	next := d.next(version, file)
	d.mutex.Lock()
	defer d.mutex.Unlock()
	switch {
	case d.script != nil:
		next.base, next.edits = d.script, []source.Edit{e}
	case d.base != nil && len(d.edits) < maxEdits:
		next.base, next.edits = d.base, append(d.edits[:len(d.edits):len(d.edits)], e)
	}
	return next, nil
}

// Replaced is the next version of the document, with another text.
func (d *Document) Replaced(version int32, text string) *Document {
	return d.next(version, source.NewFile(d.Name(), text))
}

// Script is the document's syntax tree.
func (d *Document) Script() *lang.Script {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.script != nil {
		return d.script
	}
	script := d.base
	for _, e := range d.edits {
		next, err := script.Edit(e)
		if err != nil {
			script = nil
			break
		}
		script = next
	}
	if script == nil {
		script = d.options.Linter.Parse(d.file)
	}
	d.script, d.base, d.edits = script, nil, nil
	return script
}

// Program is what the script means.
func (d *Document) Program() *program.Program {
	d.compiling.Lock()
	defer d.compiling.Unlock()
	if d.program == nil {
		d.program = d.options.Linter.Compile(d.Script(), d.history.program.Load())
		d.history.program.Store(d.program)
	}
	return d.program
}

// Model is what the model says of the document.
func (d *Document) Model() *model.Model {
	d.walking.Lock()
	defer d.walking.Unlock()
	if d.model != nil {
		return d.model
	}
	if old := d.history.model.Load(); old != nil {
		d.model = old.Update(d.Program())
	} else {
		d.model = model.New(d.Program())
	}
	d.history.model.Store(d.model)
	return d.model
}

// Diagnostics are what `pkt lint` prints.
func (d *Document) Diagnostics() []diag.Diagnostic {
	d.linting.Lock()
	defer d.linting.Unlock()
	if d.result == nil {
		d.result = d.options.Linter.Check(d.Program(), d.Model(), d.history.result.Load())
		d.history.result.Store(d.result)
	}
	return d.result.Diagnostics
}
