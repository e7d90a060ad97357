package source_test

import (
	"fmt"

	"github.com/pktlang/pkt/lang/source"
)

// A place is an offset in bytes; lines and columns are asked of the file.
func ExampleFile_Position() {
	file := source.NewFile("a.pkt", "// é\n0 close(3) = 0 // 😀!\n")
	at := len("// é\n0 close(3) = 0 // 😀")
	p := file.Position(at)
	fmt.Println("line", p.Line, "column", p.Column)
	fmt.Println("UTF-8 ", file.Units(at, source.UTF8))
	fmt.Println("UTF-16", file.Units(at, source.UTF16))
	fmt.Println("UTF-32", file.Units(at, source.UTF32))
	// Output:
	// line 2 column 23
	// UTF-8  {1 22}
	// UTF-16 {1 20}
	// UTF-32 {1 19}
}

// Edits are about the text before all of them.
func ExampleApply() {
	text, err := source.Apply("0 clsoe(3) = 0\n", []source.Edit{
		{Range: source.Range{Start: 0, End: 0}, New: "    "},
		{Range: source.Range{Start: 2, End: 7}, New: "close"},
	})
	fmt.Printf("%q %v\n", text, err)
	// Output:
	// "    0 close(3) = 0\n" <nil>
}
