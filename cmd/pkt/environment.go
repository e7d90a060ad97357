package main

import (
	"fmt"
	"io"
	"os"

	"github.com/fatih/color"
	"github.com/mattn/go-isatty"
)

// environment is what a subcommand sees of the world around it.
type environment struct {
	arguments      []string // without the name of the program
	stdin          io.Reader
	stdout, stderr io.Writer

	stdinTerminal, stdoutTerminal, stderrTerminal bool
	// noColour is the user's wish (https://no-color.org), or a terminal that
	// knows none.
	noColour bool
}

func newEnvironment() *environment {
	return &environment{
		stdin: os.Stdin,
		// On Windows these translate colour for old consoles; elsewhere they
		// are the files themselves.
		stdout: color.Output, stderr: color.Error,
		stdinTerminal:  isTerminal(os.Stdin),
		stdoutTerminal: isTerminal(os.Stdout),
		stderrTerminal: isTerminal(os.Stderr),
		noColour:       os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb",
	}
}

func isTerminal(f *os.File) bool {
	return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd())
}

// colourResults reports whether standard output may be coloured.
func (env *environment) colourResults() bool { return env.stdoutTerminal && !env.noColour }

// colourMessages reports whether standard error may be coloured.
func (env *environment) colourMessages() bool { return env.stderrTerminal && !env.noColour }

// print writes a result to standard output.
func (env *environment) print(text []byte) error {
	if _, err := env.stdout.Write(text); err != nil {
		return fmt.Errorf("cannot write the result: %w", err)
	}
	return nil
}
