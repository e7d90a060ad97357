package run_test

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang/run"
)

// What `pkt run --json` prints is read line by line, as the types of this
// package.
func ExampleRead() {
	output := `{"type":"event","script":"a.pkt","index":0,"line":2,"kind":"call","name":"socket"}
{"type":"result","script":"a.pkt","status":"failed","line":7}
{"type":"something new"}
{"type":"summary","counts":{"failed":1},"seconds":0.4}
`
	for line := range run.Read(strings.NewReader(output)) {
		switch line := line.(type) {
		case run.EventLine:
			fmt.Printf("%s: line %d begins\n", line.Script, line.Line)
		case run.ResultLine:
			fmt.Printf("%s: %s on line %d\n", line.Script, line.Status, line.Line)
		}
	}
	// Output:
	// a.pkt: line 2 begins
	// a.pkt: failed on line 7
}
