package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// helpCommand shows the same as the flag --help.
type helpCommand struct {
	Command []string `arg:"" optional:"" help:"The command or topic to explain; without one, all commands are listed."`
}

// Help implements kong.HelpProvider.
func (*helpCommand) Help() string {
	return topicList() + "\n\n" + examples(
		"pkt help", "list all commands",
		"pkt help parse", "show the flags and examples of parse",
		"pkt help query", "say what queries are and which fields an event has",
		"pkt help grammar", "print the grammar of the language",
	)
}

// topics are what help is given on besides commands.
var topics = []struct {
	name, about string
	text        func() string
}{
	{"query", "the expressions of grep and of run --filter", queryHelp},
	{"grammar", "the language as a formal grammar", grammarHelp},
}

// topicList names the topics.
func topicList() string {
	list := "Topics besides the commands are"
	for i, t := range topics {
		if i > 0 {
			list += ";"
		}
		list += " " + t.name + ": " + t.about
	}
	return list + "."
}

// Run prints the help of a command or on a topic.
func (c *helpCommand) Run(env *environment, parser *kong.Kong) error {
	for _, t := range topics {
		if len(c.Command) == 1 && c.Command[0] == t.name {
			return env.print([]byte(t.text()))
		}
	}
	trace, err := kong.Trace(parser, c.Command)
	if err != nil {
		return fmt.Errorf("cannot look up the command: %w", err)
	}
	if asked := strings.Join(c.Command, " "); asked != "" && (trace.Selected() == nil ||
		commandName(trace.Selected()) != asked) {
		return fmt.Errorf("there is no command %q; pkt help lists all, and pkt help help the topics", asked)
	}
	return trace.PrintUsage(false)
}

// commandName is what a command is called by on the command line, after pkt.
func commandName(command *kong.Node) string {
	if parent := command.Parent; parent != nil && parent.Type == kong.CommandNode {
		return commandName(parent) + " " + command.Name
	}
	return command.Name
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
