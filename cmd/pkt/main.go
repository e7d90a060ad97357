// Command pkt is the tool suite of the packetdrill language: it formats,
// checks and runs .pkt scripts and serves editors.
//
// Each subcommand is a type in a file of its own, with its flags as fields, a
// Help method with examples, and a Run method that is given the environment.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// commandLine is all that can be asked of pkt. A new subcommand is a line here.
type commandLine struct {
	Run     runCommand     `cmd:"" help:"Run scripts against this machine's TCP/IP stack."`
	Fmt     fmtCommand     `cmd:"" help:"Format scripts."`
	Lint    lintCommand    `cmd:"" help:"Find mistakes in scripts without running them."`
	LSP     lspCommand     `cmd:"" name:"lsp" help:"Serve editors: the language server."`
	Grep    grepCommand    `cmd:"" help:"Find events of scripts by what they are."`
	Import  importCommand  `cmd:"" help:"Make a script of a captured TCP connection."`
	Parse   parseCommand   `cmd:"" help:"Print the syntax tree of scripts, for people who build tools."`
	Report  reportCommand  `cmd:"" help:"Join the results of runs."`
	Explain explainCommand `cmd:"" help:"Explain the code of a message."`
	Kernel  kernelCommand  `cmd:"" help:"Build and list the kernels that scripts can run on."`
	Version versionCommand `cmd:"" help:"Print the version of pkt."`
	Help    helpCommand    `cmd:"" help:"Show what a command does, with examples."`
}

// The exit codes of every subcommand.
const (
	exitFine  = 0
	exitFound = 1 // a diff, a finding, a failed script
	exitError = 2 // it could not do its work
)

// errFound is what a Run method returns when it did its work and found
// something; all that is to be said of it has been written by then.
var errFound = errors.New("found something")

func main() {
	if code, ok := part(os.Args[1:]); ok {
		os.Exit(code)
	}
	if underPacketdrillsName(os.Args[0]) {
		os.Exit(packetdrill(os.Args[1:], newEnvironment()))
	}
	os.Exit(execute(os.Args[1:], newEnvironment()))
}

// execute executes one command line, without the name of the program, and returns
// the exit code.
func execute(args []string, env *environment) int {
	env.arguments = args
	parser, err := newParser(env)
	if err != nil {
		return env.fail(fmt.Errorf("the command line is built wrongly: %w", err))
	}
	command, err := parser.Parse(args)
	if err != nil {
		return env.fail(usageError(err))
	}
	err = command.Run(env, parser)
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errFound):
		return exitFound
	}
	return env.fail(err)
}

func newParser(env *environment) (*kong.Kong, error) {
	return kong.New(&commandLine{Run: runCommand{optionFlags: newOptionFlags()}},
		kong.Name("pkt"),
		kong.Description("Tools for .pkt scripts, the language of packetdrill.\n\n"+
			"A path may be a script, a folder (which means every .pkt under it), or - for standard input. "+
			"Results go to standard output, messages to standard error. "+
			"The exit code is 0 when all is fine, 1 when something was found, and 2 when pkt could not do its work."),
		kong.Vars{"mirror": defaultMirror},
		kong.Writers(env.stdout, env.stderr),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}),
	)
}

// usageError adds to kong's message where help is to be had.
func usageError(err error) error {
	ask := "pkt help"
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil {
		if command := parse.Context.Selected(); command != nil {
			ask += " " + command.Name
		}
	}
	return fmt.Errorf("%w; see: %s", err, ask)
}

// fail says why pkt could not do its work, one line for each joined error.
func (env *environment) fail(err error) int {
	for line := range strings.Lines(err.Error()) {
		fmt.Fprintf(env.stderr, "pkt: %s\n", strings.TrimRight(line, "\n"))
	}
	return exitError
}
