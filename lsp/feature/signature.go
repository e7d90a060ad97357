package feature

import (
	"fmt"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/vocab"
)

type (
	// SignatureHelp is the protocol's; glsp's type cannot hold the parts of a
	// label.
	SignatureHelp struct {
		Signatures      []SignatureInformation `json:"signatures"`
		ActiveSignature int                    `json:"activeSignature"`
		ActiveParameter int                    `json:"activeParameter"`
	}
	// SignatureInformation is a call, with its parameters.
	SignatureInformation struct {
		Label         string                 `json:"label"`
		Documentation Markup                 `json:"documentation"`
		Parameters    []ParameterInformation `json:"parameters"`
	}
	// ParameterInformation is a parameter of a call.
	ParameterInformation struct {
		Label         [2]int `json:"label"` // from and to, in the signature's label
		Documentation Markup `json:"documentation"`
	}
	// Markup is text in a language of its own.
	Markup struct {
		Kind  string `json:"kind"`
		Value string `json:"value"`
	}
)

// Markdown is text in Markdown.
func Markdown(text string) Markup { return Markup{string(protocol.MarkupKindMarkdown), text} }

// Signature is the call that a place is in, with its parameters; nil where
// there is none.
func Signature(d *Document, p protocol.Position) *SignatureHelp {
	s := situationAt(d.at(p))
	name, argument, ok := s.call()
	if !ok {
		return nil
	}
	call, ok := vocab.SystemCall(name)
	if !ok {
		return nil
	}
	info := SignatureInformation{Label: call.Signature(),
		Documentation: Markdown(sentence(call.Doc) + "\n\n" + call.Source), Parameters: []ParameterInformation{}}
	from := len(call.Name)
	for i := range call.Params {
		p := &call.Params[i]
		// The names of parameters are ASCII, so that bytes are units.
		at := from + strings.Index(info.Label[from:], p.Name)
		from = at + len(p.Name)
		info.Parameters = append(info.Parameters, ParameterInformation{[2]int{at, from}, Markdown(parameterDoc(p))})
	}
	return &SignatureHelp{Signatures: []SignatureInformation{info}, ActiveParameter: argument}
}

// parameterDoc says what an argument is to be.
func parameterDoc(p *vocab.Param) string {
	parts := []string{p.Kind.String()}
	for _, kind := range p.Constants {
		if kind.String() != p.Kind.String() {
			parts = append(parts, kind.String())
		}
	}
	text := strings.Join(parts, ", ")
	if p.Out {
		text += ", written by the kernel: what is expected there"
	}
	switch p.Ellipsis {
	case vocab.EllipsisAllowed, vocab.EllipsisUsual:
		text += "; `...` lets the tool choose"
	case vocab.EllipsisRequired:
		text += "; always `...`"
	}
	if p.Optional {
		text += "; may be left out"
	}
	return fmt.Sprintf("`%s`: %s", p.Name, text)
}
