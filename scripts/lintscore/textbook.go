package main

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/pktlang/pkt/lang/diag"
)

// erring are the answers that the text calls wrong and a kernel accepts: they
// do fill the hole.
var erring = map[string]bool{"oosegments-hole-3.pkt": true, "oosegments-hole-5.pkt": true}

// missingAck is the one finding that right answers may have: they were written
// for kernels that took such segments.
const missingAck = "PKT402"

// answer is an answer to a question of the textbook.
type answer struct {
	script string
	wrong  bool // so says the text, and it is right
	found  []finding
}

// measureTextbook lints the answers. Infos count too: the text calls one wrong
// that passes, because nothing looks at its last packet.
func measureTextbook(corpus string) ([]answer, error) {
	folder := filepath.Join(corpus, "textbook")
	rows, err := table(filepath.Join(folder, "verdicts.tsv"))
	if err != nil {
		return nil, err
	}
	var all []answer
	for _, row := range rows {
		a := answer{script: row[0], wrong: row[1] == "fail" && !erring[row[0]]}
		found, err := check(filepath.Join(folder, row[0]), nil, diag.Info)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if f.code != missingAck {
				a.found = append(a.found, f)
			}
		}
		all = append(all, a)
	}
	return all, nil
}

func printTextbook(w io.Writer, all []answer) {
	wrong, seen, alarms := 0, 0, 0
	fmt.Fprintln(w, "Answers of the textbook:")
	for _, a := range all {
		what := "alarm"
		if a.wrong {
			what = "seen"
			wrong++
		} else if len(a.found) > 0 {
			alarms++
		}
		for _, f := range a.found {
			fmt.Fprintf(w, "    %s: %s\n", what, f)
		}
		switch {
		case a.wrong && len(a.found) > 0:
			seen++
		case a.wrong:
			fmt.Fprintf(w, "    missed: %s\n", a.script)
		}
	}
	fmt.Fprintf(w, "  %d of %d wrong answers seen, %d alarms on %d right ones\n", seen, wrong, alarms, len(all)-wrong)
}
