package lang_test

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// A script in which a peer connects and sends ten bytes.
const exampleScript = `// A passive open
    0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
   +0 bind(3, ..., ...) = 0
   +0 listen(3, 1) = 0

   +0 < S 0:0(0) win 1000 <mss 1000,sackOK>
   +0 > S. 0:0(0) ack 1 <...>
  +.1 < . 1:1(0) ack 1 win 1000
   +0 accept(3, ..., ...) = 4
   +0 < P. 1:11(10) ack 1 win 1000
   +0 > . 1:1(0) ack 11
`

// A script is parsed, and its events are told by their type.
func Example() {
	script := lang.Parse(source.NewFile("open.pkt", exampleScript), nil)
	for _, event := range script.Events() {
		switch action := event.Action.(type) {
		case *lang.SystemCall:
			fmt.Println("call", action.Name.Name)
		case *lang.Packet:
			if tcp := action.TCP(); tcp != nil {
				fmt.Println(action.Direction, tcp.Flags.Text, tcp.Seq.Length.Value, "bytes")
			}
		}
	}
	// Output:
	// call socket
	// call bind
	// call listen
	// < S 0 bytes
	// > S. 0 bytes
	// < . 0 bytes
	// call accept
	// < P. 10 bytes
	// > . 0 bytes
}

// A mistake costs one statement, and says where it is and how to mend it.
func ExampleParse() {
	file := source.NewFile("mistake.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"+
		"+0 < S 0:0(0) win 1000 <mss 1000,sackOk,nop,nop>\n+0 close(3) = 0\n")
	script := lang.Parse(file, nil)
	for _, d := range script.Diagnostics() {
		fmt.Printf("%v: %s: %s\n", file.Position(d.Range.Start), d.Code, d.Message)
		for _, fix := range d.Fixes {
			fmt.Println("fix:", fix.Title)
		}
	}
	fmt.Println(len(script.Events()), "events")
	// Output:
	// 2:34: PKT006: unknown TCP option `sackOk`: did you mean `sackOK`?
	// fix: replace it with `sackOK`
	// 3 events
}

// Definitions are given from outside, as -D does, or by the script itself.
func ExampleParse_definitions() {
	text := "--define=SIZE=1000\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 write(3, ..., SIZE) = SIZE\n"
	for _, outer := range []lang.Definitions{nil, {"SIZE": "500"}} {
		script := lang.Parse(source.NewFile("write.pkt", text), outer)
		call := script.Events()[1].Action.(*lang.SystemCall)
		size := call.Result.(*lang.Number)
		fmt.Println(size.Text, "is", size.Value)
	}
	// Output:
	// SIZE is 1000
	// SIZE is 500
}

// Walk visits every node; a node's place in the file is asked of its statement.
func ExampleStatement_Walk() {
	script := lang.Parse(source.NewFile("open.pkt", exampleScript), nil)
	for _, st := range script.Statements {
		st.Walk(func(n lang.Node) bool {
			if option, ok := n.(lang.TCPOption); ok {
				at := st.Range(n)
				fmt.Printf("%v: %s\n", script.File.Position(at.Start), option.OptionName())
				return false // nothing below is of interest
			}
			return true
		})
	}
	// Output:
	// 6:28: mss
	// 6:37: sackOK
}

// At finds what stands at an offset, as a cursor does.
func ExampleScript_At() {
	script := lang.Parse(source.NewFile("call.pkt", "0 close(3) = 0\n"), nil)
	_, nodes := script.At(len("0 close("))
	for _, n := range nodes {
		fmt.Printf("%T\n", n)
	}
	// Output:
	// *lang.SystemCall
	// *lang.Number
}

// An edit makes a new script, which shares with the old one what it did not
// touch.
func ExampleScript_Edit() {
	before := lang.Parse(source.NewFile("open.pkt", exampleScript), nil)
	at := strings.Index(exampleScript, "ack 11")
	edit := source.Edit{Range: source.Range{Start: at, End: at + len("ack 11")}, New: "ack 1"}
	after, err := before.Edit(edit)
	if err != nil {
		fmt.Println(err) // the edit lies outside of the text
		return
	}
	shared := 0
	for i, event := range after.Events() {
		if event.Action == before.Events()[i].Action {
			shared++
		}
	}
	fmt.Println(shared, "of", len(after.Events()), "events are those of the old script")
	// Output:
	// 6 of 9 events are those of the old script
}
