package format_test

import (
	"fmt"

	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

const untidy = "0   socket(...,SOCK_STREAM, IPPROTO_TCP)=3\n+0 <  S 0:0(0) win 1000  <mss 1000>\n"

// Source is the whole text of a script in the look of the project.
func ExampleSource() {
	script := lang.Parse(source.NewFile("untidy.pkt", untidy), nil)
	text, err := format.Source(script, format.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(text)
	// Output:
	//     0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
	//    +0 < S 0:0(0) win 1000 <mss 1000>
}

// Edits are the same as single changes, for an editor.
func ExampleEdits() {
	file := source.NewFile("untidy.pkt", untidy)
	edits := format.Edits(lang.Parse(file, nil), format.Options{})
	for _, e := range edits[:3] {
		fmt.Printf("%v: %q becomes %q\n", file.Position(e.Range.Start), file.Slice(e.Range), e.New)
	}
	// Output:
	// 1:1: "" becomes "    "
	// 1:3: "  " becomes ""
	// 1:16: "" becomes " "
}
