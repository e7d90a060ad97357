package feature

import (
	"fmt"
	"regexp"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

type (
	// CompletionItem has the fields of the protocol's that the server fills.
	CompletionItem struct {
		Label            string                      `json:"label"`
		Kind             protocol.CompletionItemKind `json:"kind"`
		Detail           string                      `json:"detail,omitempty"`
		SortText         string                      `json:"sortText"`
		FilterText       string                      `json:"filterText,omitempty"`
		InsertTextFormat int                         `json:"insertTextFormat,omitempty"`
		TextEdit         protocol.TextEdit           `json:"textEdit"`
		// Data says of what the documentation is: see Documentation.
		Data string `json:"data,omitempty"`
	}
	// CompletionList is what may stand at a cursor, the most likely first.
	CompletionList struct {
		IsIncomplete bool             `json:"isIncomplete"`
		Items        []CompletionItem `json:"items"`
	}
)

const snippetFormat = 2 // LSP, "InsertTextFormat"

// completer collects what may stand at a cursor, the most likely first.
type completer struct {
	*situation
	snippets bool
	items    []CompletionItem
	// from is where what is replaced begins.
	from int
}

// Completion is what may stand at a place; with places to fill in where the
// client knows snippets.
func Completion(d *Document, p protocol.Position, snippets bool) *CompletionList {
	c := &completer{situation: situationAt(d.at(p)), snippets: snippets}
	c.from = c.start
	c.complete()
	list := &CompletionList{IsIncomplete: true, Items: c.items}
	if list.Items == nil {
		list.Items = []CompletionItem{}
	}
	return list
}

// add offers a text; detail stands beside it, and data says of what its
// documentation is.
func (c *completer) add(kind protocol.CompletionItemKind, text, detail, data string) {
	c.offer(kind, text, text, detail, data, 0)
}

// addSnippet offers a text with places to fill in, under a label.
func (c *completer) addSnippet(kind protocol.CompletionItemKind, label, snippet, detail, data string) {
	if !c.snippets {
		c.offer(kind, label, plain(snippet), detail, data, 0)
		return
	}
	c.offer(kind, label, snippet, detail, data, snippetFormat)
}

func (c *completer) offer(kind protocol.CompletionItemKind, label, text, detail, data string, format int) {
	c.items = append(c.items, CompletionItem{
		Label: label, Kind: kind, Detail: detail, Data: data, InsertTextFormat: format,
		SortText: fmt.Sprintf("%04d", len(c.items)),
		TextEdit: protocol.TextEdit{NewText: text,
			Range: c.document.Span(source.Range{Start: c.from, End: c.offset})},
	})
}

// complete looks at where the cursor is.
func (c *completer) complete() {
	if c.statement == nil || c.inside() {
		return
	}
	switch {
	case len(c.tokens) > 0 && c.tokens[0].Kind == lang.OptionName || c.optionName():
		c.scriptOption()
	case len(c.tokens) == 0 || len(c.tokens) == 1 && c.is(0, '+') && c.statement.Range(c.tokens[0]).End == c.start:
		c.startOfEvent()
	case c.action < 0:
	case c.action == len(c.tokens):
		c.actions()
	case c.is(c.action, '<') || c.is(c.action, '>'):
		c.packet()
	case c.tokens[c.action].Kind == lang.WordToken:
		c.systemCall()
	}
}

// inside completes within a comment, a string, a command or code, where nothing
// of the language can stand.
func (c *completer) inside() bool {
	t := c.token
	if t == nil {
		return false
	}
	at := c.statement.Range(*t)
	text := c.document.file.Slice(at)
	if c.offset <= at.Start || c.offset == at.End && t.Kind != lang.Comment && t.Kind != lang.Illegal {
		return false
	}
	switch {
	case t.Kind == lang.Comment:
		if strings.Contains(text[:c.offset-at.Start], "pkt:ignore") {
			c.ruleCodes()
		}
		return true
	case t.Kind == lang.CodeToken, t.Kind == lang.Illegal && strings.HasPrefix(text, "%{"):
		c.codeVariables()
		return true
	}
	return t.Kind == lang.StringToken || t.Kind == lang.BackQuoted || t.Kind == lang.Illegal
}

func (c *completer) codeVariables() {
	for _, v := range vocab.CodeVariables() {
		if v.Dialect != vocab.Base {
			continue
		}
		c.add(protocol.CompletionItemKindVariable, v.Name, v.Doc, "variable:"+v.Name)
	}
}

// startOfEvent offers times and, before the first event, options.
func (c *completer) startOfEvent() {
	first := true
	for _, st := range c.script.Statements[:c.index] {
		first = first && st.Kind != lang.EventStatement && st.Kind != lang.InitStatement
	}
	// What is typed of a time, or the dashes of an option, is replaced.
	for c.from > 0 && strings.IndexByte("+-.", c.document.file.Text[c.from-1]) >= 0 {
		c.from--
	}
	const kind = protocol.CompletionItemKindUnit
	if first {
		c.add(kind, "0 ", "the start of the script", "")
	}
	c.add(kind, "+0 ", "right after the event before", "")
	c.addSnippet(kind, "+.1 ", "+${1:.1} $0", "seconds after the event before", "")
	c.addSnippet(kind, "1.0 ", "${1:1.0} $0", "seconds since the start", "")
	c.add(kind, "* > ", "a packet of the stack, at any time", "")
	c.addSnippet(kind, "+0~+.1 > ", "+${1:0}~+${2:.1} > $0", "a packet of the stack, in a range of time", "")
	c.addSnippet(kind, "+0...0.1 ", "+${1:0}...${2:0.1} $0", "a system call that blocks until then", "")
	if first {
		c.optionNames()
	}
}

// actions offers what may stand after a time.
func (c *completer) actions() {
	at := c.action - 1
	c.add(protocol.CompletionItemKindOperator, "< ", "inject a packet into the stack", "")
	c.add(protocol.CompletionItemKindOperator, "> ", "expect a packet from the stack", "")
	if c.is(at, '*') {
		return
	}
	c.segments(lang.Inbound, "< ")
	c.segments(lang.Outbound, "> ")
	for _, call := range vocab.SystemCalls() {
		if c.fits(call.Dialect, call.Name) {
			c.addSnippet(protocol.CompletionItemKindFunction, call.Name, c.callSnippet(call), call.Signature(),
				"call:"+call.Name)
		}
	}
	c.addSnippet(protocol.CompletionItemKindSnippet, "`command`", "`$1`$0", "run a shell command", "")
	c.addSnippet(protocol.CompletionItemKindSnippet, "%{ code }%", "%{ ${1:assert tcpi_snd_cwnd == 10} }%$0",
		"check values by Python", "")
}

// fits reports whether a name of a dialect is offered: those of the base always,
// others when what is typed begins them.
func (c *completer) fits(dialect vocab.Dialect, name string) bool {
	return dialect == vocab.Base ||
		len(c.prefix) >= 2 && strings.HasPrefix(strings.ToLower(name), strings.ToLower(c.prefix))
}

// placeholder is a place of a snippet, such as ${1:text}; a brace in the text
// has a backslash before it (LSP 3.17, "Snippet syntax").
var placeholder = regexp.MustCompile(`^\$\{[0-9]+:?((?:\\.|[^}\\])*)\}`)

// plain is a snippet as a text, with what stands in its places.
func plain(snippet string) string {
	var out strings.Builder
	for i := 0; i < len(snippet); i++ {
		place := placeholder.FindStringSubmatch(snippet[i:])
		switch {
		case place != nil:
			out.WriteString(strings.ReplaceAll(place[1], `\}`, "}"))
			i += len(place[0]) - 1
		case snippet[i] == '$' && i+1 < len(snippet) && snippet[i+1] >= '0' && snippet[i+1] <= '9':
			i++
		default:
			out.WriteByte(snippet[i])
		}
	}
	return strings.TrimRight(out.String(), " ")
}
