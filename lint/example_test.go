package lint_test

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

const incomplete = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 1000 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+0 < . 1:1(0) win 1000
+0 clsoe(3) = 0
`

// A script is checked with all rules.
func ExampleCheck() {
	script := lang.Parse(source.NewFile("incomplete.pkt", incomplete), nil)
	p, _ := program.Compile(script, program.Options{})
	result := lint.Check(p, model.New(p), nil)
	for _, d := range result.Diagnostics {
		fmt.Printf("%v: %v: %s [%s]\n", script.File.Position(d.Range.Start), d.Severity, d.Message, d.Code)
	}
	// Output:
	// 6:6: warning: the ACK flag is set but no ack number is given, which acknowledges 0 [PKT402]
	// 7:4: error: unknown system call `clsoe`: did you mean `close`? [PKT101]
}

// A selection leaves rules out, by their codes, beginnings of codes or names.
// The result of one version of a script spares work on the next one.
func ExampleNew() {
	linter := lint.New(lint.Selection{Select: []string{"PKT1"}})
	script := lang.Parse(source.NewFile("incomplete.pkt", incomplete), nil)
	p, _ := program.Compile(script, program.Options{})
	m := model.New(p)
	result := linter.Check(p, m, nil)
	fmt.Println(len(result.Diagnostics), "finding")

	at := len(incomplete) - len("clsoe(3) = 0\n")
	next, err := script.Edit(source.Edit{Range: source.Range{Start: at, End: at + len("clsoe")}, New: "close"})
	if err != nil {
		fmt.Println(err)
		return
	}
	p, _ = program.Compile(next, program.Options{Previous: p})
	result = linter.Check(p, m.Update(p), result)
	fmt.Println(len(result.Diagnostics), "findings")
	// Output:
	// 1 finding
	// 0 findings
}

// Fix applies the fixes that are safe.
func ExampleFix() {
	script := lang.Parse(source.NewFile("incomplete.pkt", incomplete), nil)
	p, _ := program.Compile(script, program.Options{})
	fixed, err := lint.Fix(script, lint.Check(p, model.New(p), nil).Diagnostics)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(fixed.File.LineText(6))
	// Output:
	// +0 < . 1:1(0) ack 1 win 1000
}
