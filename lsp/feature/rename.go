package feature

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// renamed is what a rename is about.
type renamed struct {
	at         source.Range // under the cursor
	places     []reference
	descriptor bool
	name       string
}

// renameable finds what can be renamed at a place: a descriptor, or a
// definition that the script itself makes.
func (p *place) renameable() (*renamed, error) {
	if r, ok := p.descriptorAt(); ok {
		return &renamed{p.rangeOf(r), p.descriptorReferences(r), true, written(r).Text}, nil
	}
	name := p.definitionName()
	if name == "" {
		return nil, errors.New("only descriptors and definitions can be renamed")
	}
	places := definitionReferences(p.script, name)
	for _, ref := range places {
		if ref.origin {
			return &renamed{p.statement.Range(*p.token), places, false, name}, nil
		}
	}
	return nil, fmt.Errorf("%s is not defined in the script but in pkt.toml or the settings: rename it there", name)
}

// PrepareRename is what a rename at a place is about; an error says why nothing
// can be renamed there.
func PrepareRename(d *Document, p protocol.Position) (*protocol.RangeWithPlaceholder, error) {
	at := d.at(p)
	what, err := at.renameable()
	if err != nil {
		return nil, err
	}
	return &protocol.RangeWithPlaceholder{Range: d.Span(what.at), Placeholder: what.name}, nil
}

// A NameError says why a name cannot be given to what is renamed.
type NameError struct{ message string }

func (e *NameError) Error() string { return e.message }

func badName(format string, args ...any) error { return &NameError{fmt.Sprintf(format, args...)} }

// Rename gives what stands at a place another name: a descriptor another
// number, a definition another word. An error says why it cannot be renamed, a
// *NameError why not so.
func Rename(d *Document, p protocol.Position, name string) (*protocol.WorkspaceEdit, error) {
	at := d.at(p)
	what, err := at.renameable()
	if err != nil {
		return nil, err
	}
	if err := at.checkName(what, name); err != nil {
		return nil, err
	}
	var edits []source.Edit
	for _, ref := range what.places {
		edits = append(edits, source.Edit{Range: ref.Range, New: name})
	}
	return &protocol.WorkspaceEdit{Changes: map[string][]protocol.TextEdit{d.uri: d.TextEdits(edits)}}, nil
}

var definitionForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// checkName refuses names that would mean something else.
func (p *place) checkName(what *renamed, name string) error {
	if what.descriptor {
		return p.checkDescriptor(what, name)
	}
	if !definitionForm.MatchString(name) {
		return badName("%q cannot be the name of a definition: expected letters, digits and underscores", name)
	}
	_, defined := p.script.Definitions[name]
	_, constant := vocab.LookupConstant(name)
	_, call := vocab.SystemCall(name)
	switch {
	case defined && name != what.name:
		return badName("%s is defined already", name)
	case constant, call, len(vocab.LookupKeyword(name)) > 0:
		return badName("%s has a meaning of its own in scripts", name)
	}
	return nil
}

// checkDescriptor refuses what is no number, and one that is in use while the
// descriptor is open.
func (p *place) checkDescriptor(what *renamed, name string) error {
	number, err := strconv.ParseInt(name, 10, 31)
	if err != nil || number < 0 || name != fmt.Sprint(number) {
		return badName("%q cannot be a descriptor: expected a number of 0 or more", name)
	}
	if name == what.name {
		return nil
	}
	// The descriptor is open from the first place to the last, and no other may
	// have its number meanwhile.
	first, last := what.places[0].Start, what.places[len(what.places)-1].End
	of := p.document.Program()
	for n, d := range of.Descriptors {
		if int64(d.Number) != number {
			continue
		}
		references := of.ReferencesTo(n)
		begin, end := p.rangeOf(references[0]), p.rangeOf(references[len(references)-1])
		if begin.Start < last && (end.End > first || d.Closed < 0 && d.Opened >= 0) {
			return badName("descriptor %d is in use there, on line %d", number, p.script.File.Line(begin.Start))
		}
	}
	return nil
}

// LinkedEditing are the uses of the descriptor at a place, which are edited
// together; nil where there is none.
func LinkedEditing(d *Document, p protocol.Position) *protocol.LinkedEditingRanges {
	at := d.at(p)
	r, ok := at.descriptorAt()
	if !ok {
		return nil
	}
	digits := "[0-9]+"
	out := &protocol.LinkedEditingRanges{WordPattern: &digits}
	for _, ref := range at.descriptorReferences(r) {
		out.Ranges = append(out.Ranges, d.Span(ref.Range))
	}
	return out
}
