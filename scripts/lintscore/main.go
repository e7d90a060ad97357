// Command lintscore measures the linter over a corpus of scripts: how many
// mistakes it sees in mutants that fail, how near to the mistake it points, and
// how often it speaks of scripts that pass.
//
//	go run ./scripts/lintscore [-corpus DIR] [-v]
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

func main() {
	corpus := flag.String("corpus", "../shared/corpus", "the `folder` with the corpus")
	verbose := flag.Bool("v", false, "list the mutants that were missed")
	flag.Parse()
	if err := run(*corpus, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "lintscore:", err)
		os.Exit(2)
	}
}

func run(corpus string, verbose bool) error {
	if _, err := os.Stat(corpus); err != nil {
		return fmt.Errorf("the corpus was not found: %w", err)
	}
	if err := passing(corpus); err != nil {
		return err
	}
	if err := textbook(corpus); err != nil {
		return err
	}
	return mutants(corpus, verbose)
}

// ipv4 are the definitions that the scripts were run with over IPv4.
var ipv4 = lang.Definitions{
	"TFO_COOKIE": "3021b9d889017eeb", "TFO_COOKIE_ZERO": "b7c12350a90dc8f5", "CODE": "host_unreachable",
	"CMSG_LEVEL_IP": "SOL_IP", "CMSG_TYPE_RECVERR": "IP_RECVERR",
}

// variants are the definitions of each variant of verdicts.tsv.
var variants = map[string]lang.Definitions{
	"ipv4": ipv4,
	"ipv4-mapped-ipv6": {
		"TFO_COOKIE": "3021b9d889017eeb", "TFO_COOKIE_ZERO": "b7c12350a90dc8f5", "CODE": "host_unreachable",
		"CMSG_LEVEL_IP": "SOL_IPV6", "CMSG_TYPE_RECVERR": "IPV6_RECVERR",
	},
	"ipv6": {
		"TFO_COOKIE": "c1d1e9742a47a9bc", "TFO_COOKIE_ZERO": "82af1a8f9a205c34",
		"CMSG_LEVEL_IP": "SOL_IPV6", "CMSG_TYPE_RECVERR": "IPV6_RECVERR",
	},
}

// check lints one script and returns the errors and warnings, and how many
// others there are.
func check(path string, definitions lang.Definitions) (file *source.File, loud []diag.Diagnostic, quiet int, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, 0, fmt.Errorf("cannot read a script: %w", err)
	}
	file = source.NewFile(path, string(text))
	script := lang.Parse(file, definitions)
	for _, d := range lint.Check(script, model.New(script), nil).Diagnostics {
		if d.Severity <= diag.Warning {
			loud = append(loud, d)
		} else {
			quiet++
		}
	}
	return file, loud, quiet, nil
}

// table reads a file of columns with tabs between, its heading left out.
func table(path string) ([][]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read a table: %w", err)
	}
	var rows [][]string
	for i, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		if i > 0 {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows, nil
}

// scripts lists the scripts under a folder.
func scripts(folder string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, ".pkt") {
			out = append(out, path)
		}
		return err
	})
	return out, err
}

func percent(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(part)/float64(whole))
}

func show(file *source.File, d diag.Diagnostic) string {
	return fmt.Sprintf("%s:%d: %s %s: %s", file.Name, file.Line(d.Range.Start), d.Severity, d.Code, d.Message)
}
