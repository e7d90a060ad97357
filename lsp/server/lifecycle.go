package server

import (
	"context"
	"encoding/json"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

// lifecycle is where a session stands (LSP 3.17, "Server lifecycle").
type lifecycle int32

const (
	fresh   lifecycle = iota // before initialize
	running                  // after it
	stopped                  // after shutdown
)

func (s *session) lifecycle() lifecycle { return lifecycle(s.state.Load()) }

// The verbosities of $/logTrace.
const (
	traceOff = iota
	traceMessages
	traceVerbose
)

var traceValues = map[string]int32{"off": traceOff, "messages": traceMessages, "verbose": traceVerbose}

// admit refuses requests that cannot be answered now.
func (s *session) admit(name string, known bool) error {
	switch s.lifecycle() {
	case fresh:
		if name != "initialize" {
			return failure(codeServerNotInitialized, "%s: the server is not initialized yet", name)
		}
	case running:
		if name == "initialize" {
			return failure(codeInvalidRequest, "the server is initialized already")
		}
	case stopped:
		return failure(codeInvalidRequest, "%s: the server was shut down", name)
	}
	if !known {
		return failure(codeMethodNotFound, "unknown method %s", name)
	}
	return nil
}

// initializeParams are what the server reads of those of initialize: with the
// fields that are newer than glsp's types.
type initializeParams struct {
	RootURI               *string            `json:"rootUri"`
	RootPath              *string            `json:"rootPath"`
	InitializationOptions json.RawMessage    `json:"initializationOptions"`
	Capabilities          clientCapabilities `json:"capabilities"`
	Trace                 string             `json:"trace"`
	WorkspaceFolders      []folder           `json:"workspaceFolders"`
}

// folder is a workspace folder.
type folder struct {
	URI  string `json:"uri"`
	Name string `json:"name"`
}

func initialize(_ context.Context, r *request, p *initializeParams) (*initializeResult, error) {
	s := r.session
	settings, err := defaultSettings().changed(p.InitializationOptions)
	if err != nil {
		return nil, err
	}
	s.support = p.Capabilities.support()
	s.verbosity.Store(traceValues[p.Trace])
	s.update(func(v *view) *view {
		next := v.withFolders(p.folders(), nil)
		next.settings = settings
		return next
	})
	s.state.Store(int32(running))
	return &initializeResult{Capabilities: s.capabilities(),
		ServerInfo: serverInfo{Name: "pkt", Version: s.options.Version}}, nil
}

// folders are the paths of the workspace: its folders, or the root of a client
// that knows only one.
func (p *initializeParams) folders() []string {
	var paths []string
	for _, f := range p.WorkspaceFolders {
		if path, ok := feature.PathOf(f.URI); ok {
			paths = append(paths, path)
		}
	}
	if len(paths) > 0 {
		return paths
	}
	if p.RootURI != nil {
		if path, ok := feature.PathOf(*p.RootURI); ok {
			return []string{path}
		}
	}
	if p.RootPath != nil && *p.RootPath != "" {
		return []string{*p.RootPath}
	}
	return nil
}

func initialized(r *request, _ *struct{}) error {
	r.session.client.register()
	r.session.client.configure()
	return nil
}

func shutdown(_ context.Context, r *request, _ *struct{}) (any, error) {
	r.session.state.Store(int32(stopped))
	r.session.runs.stopAll()
	return nil, nil
}

func setTrace(r *request, p *protocol.SetTraceParams) error {
	value, ok := traceValues[string(p.Value)]
	if !ok {
		return failure(codeInvalidParams, "unknown trace value %q: expected off, messages or verbose", p.Value)
	}
	r.session.verbosity.Store(value)
	return nil
}

// configurationParams are those of workspace/didChangeConfiguration.
type configurationParams struct {
	Settings json.RawMessage `json:"settings"`
}

func didChangeConfiguration(r *request, p *configurationParams) error {
	if len(p.Settings) == 0 || string(p.Settings) == "null" {
		r.session.client.configure()
		return nil
	}
	return r.session.configured(p.Settings)
}

// configured takes up settings that the client sent.
func (s *session) configured(raw json.RawMessage) error {
	next, err := s.current.Load().settings.changed(raw)
	if err != nil {
		return err
	}
	s.reconfigure(func(v *view) { v.settings = next })
	return nil
}

// foldersParams are those of workspace/didChangeWorkspaceFolders.
type foldersParams struct {
	Event struct {
		Added   []folder `json:"added"`
		Removed []folder `json:"removed"`
	} `json:"event"`
}

func didChangeWorkspaceFolders(r *request, p *foldersParams) error {
	paths := func(folders []folder) []string { return (&initializeParams{WorkspaceFolders: folders}).folders() }
	r.session.update(func(v *view) *view { return v.withFolders(paths(p.Event.Added), paths(p.Event.Removed)) })
	r.session.client.refresh()
	return nil
}
