package main

import (
	"fmt"
	"path/filepath"
)

// passing lints the scripts that pass on a kernel, and those of dialects that
// their own tools accept, and lists every error and warning.
func passing(corpus string) error {
	fmt.Println("Errors and warnings on scripts that pass:")
	for _, folder := range []string{"kselftest-7.2", "google"} {
		rows, err := table(filepath.Join(corpus, folder, "verdicts.tsv"))
		if err != nil {
			return err
		}
		checked, alarms, seen := 0, 0, map[string]bool{}
		for _, row := range rows {
			if len(row) < 3 || row[2] != "pass" {
				continue
			}
			file, loud, _, err := check(filepath.Join(corpus, folder, row[0]), variants[row[1]])
			if err != nil {
				return err
			}
			checked++
			for _, d := range loud {
				alarms++
				if text := show(file, d); !seen[text] {
					seen[text] = true
					fmt.Println("   ", text)
				}
			}
		}
		fmt.Printf("  %-14s %4d passing pairs  %3d alarms\n", folder, checked, alarms)
	}
	for _, folder := range []string{"freebsd", "mptcp", "sctp"} {
		if err := dialect(corpus, folder); err != nil {
			return err
		}
	}
	return nil
}

func dialect(corpus, folder string) error {
	paths, err := scripts(filepath.Join(corpus, folder))
	if err != nil {
		return err
	}
	alarms := 0
	for _, path := range paths {
		file, loud, _, err := check(path, ipv4)
		if err != nil {
			return err
		}
		alarms += len(loud)
		for _, d := range loud {
			fmt.Println("   ", show(file, d))
		}
	}
	fmt.Printf("  %-14s %4d scripts        %3d alarms\n", folder, len(paths), alarms)
	return nil
}
