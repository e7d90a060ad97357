package main

import (
	"fmt"
	"path/filepath"

	"github.com/pktlang/pkt/lint/rules"
)

// erring are the answers that the text calls wrong and a kernel accepts: they
// do fill the hole.
var erring = map[string]bool{"oosegments-hole-3.pkt": true, "oosegments-hole-5.pkt": true}

// textbook lints the answers to the questions of the textbook.
func textbook(corpus string) error {
	folder := filepath.Join(corpus, "textbook")
	rows, err := table(filepath.Join(folder, "verdicts.tsv"))
	if err != nil {
		return err
	}
	missing, _ := rules.Find("missing-ack")
	fmt.Println("Textbook:")
	for _, row := range rows {
		file, loud, _, err := check(filepath.Join(folder, row[0]), nil)
		if err != nil {
			return err
		}
		wrong, found := row[1] == "fail" && !erring[row[0]], 0
		for _, d := range loud {
			if d.Code == missing.Code {
				continue
			}
			found++
			if wrong {
				fmt.Println("    seen:   ", show(file, d))
			} else {
				fmt.Println("    alarm:  ", show(file, d))
			}
		}
		if wrong && found == 0 {
			fmt.Println("    missed: ", file.Name)
		}
	}
	return nil
}
