package diag_test

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// A diagnostic says what is wrong and where, and how to mend it.
func Example() {
	file := source.NewFile("a.pkt", "0 clsoe(3) = 0\n")
	name := source.Range{Start: 2, End: 7}
	d := diag.Diagnostic{
		Code: "PKT101", Severity: diag.Error, Range: name, Message: "unknown system call clsoe",
		Fixes: []diag.Fix{{Title: "write close", Safe: true, Edits: []source.Edit{{Range: name, New: "close"}}}},
	}
	fmt.Printf("%s:%v: %v: %s [%s]\n", file.Name, file.Position(d.Range.Start), d.Severity, d.Message, d.Code)
	fixed, err := source.Apply(file.Text, d.Fixes[0].Edits)
	fmt.Printf("%s: %q %v\n", d.Fixes[0].Title, fixed, err)
	// Output:
	// a.pkt:1:3: error: unknown system call clsoe [PKT101]
	// write close: "0 close(3) = 0\n" <nil>
}
