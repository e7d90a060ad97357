package main

import (
	"bufio"
	"errors"
	"path/filepath"

	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/fmt/editorconfig"
	"github.com/pktlang/pkt/internal/atomicfile"
	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// fmtCommand formats scripts.
type fmtCommand struct {
	scriptArguments
	definitionFlags
	List          bool   `short:"l" help:"Print the names of the scripts that formatting would change."`
	Write         bool   `short:"w" help:"Write the result to the file; a script that is formatted already is left alone."`
	Diff          bool   `short:"d" help:"Print what would change, as a diff."`
	Check         bool   `help:"Say of each script that formatting would change that it would, and print nothing else."`
	Simplify      bool   `short:"s" help:"Write times in their shortest form too: +.1 for +0.100."`
	Force         bool   `help:"Format what is around statements with syntax errors; they stay as they are."`
	StdinFilename string `name:"stdin-filename" placeholder:"NAME" help:"The name of the script on standard input, for messages and for .editorconfig."`
}

// Help implements kong.HelpProvider.
func (*fmtCommand) Help() string {
	return "Without -l, -w, -d or --check the formatted scripts are printed. Only white space changes; the tokens " +
		"and comments are compared before a file is written. A script with syntax errors is left alone, and the exit " +
		"code is then 2; it is 1 where -l, -d or --check find a script that is not formatted and -w does not write " +
		"it. From an .editorconfig, end_of_line, insert_final_newline, indent_style and tab_width are taken.\n\n" +
		examples(
			"pkt fmt script.pkt", "print the script formatted",
			"pkt fmt -l -w tests/", "format all scripts below tests and print the names of those that changed",
			"pkt fmt -d tests/", "show what would change; the exit code is 1 if anything would",
			"pkt fmt --stdin-filename tests/a.pkt < buffer",
			"format what an editor holds, in the style of tests/.editorconfig",
		)
}

// formatted is the outcome for one script.
type formatted struct {
	file     *source.File
	text     string
	problems []diag.Diagnostic // of statements that could not be formatted
	err      error             // nothing is known of text then
}

func (f *formatted) changed() bool { return f.text != f.file.Text }

// Run formats the scripts, in parallel, and reports in order.
func (c *fmtCommand) Run(env *environment) error {
	definitions, err := c.definitions()
	if err != nil {
		return err
	}
	if err := c.checkStdin(); err != nil {
		return err
	}
	messages, err := env.messages()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(env.stdout)
	report := &fmtReport{command: c, env: env, out: out, messages: messages}
	styles := editorconfig.NewFinder()
	err = eachScript(env, c.scriptArguments,
		func(file *source.File) formatted { return c.format(file, definitions, styles) },
		report.script)
	err = errors.Join(err, out.Flush(), messages.Close(), errors.Join(report.problems...))
	if err == nil && report.found {
		return errFound
	}
	return err
}

// checkStdin refuses to write standard input back.
func (c *fmtCommand) checkStdin() error {
	stdin := len(c.Paths) == 0
	for _, path := range c.Paths {
		stdin = stdin || path == files.Stdin
	}
	switch {
	case stdin && c.Write:
		return errors.New("standard input cannot be written back: leave out -w to print the result, or give paths")
	case !stdin && c.StdinFilename != "":
		return errors.New("--stdin-filename is given, but no script is read from standard input")
	}
	return nil
}

// format formats one script, and writes it where that is asked for.
func (c *fmtCommand) format(file *source.File, definitions lang.Definitions, styles *editorconfig.Finder) formatted {
	path := file.Name
	if path == files.StdinName {
		path = c.StdinFilename
		if path != "" {
			file = source.NewFile(path, file.Text)
		}
	}
	f := formatted{file: file}
	options := format.Options{Simplify: c.Simplify}
	if path != "" {
		if options.Style, f.err = styles.Style(filepath.Clean(path)); f.err != nil {
			return f
		}
	}
	script := lang.Parse(file, definitions)
	f.problems = format.Problems(script)
	if f.text, f.err = format.Source(script, options); f.err != nil {
		return f
	}
	if c.Write && f.changed() && (c.Force || len(f.problems) == 0) {
		f.err = atomicfile.Replace(path, []byte(file.Text), []byte(f.text))
	}
	return f
}
