package program_test

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
)

// A script is compiled, or refused as every tool refuses it.
func ExampleCompile() {
	script := lang.Parse(source.NewFile("times.pkt", "--mtu=1400\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"+
		".2 listen(3, 1) = 0\n.1 close(3) = 0\n"), nil)
	p, problems := program.Compile(script, program.Options{})
	fmt.Println("MTU", p.Settings.MTU)
	for _, e := range p.Events {
		fmt.Printf("line %d at %d us\n", e.Line, e.Time)
	}
	for _, d := range problems {
		fmt.Printf("%v: %s [%s]\n", script.File.Position(d.Range.Start), d.Message, d.Code)
	}
	// Output:
	// MTU 1400
	// line 2 at 0 us
	// line 3 at 200000 us
	// line 4 at 100000 us
	// 4:1: the time goes back: 0.1s is before the event before it, at 0.2s [PKT501]
}
