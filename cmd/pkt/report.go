package main

import (
	"fmt"
	"os"

	"github.com/pktlang/pkt/exec/suite/resultfile"
)

// reportCommand is about the results of runs.
type reportCommand struct {
	Merge mergeCommand `cmd:"" help:"Join the results of several runs, such as shards."`
}

// mergeCommand joins results.
type mergeCommand struct {
	Files []string `arg:"" name:"file" type:"existingfile" help:"What pkt run --json printed."`
	resultFlags
}

// Help implements kong.HelpProvider.
func (*mergeCommand) Help() string {
	return "It prints the scripts that failed and a summary, and has the exit code that one run of all scripts would " +
		"have. A file without its summary is of a run that was killed; it is said, the others are joined all the " +
		"same, and the exit code is 2.\n\n" +
		examples("pkt report merge --junit all.xml shard-*.json", "join the results of shards")
}

// Run joins the files.
func (c *mergeCommand) Run(env *environment) error {
	var all resultfile.Results
	var incomplete error
	for _, path := range c.Files {
		if err := readResults(&all, path); err != nil {
			fmt.Fprintf(env.stderr, "pkt: %v\n", err)
			incomplete = fmt.Errorf("the results of some runs are missing")
		}
	}
	if err := c.write(&all); err != nil {
		return err
	}
	counts := all.Counts()
	for _, line := range all.Lines {
		if failed(line.Status) {
			reason := line.Reference
			if len(line.Diagnostics) > 0 {
				reason = line.Diagnostics[0].Message
			}
			fmt.Fprintf(env.stdout, "%s %s: %s\n", line.Status, line.Case.Name(), reason)
		}
	}
	if err := env.print(fmt.Appendf(nil, "%s in %.1f s\n", counts.Summary(), all.Seconds)); err != nil {
		return err
	}
	if incomplete != nil {
		return incomplete
	}
	return verdictOf(counts)
}

func readResults(all *resultfile.Results, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("cannot read the results: %w", err)
	}
	defer file.Close()
	if err := all.Read(file); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
