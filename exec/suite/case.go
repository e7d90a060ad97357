// Package suite runs many scripts, each in a child process of its own, and
// collects how they ended.
package suite

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/run"
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
	// Refused is what keeps the script from running, if anything does.
	Refused []run.Failure
	// Skip is why the case is not run here, which is no failure: it needs what
	// the platform lacks. Empty for a case that is run.
	Skip string
	// Expected says why the script is expected to fail; nil where it is not.
	Expected *program.ExpectedFailure
	Tags     []string // of the script
	// Note is what was decided for the script, such as its variant; or empty.
	Note string
	// Winners say which of several values of an option won.
	Winners []string

	// Again makes the same case of another text of the script.
	Again func(*source.File) (*Case, error)
}

// Name is the script's name with the variant.
func (c *Case) Name() string { return c.Of().Name() }

// Options are what a case is made with besides the script and the variant.
type Options struct {
	// Project are the options and definitions of pkt.toml, CommandLine those
	// of the command line.
	Project, CommandLine settings.Layer
	// KeepFolder runs commands in the folder of this process, as google/packetdrill
	// does, and not in the script's.
	KeepFolder bool
	// RandomAddress chooses a local address by chance where none was given, for
	// scripts that share a network namespace.
	RandomAddress bool
	Bytes         bool // see protocol.Request
	// Select chooses scripts by what they mean; nil takes all.
	Select func(*program.Program) bool
	// Platform is what the cases run on: those that need what it lacks are
	// skipped. With nil all are run, and what cannot be run is a failure.
	Platform Platform
	// IgnoreDirectives takes what the script's comments ask for as comments.
	IgnoreDirectives bool
	// DefaultVariant runs a script that was asked for in no variant, and that
	// has words which a built-in one defines, in that.
	DefaultVariant bool
}

// compile are the options that a script is compiled with for a variant.
func (o Options) compile(variant Variant) program.Options {
	project, commandLine := o.Project, o.CommandLine
	project.Origin, commandLine.Origin = settings.FromProject, settings.FromCommandLine
	return program.Options{
		Weaker: []settings.Layer{project},
		Stronger: []settings.Layer{{Origin: settings.FromVariant, Assignments: variant.Options,
			Definitions: variant.Definitions}, commandLine},
		Complete: true,
	}
}

// NewCase parses a script for a variant and settles its options. It returns nil
// where the script is not meant for the variant, or not selected. The error is one of the
// options that were given from outside.
func NewCase(file *source.File, variant Variant, o Options) (*Case, error) {
	options := o.compile(variant)
	script := options.Parse(file)
	if !variant.AppliesTo(file.Name, script) {
		return nil, nil
	}
	p, _ := program.Compile(script, options)
	if o.RandomAddress && len(p.Rejected) == 0 && !p.Settings.Given("local_ip") {
		options.Weaker = append([]settings.Layer{randomAddress(p.Settings.IPVersion)}, options.Weaker...)
		p, _ = program.Compile(script, options)
	}
	if len(p.Rejected) > 0 {
		return nil, p.Rejected[0]
	}
	if o.Select != nil && !o.Select(p) {
		return nil, nil
	}
	o.Select = nil // the same script with other expectations stays selected
	if o.DefaultVariant && variant.Name == "" {
		if implied, word, ok := impliedVariant(p); ok {
			c, err := NewCase(file, implied, o)
			if c != nil {
				c.Note = fmt.Sprintf("%s: variant %s, which defines %s", file.Name, implied.Name, word)
			}
			return c, err
		}
	}
	c := &Case{
		Script: script, Variant: variant.Name, Refused: run.Refusals(p), Winners: p.Settings.Winners(),
		Again: func(changed *source.File) (*Case, error) { return NewCase(changed, variant, o) },
	}
	if !o.KeepFolder && file.Name != files.StdinName {
		folder, err := scriptFolder(file.Name)
		if err != nil {
			return nil, err
		}
		c.Folder = folder
	}
	if !o.IgnoreDirectives {
		c.direct(p, o.Platform)
	}
	c.Request = protocol.Request{Path: file.Name, Text: file.Text, Settings: p.Settings, Bytes: o.Bytes}
	return c, nil
}

func randomAddress(version settings.IPVersion) settings.Layer {
	local := settings.Assignment{Name: "local_ip", Value: settings.RandomLocal(version).String(), HasValue: true}
	return settings.Layer{Origin: settings.FromDefault, Assignments: []settings.Assignment{local}}
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
