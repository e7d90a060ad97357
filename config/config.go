// Package config reads pkt.toml, the settings that all scripts of a project
// share. `pkt lint`, `pkt run` and the editor read the same file: the one found
// first in the folder of a script or in one of those above it.
//
//	[definitions]            # as -D NAME=VALUE
//	PORT = 8080
//
//	[lint]
//	select = ["PKT"]         # codes, beginnings of codes, or names of rules
//	ignore = ["PKT604"]
//	[lint.severity]
//	fin-not-acknowledged = "info"
//
//	[run]
//	jobs = 2
//	retries = 1
//	variants = ["lab"]
//	[run.options]            # as --NAME=VALUE; true for an option without a value
//	tolerance_usecs = 10000
//
//	[variants.lab]
//	options = { ip_version = "ipv6", mtu = 1520 }
//	definitions = { LEVEL = "SOL_IPV6" }
//
// A weaker place never hides a stronger one: the command line wins over a
// variant, that over the script, and the script over pkt.toml.
package config

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
)

// FileName is the name of the file.
const FileName = "pkt.toml"

// Config is what a pkt.toml says. The zero Config is that of a project
// without one. It is immutable.
type Config struct {
	// File is the text, nil where there is none; ranges are places in it.
	File        *source.File
	Definitions lang.Definitions
	Lint        Lint
	Run         Run
	Variants    []Variant // in the order of the file
}

// Lint is the table [lint].
type Lint struct {
	Select, Ignore []Text
	Severity       []Severity
}

// Severity is a line of [lint.severity].
type Severity struct {
	Rule     Text
	Severity diag.Severity
}

// Run is the table [run].
type Run struct {
	Jobs     int    // how many scripts run at a time; 0 where nothing is said
	Retries  int    // of scripts that failed by timing
	Variants []Text // that are run when the command line names none
	Options  []Option
}

// Variant is a table [variants.NAME]: options and definitions of one way to
// run every script.
type Variant struct {
	Name        Text
	Options     []Option
	Definitions lang.Definitions
}

// Option is an option of the command line, without the dashes.
type Option struct {
	Name     Text
	Value    string
	HasValue bool
}

// Layer is what the file says of every run: [run.options] and [definitions].
func (c *Config) Layer() settings.Layer {
	return settings.Layer{Origin: settings.FromProject, Assignments: assignments(c.Run.Options),
		Definitions: c.Definitions}
}

// Layer is what the variant adds.
func (v *Variant) Layer() settings.Layer {
	return settings.Layer{Origin: settings.FromVariant, Assignments: assignments(v.Options), Definitions: v.Definitions}
}

func assignments(options []Option) []settings.Assignment {
	var out []settings.Assignment
	for _, o := range options {
		out = append(out, settings.Assignment{Name: o.Name.Value, Value: o.Value, HasValue: o.HasValue})
	}
	return out
}

// Text is a string with its place in the file.
type Text struct {
	Value string
	Range source.Range
}

// Code is the code of the diagnostics about a pkt.toml.
const Code = "config"

// Problem is a diagnostic about a place of a pkt.toml.
func Problem(at source.Range, message string) diag.Diagnostic {
	return diag.Diagnostic{Code: Code, Severity: diag.Error, Range: at, Message: message}
}
