// Package suite runs many scripts, each in a child process of its own, and
// collects how they ended.
package suite

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
)

// Case is one script to be run in one variant.
type Case struct {
	Script  *lang.Script
	Variant string // empty where there is none
	// Folder is the working folder of the script's commands; empty for that of
	// this process.
	Folder  string
	Request protocol.Request
	// Refused are errors of the script and of its options. Such a case is not
	// run.
	Refused []diag.Diagnostic
	// Winners say which of several values of an option won.
	Winners []string

	// Again makes the same case of another text of the script.
	Again func(*source.File) (*Case, error)
}

// Name is the script's name with the variant.
func (c *Case) Name() string {
	if c.Variant == "" {
		return c.Script.File.Name
	}
	return fmt.Sprintf("%s (%s)", c.Script.File.Name, c.Variant)
}

// Options are what a case is made with besides the script and the variant.
type Options struct {
	Project     []settings.Assignment // from pkt.toml
	CommandLine []settings.Assignment
	// Definitions are those of the project and, stronger, of the command line.
	ProjectDefinitions, CommandLineDefinitions lang.Definitions
	// KeepFolder runs commands in the folder of this process, as the reference
	// does, and not in the script's.
	KeepFolder bool
	// RandomAddress chooses a local address by chance where none was given, for
	// scripts that share a network namespace.
	RandomAddress bool
	Bytes         bool // see protocol.Request
}

// NewCase parses a script for a variant and settles its options. It returns nil
// where the script is not meant for the variant. The error is one of the
// options that were given from outside.
func NewCase(file *source.File, variant Variant, o Options) (*Case, error) {
	definitions := lang.Definitions{}
	for _, layer := range []lang.Definitions{o.ProjectDefinitions, variant.Definitions, o.CommandLineDefinitions} {
		maps.Copy(definitions, layer)
	}
	script := lang.Parse(file, definitions)
	if !variant.AppliesTo(file.Name, script) {
		return nil, nil
	}
	layers := []settings.Layer{
		{Origin: settings.FromProject, Assignments: o.Project},
		settings.ScriptLayer(script),
		{Origin: settings.FromCommandLine, Assignments: variant.Options},
		{Origin: settings.FromCommandLine, Assignments: o.CommandLine},
	}
	s, problems := resolve(layers, o.RandomAddress)
	c := &Case{
		Script: script, Variant: variant.Name, Winners: settings.Winners(layers...),
		Again: func(changed *source.File) (*Case, error) { return NewCase(changed, variant, o) },
	}
	for _, d := range script.Diagnostics() {
		if d.Severity == diag.Error {
			c.Refused = append(c.Refused, d)
		}
	}
	for _, p := range problems {
		if p.Origin != settings.FromScript {
			return nil, p
		}
		c.Refused = append(c.Refused, p.Diagnostic())
	}
	if !o.KeepFolder && file.Name != files.StdinName {
		folder, err := scriptFolder(file.Name)
		if err != nil {
			return nil, err
		}
		c.Folder = folder
	}
	s.Definitions = definitions
	c.Request = protocol.Request{Path: file.Name, Text: file.Text, Settings: s, Bytes: o.Bytes}
	return c, nil
}

func resolve(layers []settings.Layer, randomAddress bool) (settings.Settings, []settings.Problem) {
	s, problems := settings.Resolve(layers...)
	if !randomAddress || len(problems) > 0 || s.LocalIP != "" {
		return s, problems
	}
	local := settings.Assignment{Name: "local_ip", Value: settings.RandomLocal(s.IPVersion).String(), HasValue: true}
	weakest := settings.Layer{Origin: settings.FromProject, Assignments: []settings.Assignment{local}}
	return settings.Resolve(append([]settings.Layer{weakest}, layers...)...)
}

// scriptFolder is the folder that a script lies in, beside what it calls by
// relative paths.
func scriptFolder(path string) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("finding the folder of %s: %w", path, err)
	}
	folder := filepath.Dir(absolute)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return "", fmt.Errorf("the folder of %s is gone: its commands would run there", path)
	}
	return folder, nil
}
