package model_test

import (
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
)

// Each shows the states and times that a Model has.
func TestEach(t *testing.T) {
	script := lang.Parse(source.NewFile("write.pkt", exampleScript), nil)
	p, _ := program.Compile(script, program.Options{})
	m := model.New(p)
	next := 0
	model.Each(p, func(statement int, before *model.State, clock model.Clock) {
		if statement != next {
			t.Fatalf("statement %d comes after %d", statement, next-1)
		}
		next++
		want := m.Before(statement)
		if at, ok := m.AbsoluteTime(statement); ok && at != clock {
			t.Errorf("statement %d happens at %v, want %v", statement, clock, at)
		}
		c, expected := before.Current(), want.Current()
		if (c == nil) != (expected == nil) ||
			c != nil && (c.State != expected.State || c.Outstanding() != expected.Outstanding()) {
			t.Errorf("before statement %d: %+v, want %+v", statement, c, expected)
		}
	})
	if next != len(script.Statements) {
		t.Errorf("%d statements were visited, want %d", next, len(script.Statements))
	}
}
