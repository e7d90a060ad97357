package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// maxSize is the size in bytes beyond which a pkt.toml is refused.
const maxSize = 1 << 20

// Find returns the path of the pkt.toml that is found first in a folder or in
// one of those above it; false where there is none.
func Find(folder string) (string, bool, error) {
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return "", false, fmt.Errorf("cannot look for %s: %w", FileName, err)
	}
	for {
		path := filepath.Join(absolute, FileName)
		info, err := os.Stat(path)
		switch {
		case err == nil && info.Mode().IsRegular():
			return path, true, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission):
			return "", false, fmt.Errorf("cannot look for %s: %w", FileName, err)
		}
		parent := filepath.Dir(absolute)
		if parent == absolute {
			return "", false, nil
		}
		absolute = parent
	}
}

// Read reads the pkt.toml at a path. The error is one of reading; what is wrong
// with the text are the diagnostics.
func Read(path string) (*Config, []diag.Diagnostic, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot read the configuration: %w", err)
	}
	if info.Size() > maxSize {
		return nil, nil, fmt.Errorf("cannot read the configuration %s: it is larger than %d bytes", path, maxSize)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot read the configuration: %w", err)
	}
	config, problems := Parse(source.NewFile(path, string(text)))
	return config, problems, nil
}

// Loader finds and reads the configurations of many scripts, each file once. It
// is safe for concurrent use.
type Loader struct {
	mu      sync.Mutex
	folders map[string]*Loaded
	files   map[string]*Loaded
}

// Loaded is a configuration, or what was wrong with it.
type Loaded struct {
	Config   *Config // never nil
	Problems []diag.Diagnostic
	Err      error
}

// ForScript returns the configuration for a script; for standard input that
// is, with "" as its path, the one of the current folder.
func (l *Loader) ForScript(path string) *Loaded {
	folder := "."
	if path != "" {
		folder = filepath.Dir(path)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if found, ok := l.folders[folder]; ok {
		return found
	}
	if l.folders == nil {
		l.folders, l.files = make(map[string]*Loaded), make(map[string]*Loaded)
	}
	found := l.load(folder)
	l.folders[folder] = found
	return found
}

func (l *Loader) load(folder string) *Loaded {
	path, ok, err := Find(folder)
	if err != nil || !ok {
		return &Loaded{Config: &Config{}, Err: err}
	}
	if found, ok := l.files[path]; ok {
		return found
	}
	found := &Loaded{}
	found.Config, found.Problems, found.Err = Read(path)
	if found.Config == nil {
		found.Config = &Config{}
	}
	l.files[path] = found
	return found
}

// Files returns every configuration that was read, in no order.
func (l *Loader) Files() []*Loaded {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []*Loaded
	for _, f := range l.files {
		out = append(out, f)
	}
	return out
}
