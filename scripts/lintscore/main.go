// Command lintscore measures the linter over a corpus of scripts: how many
// mistakes it sees in mutants that fail, how near to the mistake it points, and
// how often it speaks of scripts that pass.
//
//	go run ./scripts/lintscore [-corpus DIR] [-v]
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	corpus := flag.String("corpus", "../shared/corpus", "the `folder` with the corpus")
	verbose := flag.Bool("v", false, "list the mutants that were missed")
	flag.Parse()
	if err := run(os.Stdout, *corpus, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "lintscore:", err)
		os.Exit(2)
	}
}

func run(w io.Writer, corpus string, verbose bool) error {
	if _, err := os.Stat(corpus); err != nil {
		return fmt.Errorf("the corpus was not found: %w", err)
	}
	quiet, err := measurePassing(corpus)
	if err != nil {
		return err
	}
	answers, err := measureTextbook(corpus)
	if err != nil {
		return err
	}
	mutants, err := measureMutants(corpus)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	printPassing(out, quiet)
	printTextbook(out, answers)
	mutants.print(out, verbose)
	return out.Flush()
}
