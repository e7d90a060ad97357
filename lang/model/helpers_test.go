package model

import (
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
)

// parse parses a script that has no syntax errors.
func parse(t testing.TB, name, text string) *lang.Script {
	t.Helper()
	script := lang.Parse(source.NewFile(name, text), nil)
	for _, d := range script.Diagnostics() {
		t.Fatalf("%s: %s", name, d.Message)
	}
	return script
}

// compiled is a script's program, whether anything is wrong with it or not.
func compiled(script *lang.Script) *program.Program {
	p, _ := program.Compile(script, program.Options{})
	return p
}

// walked is the model of a script that has no syntax errors.
func walked(t testing.TB, text string) *Model {
	t.Helper()
	return New(compiled(parse(t, "script.pkt", text)))
}
