package lsp

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// renamed is what a rename is about.
type renamed struct {
	at         source.Range // under the cursor
	places     []reference
	descriptor *lang.Number // nil for a definition
	name       string
}

// renameable finds what can be renamed at a place: a descriptor, or a
// definition that the script itself makes.
func (p *place) renameable() (*renamed, error) {
	if n := p.descriptorAt(); n != nil {
		return &renamed{p.statement.Range(n), p.descriptorReferences(n), n, n.Text}, nil
	}
	name := p.definitionName()
	if name == "" {
		return nil, failure(codeRequestFailed, "only descriptors and definitions can be renamed")
	}
	places := definitionReferences(p.script, name)
	for _, ref := range places {
		if ref.origin {
			return &renamed{p.statement.Range(*p.token), places, nil, name}, nil
		}
	}
	return nil, failure(codeRequestFailed, "%s is not defined in the script but in pkt.toml or the settings: rename it there", name)
}

func prepareRename(_ context.Context, r *request, p *positionParams) (*protocol.RangeWithPlaceholder, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	at := d.at(p.Position)
	what, err := at.renameable()
	if err != nil {
		return nil, err
	}
	return &protocol.RangeWithPlaceholder{Range: d.span(what.at), Placeholder: what.name}, nil
}

func rename(_ context.Context, r *request, p *protocol.RenameParams) (*protocol.WorkspaceEdit, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	at := d.at(p.Position)
	what, err := at.renameable()
	if err != nil {
		return nil, err
	}
	if err := at.checkName(what, p.NewName); err != nil {
		return nil, err
	}
	var edits []source.Edit
	for _, ref := range what.places {
		edits = append(edits, source.Edit{Range: ref.Range, New: p.NewName})
	}
	return &protocol.WorkspaceEdit{Changes: map[string][]protocol.TextEdit{d.uri: d.textEdits(edits)}}, nil
}

var definitionForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// checkName refuses names that would mean something else.
func (p *place) checkName(what *renamed, name string) error {
	if what.descriptor != nil {
		return p.checkDescriptor(what, name)
	}
	if !definitionForm.MatchString(name) {
		return failure(codeInvalidParams, "%q cannot be the name of a definition: expected letters, digits and underscores", name)
	}
	_, defined := p.script.Definitions[name]
	_, constant := vocab.LookupConstant(name)
	_, call := vocab.SystemCall(name)
	switch {
	case defined && name != what.name:
		return failure(codeInvalidParams, "%s is defined already", name)
	case constant, call, len(vocab.LookupKeyword(name)) > 0:
		return failure(codeInvalidParams, "%s has a meaning of its own in scripts", name)
	}
	return nil
}

// checkDescriptor refuses what is no number, and one that is in use while the
// descriptor is open.
func (p *place) checkDescriptor(what *renamed, name string) error {
	number, err := strconv.ParseInt(name, 10, 31)
	if err != nil || number < 0 || name != fmt.Sprint(number) {
		return failure(codeInvalidParams, "%q cannot be a descriptor: expected a number of 0 or more", name)
	}
	if number == what.descriptor.Value {
		return nil
	}
	first, last := what.places[0].Start, what.places[len(what.places)-1].End
	for i, st := range p.script.Statements {
		for _, u := range descriptorUses(i, st) {
			at := st.Range(u.number)
			if u.number.Value == number && (at.End > first && at.Start < last || p.openDuring(number, first)) {
				return failure(codeInvalidParams, "descriptor %d is in use there, on line %d", number, p.script.File.Line(at.Start))
			}
		}
	}
	return nil
}

// openDuring tells whether a descriptor is open before the statement at an
// offset.
func (p *place) openDuring(number int64, offset int) bool {
	index := p.script.StatementIndex(offset)
	return p.document.walked().Before(index).Descriptor(number) != nil
}

func linkedEditingRange(_ context.Context, r *request, p *positionParams) (*protocol.LinkedEditingRanges, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	at := d.at(p.Position)
	n := at.descriptorAt()
	if n == nil {
		return nil, nil
	}
	digits := "[0-9]+"
	out := &protocol.LinkedEditingRanges{WordPattern: &digits}
	for _, ref := range at.descriptorReferences(n) {
		out.Ranges = append(out.Ranges, d.span(ref.Range))
	}
	return out, nil
}
