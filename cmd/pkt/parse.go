package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/dump"
	"github.com/pktlang/pkt/lang/source"
)

// parseCommand prints syntax trees.
type parseCommand struct {
	scriptArguments
	definitionFlags
	Format string `enum:"json,tree,tokens" default:"tree" help:"json (an array of scripts), tree (one node a line) or tokens (one token a line)."`
}

// Help implements kong.HelpProvider.
func (*parseCommand) Help() string {
	return "The tree is printed even where a script has errors; these go to standard error, and the exit code is " +
		"then 1. Lines and columns count from 1, columns in bytes; the end of a range is not included.\n\n" +
		examples(
			"pkt parse script.pkt", "print the syntax tree, one node a line",
			"pkt parse --format json tests/ | jq '.[].path'", "print all trees as one JSON array",
			"echo '+0 > . 1:1(0) ack 1' | pkt parse --format tokens", "print the tokens of standard input",
		)
}

// Run parses the scripts and prints what they are made of.
func (c *parseCommand) Run(env *environment) error {
	definitions, err := c.definitions()
	if err != nil {
		return err
	}
	messages, err := env.messages()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(env.stdout)
	print := newDumper(c.Format, out)
	bad := false
	err = eachScript(env, c.scriptArguments,
		func(file *source.File) *lang.Script { return lang.Parse(file, definitions) },
		func(script *lang.Script) error {
			diagnostics := script.Diagnostics()
			bad = bad || diag.HasErrors(diagnostics)
			return errors.Join(print.script(script), messages.File(script.File, diagnostics))
		})
	err = errors.Join(err, print.close(), out.Flush(), messages.Close())
	if err == nil && bad {
		return errFound
	}
	return err
}

// dumper prints scripts one after another; as JSON they are an array.
type dumper struct {
	out       io.Writer
	write     func(io.Writer, *lang.Script) error
	separator string
	json      bool
}

func newDumper(format string, out io.Writer) *dumper {
	d := &dumper{out: out, json: format == "json", separator: "["}
	d.write = map[string]func(io.Writer, *lang.Script) error{
		"json": dump.JSON, "tree": dump.Tree, "tokens": dump.Tokens,
	}[format]
	return d
}

func (d *dumper) script(s *lang.Script) error {
	if d.json {
		if _, err := io.WriteString(d.out, d.separator); err != nil {
			return fmt.Errorf("cannot write the result: %w", err)
		}
		d.separator = ",\n"
	}
	return d.write(d.out, s)
}

func (d *dumper) close() error {
	if !d.json {
		return nil
	}
	end := "]\n"
	if d.separator == "[" {
		end = "[]\n"
	}
	_, err := io.WriteString(d.out, end)
	return err
}
