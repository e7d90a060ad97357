package feature_test

import (
	"fmt"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lsp/feature"
)

// An editor asks of a version of a document what it shows; an edit makes the
// next version.
func Example() {
	d := feature.NewDocument("file:///a.pkt", 1, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 clsoe(3) = 0\n",
		feature.Options{})
	for _, found := range d.Diagnostics() {
		fmt.Println(found.Message)
	}

	start := d.Offset(protocol.Position{Line: 1, Character: 3})
	d, err := d.Edited(2, source.Edit{Range: source.Range{Start: start, End: start + len("clsoe")}, New: "close"})
	if err != nil {
		fmt.Println(err)
		return
	}
	hover := feature.Hover(d, protocol.Position{Line: 1, Character: 5})
	text, _, _ := strings.Cut(hover.Contents.(protocol.MarkupContent).Value, ":")
	fmt.Println(text)
	// Output:
	// unknown system call `clsoe`: did you mean `close`?
	// ```pkt
	// close(fd) = 0
	// ```
	// Closes a descriptor
}

// What may stand at a cursor comes with what the script has done so far.
func ExampleCompletion() {
	d := feature.NewDocument("file:///a.pkt", 1, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 close() = 0\n",
		feature.Options{})
	for _, item := range feature.Completion(d, protocol.Position{Line: 1, Character: 9}, false).Items {
		fmt.Println(item.Label, "-", item.Detail)
	}
	// Output:
	// 3 - TCP socket, unconnected, made on line 1
}
