package main

import (
	"fmt"

	"github.com/alecthomas/kong"
)

// helpCommand shows the same as the flag --help.
type helpCommand struct {
	Command []string `arg:"" optional:"" help:"The command to explain; without one, all commands are listed."`
}

// Help implements kong.HelpProvider.
func (*helpCommand) Help() string {
	return examples(
		"pkt help", "list all commands",
		"pkt help parse", "show the flags and examples of parse",
	)
}

// Run prints the help of a command.
func (c *helpCommand) Run(env *environment, parser *kong.Kong) error {
	trace, err := kong.Trace(parser, c.Command)
	if err != nil {
		return fmt.Errorf("cannot look up the command: %w", err)
	}
	if len(c.Command) > 0 && (trace.Selected() == nil || trace.Selected().Name != c.Command[0]) {
		return fmt.Errorf("there is no command %q; pkt help lists all", c.Command[0])
	}
	return trace.PrintUsage(false)
}

// examples lays out pairs of a command line and what it does.
func examples(pairs ...string) string {
	text := "Examples:\n"
	for i := 0; i+1 < len(pairs); i += 2 {
		// Kong keeps the lines of indented text as they are.
		text += fmt.Sprintf("\n    %s\n        %s\n", pairs[i], pairs[i+1])
	}
	return text
}
