package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/pktlang/pkt/config"
	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

// linterSet holds the linter of each configuration.
type linterSet struct {
	command     *lintCommand
	definitions lang.Definitions // of the command line
	loader      config.Loader

	mu       sync.Mutex
	byConfig map[*config.Loaded]*configuredLinter
}

// configuredLinter is what a script of some pkt.toml is checked with. Its linter
// is nil where the file is wrong.
type configuredLinter struct {
	linter   *lint.Linter
	problems []diag.Diagnostic
}

func newLinterSet(c *lintCommand) (*linterSet, error) {
	definitions, err := c.definitions()
	if err != nil {
		return nil, err
	}
	var problems []error
	for _, p := range (lint.Selection{Select: c.Select, Ignore: c.Ignore}).Validate() {
		problems = append(problems, p)
	}
	return &linterSet{command: c, definitions: definitions, byConfig: map[*config.Loaded]*configuredLinter{}},
		errors.Join(problems...)
}

// forScript returns the linter of a script, or nil where its pkt.toml is wrong.
func (s *linterSet) forScript(name string) (*configuredLinter, error) {
	if name == files.StdinName {
		name = ""
	}
	loaded := s.loader.ForScript(name)
	if loaded.Err != nil {
		return nil, loaded.Err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	use, ok := s.byConfig[loaded]
	if !ok {
		use = s.configure(loaded)
		s.byConfig[loaded] = use
	}
	if use.linter == nil {
		return nil, nil
	}
	return use, nil
}

// configure adds the command line to a configuration: its selectors replace
// those of the file, and its definitions win.
func (s *linterSet) configure(loaded *config.Loaded) *configuredLinter {
	use := &configuredLinter{problems: slices.Clone(loaded.Problems)}
	selection, problems := lint.SelectionFrom(loaded.Config.Lint)
	use.problems = append(use.problems, problems...)
	if len(use.problems) > 0 {
		return use
	}
	if len(s.command.Select) > 0 {
		selection.Select, selection.Ignore = s.command.Select, nil
	}
	selection.Ignore = append(selection.Ignore, s.command.Ignore...)
	use.linter = lint.New(selection).With(program.Outside(loaded.Config.Layer(), s.definitions))
	return use
}

// configurationProblems reports what is wrong with the pkt.toml of the scripts.
func (r *lintRun) configurationProblems() error {
	type wrong struct {
		loaded   *config.Loaded
		problems []diag.Diagnostic
	}
	var all []wrong
	for loaded, use := range r.linters.byConfig {
		if len(use.problems) > 0 {
			all = append(all, wrong{loaded, use.problems})
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(a,
		b wrong) int {
		return strings.Compare(a.loaded.Config.File.Name, b.loaded.Config.File.Name)
	})
	messages, err := r.env.messages()
	if err != nil {
		return err
	}
	for _, w := range all {
		if err := messages.File(w.loaded.Config.File, w.problems); err != nil {
			return err
		}
	}
	return errors.Join(messages.Close(),
		fmt.Errorf("the scripts of %s were not checked, since it is wrong", all[0].loaded.Config.File.Name))
}

// check lints one file.
func (c *configuredLinter) check(file *source.File) (*lang.Script, []diag.Diagnostic) {
	script := c.linter.Parse(file)
	return script, c.linter.Check(c.linter.Compile(script, nil), nil, nil).Diagnostics
}
