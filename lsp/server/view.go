package server

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pktlang/pkt/config"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
	"github.com/pktlang/pkt/lsp/feature"
)

// view is all that the server knows of the client's documents and settings at
// one moment. It is immutable: a change makes another one, so that a request
// that is being answered keeps what it is about.
type view struct {
	documents map[string]*feature.Document // by URI
	folders   []string                     // paths of the workspace
	settings  settings
	// configs finds the pkt.toml of a script; replaced when one changes.
	configs *config.Loader
	// generation counts the changes of settings and of pkt.toml.
	generation int
}

func newView() *view {
	return &view{settings: defaultSettings(), configs: new(config.Loader)}
}

// reading is how a script is read: under the settings and its pkt.toml.
func (v *view) reading(path string) feature.Options {
	loaded := v.configs.ForScript(path)
	// Selectors that match no rule are without effect; checkConfig reports them.
	selection, _ := lint.SelectionFrom(loaded.Config.Lint)
	return feature.Options{Linter: lint.New(selection).With(program.Outside(loaded.Config.Layer(),
		v.settings.Definitions))}
}

// opened is the first version of a document.
func (v *view) opened(uri string, version int32, text string, encoding source.Encoding) *feature.Document {
	path, _ := feature.PathOf(uri)
	options := v.reading(path)
	options.Encoding = encoding
	return feature.NewDocument(uri, version, text, options)
}

// byPath is the open document at a path, or nil. Its URI may be written
// otherwise than the server would write it.
func (v *view) byPath(path string) *feature.Document {
	for _, d := range v.documents {
		if d.Path() == path {
			return d
		}
	}
	return nil
}

// with returns the view with another version of a document, or without it
// where d is nil.
func (v *view) with(uri string, d *feature.Document) *view {
	next := *v
	next.documents = maps.Clone(v.documents)
	if next.documents == nil {
		next.documents = make(map[string]*feature.Document, 1)
	}
	if d == nil {
		delete(next.documents, uri)
	} else {
		next.documents[uri] = d
	}
	return &next
}

// reconfigured returns the view with changed settings: every document is read
// anew, since definitions and rules may differ.
func (v *view) reconfigured(change func(*view)) *view {
	next := *v
	next.generation++
	next.configs = new(config.Loader)
	change(&next)
	next.documents = make(map[string]*feature.Document, len(v.documents))
	for uri, d := range v.documents {
		next.documents[uri] = d.With(next.reading(d.Path()))
	}
	return &next
}

// withFolders returns the view with other workspace folders.
func (v *view) withFolders(added, removed []string) *view {
	next := *v
	next.folders = slices.DeleteFunc(slices.Clone(v.folders),
		func(f string) bool { return slices.Contains(removed, f) })
	for _, f := range added {
		if !slices.Contains(next.folders, f) {
			next.folders = append(next.folders, f)
		}
	}
	return &next
}

// inside reports whether a path lies in a folder, or is it.
func inside(folder, path string) bool {
	rest, err := filepath.Rel(folder, path)
	return err == nil && rest != ".." && !strings.HasPrefix(rest, ".."+string(filepath.Separator))
}
