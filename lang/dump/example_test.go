package dump_test

import (
	"fmt"
	"os"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/dump"
	"github.com/pktlang/pkt/lang/source"
)

// The tree shows how an event was parsed.
func ExampleTree() {
	script := lang.Parse(source.NewFile("a.pkt", "+0 < . 1:1(0) ack 1 win 10\n"), nil)
	if err := dump.Tree(os.Stdout, script); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Script a.pkt
	//   EventStatement 1:1-1:27 "+0 < . 1:1(0) ack 1 win 10"
	//     time: Time 1:1-1:3 "+0"
	//       start: Decimal 1:2-1:3 "0"
	//     action: Packet 1:4-1:27 "< . 1:1(0) ack 1 win 10"
	//       transport: TCP 1:6-1:27 ". 1:1(0) ack 1 win 10"
	//         flags: Flags 1:6-1:7 "."
	//         seq: SequenceRange 1:8-1:14 "1:1(0)"
	//           left: Number 1:8-1:9 "1"
	//           right: Number 1:10-1:11 "1"
	//           length: Number 1:12-1:13 "0"
	//         ack: Number 1:19-1:20 "1"
	//         win: Number 1:25-1:27 "10"
}
