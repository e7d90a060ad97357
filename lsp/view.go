package lsp

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pktlang/pkt/config"
)

// view is all that the server knows of the client's documents and settings at
// one moment. It is immutable: a change makes another one, so that a request
// that is being answered keeps what it is about.
type view struct {
	documents map[string]*document // by URI
	folders   []string             // paths of the workspace
	settings  settings
	// configs finds the pkt.toml of a script; replaced when one changes.
	configs *config.Loader
	// generation counts the changes of settings and of pkt.toml.
	generation int
}

func newView() *view {
	return &view{settings: defaultSettings(), configs: new(config.Loader)}
}

// byPath is the open document at a path, or nil. Its URI may be written
// otherwise than the server would write it.
func (v *view) byPath(path string) *document {
	for _, d := range v.documents {
		if d.path == path {
			return d
		}
	}
	return nil
}

// with returns the view with another version of a document, or without it
// where d is nil.
func (v *view) with(uri string, d *document) *view {
	next := *v
	next.documents = maps.Clone(v.documents)
	if next.documents == nil {
		next.documents = make(map[string]*document, 1)
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
	next.documents = make(map[string]*document, len(v.documents))
	for uri, d := range v.documents {
		next.documents[uri] = newDocument(&next, d.uri, d.version, d.file.Text, d.encoding)
	}
	return &next
}

// withFolders returns the view with other workspace folders.
func (v *view) withFolders(added, removed []string) *view {
	next := *v
	next.folders = slices.DeleteFunc(slices.Clone(v.folders), func(f string) bool { return slices.Contains(removed, f) })
	for _, f := range added {
		if !slices.Contains(next.folders, f) {
			next.folders = append(next.folders, f)
		}
	}
	return &next
}

// inside tells whether a path lies in a folder, or is it.
func inside(folder, path string) bool {
	rest, err := filepath.Rel(folder, path)
	return err == nil && rest != ".." && !strings.HasPrefix(rest, ".."+string(filepath.Separator))
}
