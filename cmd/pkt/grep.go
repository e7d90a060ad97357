package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/pktlang/pkt/config"
	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/query"
	"github.com/pktlang/pkt/lang/source"
)

// grepCommand finds events.
type grepCommand struct {
	Query string `arg:"" name:"query" help:"What an event has to be, such as 'call == \"accept\" && result < 0'; pkt help query says what can be asked."`
	scriptArguments
	definitionFlags
	Count bool `short:"c" xor:"output" help:"Print only how many events of each script match."`
	List  bool `short:"l" xor:"output" help:"Print only the paths of scripts in which an event matches."`
	JSON  bool `name:"json" xor:"output" help:"Print each event as one JSON object a line."`
}

// Help implements kong.HelpProvider.
func (*grepCommand) Help() string {
	return "Each event is printed after its path and line. As with grep, the exit code is 0 when an event matched, " +
		"1 when none did, and 2 when something could not be searched.\n\n" +
		examples(
			"pkt grep 'tcp.flags & SYN && len > 0' tests/", "find SYNs that carry data",
			"pkt grep -l 'call == \"sendfile\"' tests/", "list the scripts that call sendfile",
			"pkt grep --count 'outbound && option.sack' tests/", "count expected segments with SACK blocks",
			"pkt grep 'inbound && icmp && state == ESTABLISHED' tests/",
			"find ICMP messages that arrive in an established connection, as the model follows it",
		)
}

// found are the events of one script that match.
type found struct {
	program *program.Program
	events  []*program.Event
	broken  int // statements that cannot be read
	err     error
}

// Run searches the scripts.
func (c *grepCommand) Run(env *environment) error {
	q, err := query.Parse(c.Query)
	if err != nil {
		return fmt.Errorf("cannot read the query: %w", err)
	}
	definitions, err := c.definitions()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(env.stdout)
	show := c.printer()
	var loader config.Loader
	matches, broken := 0, 0
	err = eachScript(env, c.scriptArguments,
		func(file *source.File) found { return search(q, &loader, file, definitions) },
		func(f found) error {
			if f.err != nil {
				return f.err
			}
			matches += len(f.events)
			broken += f.broken
			return show(out, f)
		})
	if err := errors.Join(err, out.Flush()); err != nil {
		return err
	}
	if broken > 0 {
		what := "statements"
		if broken == 1 {
			what = "statement"
		}
		fmt.Fprintf(env.stderr, "pkt: not searched: %d %s that cannot be read; pkt lint shows where\n", broken, what)
	}
	if matches == 0 {
		return errFound // that is exit code 1, as grep has it
	}
	return nil
}

// search finds the events of one script.
func search(q *query.Query, loader *config.Loader, file *source.File, definitions lang.Definitions) found {
	path := file.Name
	if path == files.StdinName {
		path = ""
	}
	loaded := loader.ForScript(path)
	if loaded.Err != nil {
		return found{err: loaded.Err}
	}
	if diag.HasErrors(loaded.Problems) {
		return found{err: fmt.Errorf("%s is wrong: %s; pkt lint shows where", loaded.Config.File.Name,
			loaded.Problems[0].Message)}
	}
	options := program.Outside(loaded.Config.Layer(), definitions)
	script := options.Parse(file)
	p, _ := program.Compile(script, options)
	f := found{program: p, events: q.Find(p)}
	for _, st := range script.Statements {
		if st.Kind == lang.BadStatement {
			f.broken++
		}
	}
	return f
}

// printer is how the events of one script are printed.
func (c *grepCommand) printer() func(io.Writer, found) error {
	switch {
	case c.Count:
		return func(out io.Writer, f found) error {
			_, err := fmt.Fprintf(out, "%s:%d\n", f.program.Script.File.Name, len(f.events))
			return err
		}
	case c.List:
		return func(out io.Writer, f found) error {
			if len(f.events) == 0 {
				return nil
			}
			_, err := fmt.Fprintln(out, f.program.Script.File.Name)
			return err
		}
	case c.JSON:
		return printFoundAsJSON
	}
	return printFound
}

// printFound prints events as path:line:text; those of several lines are printed
// on one.
func printFound(out io.Writer, f found) error {
	for _, e := range f.events {
		_, err := fmt.Fprintf(out, "%s:%d:%s\n", f.program.Script.File.Name, e.Line,
			strings.Join(strings.Fields(textOf(f.program, e)), " "))
		if err != nil {
			return err
		}
	}
	return nil
}

// foundEvent is an event as --json prints it.
type foundEvent struct {
	Path  string             `json:"path"`
	Line  int                `json:"line"`
	Event int                `json:"event"` // its number in the script, from 1
	Kind  program.EventKind  `json:"kind"`
	Range report.ObjectRange `json:"range"`
	Text  string             `json:"text"`
}

func printFoundAsJSON(out io.Writer, f found) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false) // < and > are directions here
	file := f.program.Script.File
	for _, e := range f.events {
		err := encoder.Encode(foundEvent{
			Path: file.Name, Line: e.Line, Event: e.Index + 1, Kind: e.Kind, Text: textOf(f.program, e),
			Range: report.NewObjectRange(file, e.Statement.Range(e.Statement.Core)),
		})
		if err != nil {
			return fmt.Errorf("cannot write an event as JSON: %w", err)
		}
	}
	return nil
}

// textOf is an event as it is written, without the comments around it.
func textOf(p *program.Program, e *program.Event) string {
	return p.Script.File.Slice(e.Statement.Range(e.Statement.Core))
}
