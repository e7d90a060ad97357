package lsp

import (
	"context"
	"strings"

	"github.com/pktlang/pkt/lang/vocab"
)

// resolve adds the documentation to an item of a completion; all else that the
// client sends is sent back as it is.
func resolve(_ context.Context, _ *request, item *map[string]any) (map[string]any, error) {
	data, _ := (*item)["data"].(string)
	kind, name, _ := strings.Cut(data, ":")
	if text := documentation(kind, name); text != "" {
		(*item)["documentation"] = markdown(text)
	}
	return *item, nil
}

// documentation is the page about a name of the language.
func documentation(kind, name string) string {
	switch kind {
	case "call":
		return callDoc(name)
	case "errno":
		return errnoDoc(name)
	case "rule":
		return explainRule(name)
	case "constant":
		if c, ok := vocab.LookupConstant(name); ok {
			return constantDoc(c)
		}
	case "setting":
		if s, ok := vocab.ScriptOption(name); ok {
			return settingDoc(s)
		}
	case "tcpoption":
		if o, ok := vocab.TCPOptionWord(name); ok {
			return tcpOptionDoc(o)
		}
	case "variable":
		if v, ok := vocab.CodeVariable(name); ok {
			return variableDoc(v)
		}
	case "keyword":
		for _, k := range vocab.LookupKeyword(name) {
			return "`" + k.Name + "` (" + k.Group.String() + "): " + k.Doc + "\n\n" + k.Source
		}
	}
	return ""
}
