package grammar_test

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/grammar"
	"github.com/pktlang/pkt/lang/source"
)

// A script is held against the grammar, and a production printed.
func Example() {
	script := lang.Parse(source.NewFile("script.pkt", "+0 < S 0:0(0) ack win 1000"), nil)
	fmt.Println(grammar.Check(script))
	fmt.Print(grammar.Productions()[0])
	// Output:
	// the grammar has no place for `win` here
	// Script = ScriptOption* <command>? Event+ <command>? .
}
