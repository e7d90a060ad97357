package feature

import (
	"net/url"
	"path/filepath"
	"strings"
)

// PathOf is the path of a file URI (RFC 8089); ok is false for another scheme,
// such as that of a document that was never saved.
func PathOf(uri string) (path string, ok bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return "", false
	}
	path = u.Path
	// file:///c:/scripts is c:/scripts on Windows.
	if len(path) > 2 && path[0] == '/' && path[2] == ':' && filepath.Separator == '\\' {
		path = path[1:]
	}
	return filepath.FromSlash(path), true
}

// URIOf is the file URI of an absolute path.
func URIOf(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	u := url.URL{Scheme: "file", Path: path}
	return u.String()
}
