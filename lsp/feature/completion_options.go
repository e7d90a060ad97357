package feature

import (
	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rules"
)

// optionName reports whether the cursor is in the name of a script option.
func (c *completer) optionName() bool {
	return c.token != nil && c.token.Kind == lang.OptionName && len(c.tokens) == 0
}

// scriptOption completes a line that begins with dashes.
func (c *completer) scriptOption() {
	if c.optionName() {
		c.from = c.statement.Range(*c.token).Start
		c.optionNames()
		return
	}
	setting, ok := vocab.ScriptOption(c.word(0)[len("--"):])
	if !ok || !c.is(1, '=') {
		return
	}
	for _, word := range setting.Words {
		c.add(protocol.CompletionItemKindEnumMember, word, "", "")
	}
	if setting.Default != "" && len(setting.Words) == 0 {
		c.add(protocol.CompletionItemKindValue, setting.Default, "the default", "")
	}
}

func (c *completer) optionNames() {
	for _, s := range vocab.ScriptOptions() {
		if !c.fits(s.Dialect, s.Name) {
			continue
		}
		text := "--" + s.Name
		snippet := text
		switch {
		case s.Kind == vocab.DefinitionSetting:
			snippet += "=${1:NAME}=${2:value}"
		case s.HasValue():
			snippet += "=${1:" + s.Default + "}"
		}
		c.addSnippet(protocol.CompletionItemKindProperty, text, snippet, s.Doc, "setting:"+s.Name)
	}
}

// ruleCodes offers the codes that a suppression may name: first those of what
// the linter finds there.
func (c *completer) ruleCodes() {
	here := make(map[string]bool)
	line := c.document.file.Line(c.offset)
	for _, d := range c.document.Diagnostics() {
		if at := c.document.file.Line(d.Range.Start); at == line || at == line+1 {
			here[d.Code] = true
		}
	}
	for _, wanted := range []bool{true, false} {
		for _, r := range rules.All() {
			if here[r.Code] == wanted {
				c.add(protocol.CompletionItemKindEnumMember, r.Code, r.Name, "rule:"+r.Code)
			}
		}
	}
}

// definitions offers the names that the script or the settings define.
func (c *completer) definitions() {
	for _, name := range sortedNames(c.script.Definitions) {
		c.add(protocol.CompletionItemKindConstant, name, "defined as "+c.script.Definitions[name], "")
	}
}
