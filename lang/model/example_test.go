package model_test

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
)

const exampleScript = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 1000 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 1000
+0 accept(3, ..., ...) = 4
+0 write(4, ..., 500) = 500
+0 > P. 1:501(500) ack 1
`

// The model says after each event what is certain of the connection.
func Example() {
	script := lang.Parse(source.NewFile("write.pkt", exampleScript), nil)
	p, _ := program.Compile(script, program.Options{})
	m := model.New(p)
	for i, st := range script.Statements {
		c := m.After(i).Current()
		if st.Kind != lang.EventStatement || c == nil {
			continue
		}
		fmt.Printf("%-30s %v, %d outstanding\n", script.File.Slice(st.Range(st.Action)), c.State, c.Outstanding())
	}
	// Output:
	// < S 0:0(0) win 1000 <mss 1000> SYN-RECEIVED, 0 outstanding
	// > S. 0:0(0) ack 1 <...>        SYN-RECEIVED, 1 outstanding
	// < . 1:1(0) ack 1 win 1000      ESTABLISHED, 0 outstanding
	// accept(3, ..., ...) = 4        ESTABLISHED, 0 outstanding
	// write(4, ..., 500) = 500       ESTABLISHED, 0 outstanding
	// > P. 1:501(500) ack 1          ESTABLISHED, 500 outstanding
}

// What the script expects and TCP cannot do is an observation.
func ExampleModel_Observations() {
	text := exampleScript + "+.1 < . 1:1(0) ack 900 win 1000\n"
	script := lang.Parse(source.NewFile("write.pkt", text), nil)
	p, _ := program.Compile(script, program.Options{})
	for _, o := range model.New(p).Observations() {
		fmt.Printf("line %d: %s %+v\n", script.File.Line(script.Statements[o.Statement].Start()), o.Kind(), o.Detail)
	}
	// Output:
	// line 10: ack-of-unsent {Claimed:900 Limit:501}
}
