package server

import (
	"os"
	"path/filepath"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/config"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
	"github.com/pktlang/pkt/lsp/feature"
)

// checkConfig is what is wrong with the text of a pkt.toml.
func checkConfig(file *source.File) []diag.Diagnostic {
	c, problems := config.Parse(file)
	_, unknown := lint.SelectionFrom(c.Lint)
	problems = append(problems, unknown...)
	diag.Sort(problems)
	return problems
}

// didChangeWatchedFiles takes up what other programs changed: a pkt.toml means
// other rules, a script that is not open another answer to what was asked of
// the workspace.
func didChangeWatchedFiles(r *request, p *protocol.DidChangeWatchedFilesParams) error {
	reload, scripts := false, false
	for _, change := range p.Changes {
		path, ok := feature.PathOf(change.URI)
		switch {
		case !ok:
		case filepath.Base(path) == config.FileName:
			reload = true
			r.session.publisher.configs(change.URI, path)
		case r.view.byPath(path) == nil:
			scripts = true
		}
	}
	switch {
	case reload:
		r.session.reconfigure(func(*view) {})
	case scripts:
		r.session.client.refresh()
	}
	return nil
}

// checkConfigs has the client shown what is wrong with every pkt.toml that
// scripts are read with.
func (s *session) checkConfigs() {
	for _, loaded := range s.current.Load().configs.Files() {
		if file := loaded.Config.File; file != nil {
			s.publisher.configs(feature.URIOf(file.Name), file.Name)
		}
	}
}

// reconfigure changes settings and has everything computed anew.
func (s *session) reconfigure(change func(*view)) {
	s.update(func(v *view) *view { return v.reconfigured(change) })
	for uri := range s.current.Load().documents {
		s.publisher.changed(uri)
	}
	s.checkConfigs()
	s.client.refresh()
}

// configProblems reads a pkt.toml and says what is wrong with it; none where
// it is gone.
func configProblems(path string) (*source.File, []diag.Diagnostic) {
	text, err := os.ReadFile(path)
	file := source.NewFile(path, string(text))
	if err != nil {
		return file, nil
	}
	return file, checkConfig(file)
}
