package vocab_test

import (
	"fmt"

	"github.com/pktlang/pkt/lang/vocab"
)

// A system call is its parameters, with what each of them can be.
func ExampleSystemCall() {
	call, ok := vocab.SystemCall("setsockopt")
	if !ok {
		return
	}
	fmt.Println(call.Signature())
	for _, p := range call.Params {
		fmt.Printf("%s: %v\n", p.Name, p.Kind)
	}
	// Output:
	// setsockopt(fd, level, optname, optval, optlen) = 0
	// fd: descriptor
	// level: option level
	// optname: option name
	// optval: option value
	// optlen: option length
}

// A constant has its value where Linux fixes one, and where that is written
// down.
func ExampleLookupConstant() {
	c, ok := vocab.LookupConstant("TCP_NODELAY")
	if !ok {
		return
	}
	fmt.Println(c.Name, "=", c.Value, "of", c.Level)
	fmt.Println(c.Type, "from", c.Source)
	// Output:
	// TCP_NODELAY = 1 of IPPROTO_TCP
	// boolean int from tcp(7)
}

// A name that is nearly right leads to the right one.
func ExampleSuggest() {
	fmt.Println(vocab.Suggest("SO_REUSEADR", []string{"SO_REUSEADDR", "SO_RCVBUF"}))
	// Output:
	// SO_REUSEADDR true
}
