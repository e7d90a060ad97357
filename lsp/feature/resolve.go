package feature

import (
	"strings"

	"github.com/pktlang/pkt/lang/vocab"
)

// Documentation is the page, in Markdown, about what an item of a completion
// says in its Data, such as "call:socket"; empty where there is none.
func Documentation(data string) string {
	kind, name, _ := strings.Cut(data, ":")
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
