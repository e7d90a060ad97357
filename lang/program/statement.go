package program

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
)

// statement is what can be said of one statement alone. Places in it count from
// the statement's start, so that it holds for as long as the statement stays as
// it is, wherever edits before it move it to.
type statement struct {
	body   *lang.Statement
	faults []*fault
	// over are the versions of IP that the statement is wrong over.
	over ipVersions

	call    *Call    // of a system call
	namings []naming // the descriptors that the call names
	// uncertain is set where the statement may open descriptors that are not
	// known, unsound where it has a syntax error or a number that a definition
	// may still give.
	uncertain, unsound bool
	foreign, multipath bool
}

// statementsOf are the statements of a script. Those that an edit left as they
// are stand at the beginning and at the end, and are taken from the version
// before it; the others are checked.
func statementsOf(script *lang.Script, previous *Program) []*statement {
	list := script.Statements
	out := make([]*statement, len(list))
	var old []*statement
	if previous != nil {
		old = previous.statements
	}
	front := 0
	for front < len(out) && front < len(old) {
		if list[front] != previous.Script.Statements[front] && !sameBody(list[front], old[front].body) {
			break
		}
		front++
	}
	copy(out, old[:front])
	back := 0
	for back < len(out)-front && back < len(old)-front && sameBody(list[len(list)-1-back], old[len(old)-1-back].body) {
		back++
	}
	copy(out[len(out)-back:], old[len(old)-back:])
	for i := front; i < len(out)-back; i++ {
		out[i] = &statement{body: list[i]}
		out[i].check()
	}
	return out
}

// Shares reports whether a statement, given by its index, is one of another
// version of the script that no edit has changed since: what is known of the
// one is true of the other, but for its place.
func (p *Program) Shares(statement int, other *Program, index int) bool {
	return p.statements[statement] == other.statements[index]
}

// walk goes over the statements: it lists the events and follows the
// descriptors.
func (c *compiler) walk(previous *Program) {
	p := c.program
	events, descriptors := c.listEvents(previous), c.track(previous)
	var wrong []int
	for i, s := range p.statements {
		p.Foreign = p.Foreign || s.foreign
		p.Multipath = p.Multipath || s.multipath
		if len(s.faults) > 0 {
			wrong = append(wrong, i)
		}
		events.add(i, s)
		descriptors.step(i, s)
	}
	p.Events = events.list
	for _, i := range wrong {
		for _, f := range p.statements[i].faults {
			c.report(i, f)
		}
	}
}

// sameBody reports whether two statements are one that was moved: an edit copies
// the statements after it and shares all that is in them. The end of a script
// often has no tokens; then there is nothing in it to check.
func sameBody(a, b *lang.Statement) bool {
	if a == b || a.Kind != b.Kind || a.Length != b.Length || len(a.Tokens) != len(b.Tokens) {
		return a == b
	}
	return len(a.Tokens) == 0 || &a.Tokens[0] == &b.Tokens[0]
}

// check finds what is wrong with a statement by itself, and what it means.
func (s *statement) check() {
	s.foreign, s.multipath = foreign(s.body), multipath(s.body)
	s.uncertain = s.body.Kind == lang.BadStatement
	s.unsound = diag.HasErrors(s.body.Problems) || pending(s.body)
	switch a := s.body.Action.(type) {
	case *lang.SystemCall:
		s.call, s.faults = compileCall(a)
		s.namings = s.call.namings()
		s.uncertain = s.call.opensUnknown()
	case *lang.Packet:
		if s.body.Kind == lang.EventStatement {
			s.faults = checkPacket(s.body, a)
		}
	}
	for _, f := range s.faults {
		if !f.unsupported {
			s.over |= f.over
		}
	}
}

// report adds what is wrong with a statement. What only Linux or
// google/packetdrill has something against is no error in a script for another
// system or tool, but keeps it from running here.
func (c *compiler) report(statement int, f *fault) {
	p := c.program
	// Where the version of IP is open, what is right over one is right, and what
	// is wrong over all is said of one.
	if wrong := p.statements[statement].over; f.over != 0 {
		if f.unsupported {
			wrong = f.over
		}
		if f.over&c.versions&-c.versions == 0 || c.versions&^wrong != 0 {
			return
		}
	}
	d := f.Diagnostic.Shift(p.Script.Statements[statement].Base)
	if f.why != "" {
		related := p.Script.Statements[f.related]
		d.Related = []diag.Related{{Range: related.Range(related.Action), Message: f.why}}
	}
	switch {
	case f.unsupported || f.linux && p.Foreign:
		p.Unsupported = append(p.Unsupported, d)
		return
	case f.definition && !c.complete:
		d.Severity = diag.Info
	}
	c.found = append(c.found, d)
}

// Sound reports whether a statement, given by its index, was read without
// errors, and with every number known.
func (p *Program) Sound(statement int) bool { return !p.statements[statement].unsound }

// pending reports whether a definition that was not given stands for one of a
// statement's numbers.
func pending(st *lang.Statement) bool {
	found := false
	st.Walk(func(n lang.Node) bool {
		switch n := n.(type) {
		case *lang.Number:
			found = found || n.Pending
		case *lang.HexBlob:
			found = found || n.Pending || n.Word
		}
		return !found
	})
	return found
}
