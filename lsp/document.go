package lsp

import (
	"maps"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

// document is one version of an open document. Its text never changes; what is
// computed of it is computed once, by the first who asks.
type document struct {
	mapper
	uri     string
	path    string // empty where the document is no file
	version int32

	rules   *ruleSet
	history *history

	mutex  sync.Mutex
	script *lang.Script
	// base and edits lead to the script where it is not parsed yet: base is
	// the script of an earlier version, nil where there is none.
	base  *lang.Script
	edits []source.Edit

	walking sync.Mutex
	model   *model.Model

	linting sync.Mutex
	result  *lint.Result
}

// history is the newest of what was computed of any version of a document,
// from which the next one takes what did not change.
type history struct {
	model  atomic.Pointer[model.Model]
	result atomic.Pointer[lint.Result]
}

// ruleSet is what the settings and pkt.toml say of a document.
type ruleSet struct {
	definitions lang.Definitions
	linter      *lint.Linter
}

// newDocument is the first version of a document.
func newDocument(v *view, uri string, version int32, text string, encoding source.Encoding) *document {
	path, _ := pathOf(uri)
	d := &document{uri: uri, path: path, version: version, history: new(history)}
	d.encoding = encoding
	d.rules = v.rulesFor(path)
	d.file = source.NewFile(d.name(), text)
	return d
}

// name is what the document is called in messages.
func (d *document) name() string {
	if d.path == "" {
		return d.uri
	}
	return filepath.Base(d.path)
}

// rulesFor reads the settings for a script.
func (v *view) rulesFor(path string) *ruleSet {
	loaded := v.configs.ForScript(path)
	// Selectors that match no rule are without effect; checkConfig tells of them.
	selection, _ := lint.SelectionFrom(loaded.Config.Lint)
	r := &ruleSet{definitions: maps.Clone(loaded.Config.Definitions), linter: lint.New(selection)}
	if r.definitions == nil {
		r.definitions = make(lang.Definitions)
	}
	maps.Copy(r.definitions, v.settings.Definitions)
	return r
}

// maxEdits is the number of edits from which on the text is parsed as a whole.
const maxEdits = 64

// edited is the next version of the document, with one edit applied.
func (d *document) edited(version int32, e source.Edit) (*document, error) {
	file, err := d.file.Edited(e)
	if err != nil {
		return nil, err
	}
	next := &document{uri: d.uri, path: d.path, version: version, rules: d.rules, history: d.history}
	next.encoding, next.file = d.encoding, file
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

// replaced is the next version of the document, with another text.
func (d *document) replaced(version int32, text string) *document {
	next := &document{uri: d.uri, path: d.path, version: version, rules: d.rules, history: d.history}
	next.encoding, next.file = d.encoding, source.NewFile(d.name(), text)
	return next
}

// parsed is the document's syntax tree.
func (d *document) parsed() *lang.Script {
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
		script = lang.Parse(d.file, d.rules.definitions)
	}
	d.script, d.base, d.edits = script, nil, nil
	return script
}

// walked is what the model says of the document.
func (d *document) walked() *model.Model {
	d.walking.Lock()
	defer d.walking.Unlock()
	if d.model != nil {
		return d.model
	}
	if old := d.history.model.Load(); old != nil {
		d.model = old.Update(d.parsed())
	} else {
		d.model = model.New(d.parsed())
	}
	d.history.model.Store(d.model)
	return d.model
}

// diagnostics are what `pkt lint` prints.
func (d *document) diagnostics() []diag.Diagnostic {
	d.linting.Lock()
	defer d.linting.Unlock()
	if d.result == nil {
		d.result = d.rules.linter.Check(d.parsed(), d.walked(), d.history.result.Load())
		d.history.result.Store(d.result)
	}
	return d.result.Diagnostics
}
