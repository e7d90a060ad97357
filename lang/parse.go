package lang

import "github.com/pktlang/pkt/lang/source"

// Parse parses a file. It never fails as a whole: what cannot be parsed becomes
// a BadStatement with its Problems, and every other statement is there.
// Definitions are those given from outside (-D); they win over the script's.
func Parse(file *source.File, outer Definitions) *Script {
	panic("not yet")
}
