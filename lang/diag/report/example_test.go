package report_test

import (
	"fmt"
	"os"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/source"
)

// The errors of a script are shown as on a terminal.
func ExampleNew() {
	script := lang.Parse(source.NewFile("a.pkt",
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 < S 0:0(0) win 99999\n"), nil)
	w, err := report.New(report.Text, os.Stdout, report.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := w.File(script.File, script.Diagnostics()); err != nil {
		fmt.Println(err)
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// a.pkt:2:19: error: the window is out of range: expected 0 to 65535 [PKT022]
	//     2 | +0 < S 0:0(0) win 99999
	//       |                   ^^^^^
}
