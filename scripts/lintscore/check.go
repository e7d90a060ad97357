package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

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

// finding is an error or a warning.
type finding struct {
	path     string
	line     int
	severity diag.Severity
	code     string
	message  string
}

func (f finding) String() string {
	return fmt.Sprintf("%s:%d: %s %s: %s", f.path, f.line, f.severity, f.code, f.message)
}

// check lints one script and returns what is found, of one severity or worse.
func check(path string, definitions lang.Definitions, least diag.Severity) ([]finding, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read a script: %w", err)
	}
	file := source.NewFile(path, string(text))
	var found []finding
	p, _ := program.Compile(lang.Parse(file, definitions), program.Options{})
	for _, d := range lint.Check(p, nil, nil).Diagnostics {
		if d.Severity <= least {
			found = append(found, finding{path, file.Line(d.Range.Start), d.Severity, d.Code, d.Message})
		}
	}
	return found, nil
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
	if err != nil {
		return nil, fmt.Errorf("cannot look for scripts: %w", err)
	}
	return out, nil
}

func percent(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(part)/float64(whole))
}
