package lsp

import (
	"context"
	"fmt"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/vocab"
)

type (
	// signatureHelp is the protocol's; glsp's type cannot hold the parts of a
	// label.
	signatureHelp struct {
		Signatures      []signatureInformation `json:"signatures"`
		ActiveSignature int                    `json:"activeSignature"`
		ActiveParameter int                    `json:"activeParameter"`
	}
	signatureInformation struct {
		Label         string                 `json:"label"`
		Documentation markup                 `json:"documentation"`
		Parameters    []parameterInformation `json:"parameters"`
	}
	parameterInformation struct {
		Label         [2]int `json:"label"` // from and to, in the signature's label
		Documentation markup `json:"documentation"`
	}
	markup struct {
		Kind  string `json:"kind"`
		Value string `json:"value"`
	}
)

func markdown(text string) markup { return markup{string(protocol.MarkupKindMarkdown), text} }

func signatureHelpAt(_ context.Context, r *request, p *positionParams) (*signatureHelp, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	s := situationAt(d.at(p.Position))
	name, argument, ok := s.call()
	if !ok {
		return nil, nil
	}
	call, ok := vocab.SystemCall(name)
	if !ok {
		return nil, nil
	}
	info := signatureInformation{Label: call.Signature(), Documentation: markdown(sentence(call.Doc) + "\n\n" + call.Source), Parameters: []parameterInformation{}}
	from := len(call.Name)
	for i := range call.Params {
		p := &call.Params[i]
		// The names of parameters are ASCII, so that bytes are units.
		at := from + strings.Index(info.Label[from:], p.Name)
		from = at + len(p.Name)
		info.Parameters = append(info.Parameters, parameterInformation{[2]int{at, from}, markdown(parameterDoc(p))})
	}
	return &signatureHelp{Signatures: []signatureInformation{info}, ActiveParameter: argument}, nil
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
