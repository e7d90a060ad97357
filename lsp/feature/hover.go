package feature

import (
	"fmt"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rules"
)

// Hover is what there is to say of a place; nil where there is nothing.
func Hover(d *Document, p protocol.Position) *protocol.Hover {
	at := d.at(p)
	if at.statement == nil {
		return nil
	}
	text, about := at.explain()
	if text == "" {
		return nil
	}
	span := d.Span(about)
	return &protocol.Hover{Contents: protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: text},
		Range: &span}
}

// explain is what there is to say of a place, in Markdown, and of what text;
// empty where there is nothing.
func (p *place) explain() (string, source.Range) {
	if p.token == nil {
		return "", source.Range{}
	}
	about := p.statement.Range(*p.token)
	switch p.token.Kind {
	case lang.Comment:
		return p.explainComment(about)
	case lang.CodeToken:
		return p.explainCode()
	}
	// The innermost node that has something to say of itself speaks.
	for i := len(p.path) - 1; i >= 0; i-- {
		if text := p.explainNode(p.path[i], i); text != "" {
			return text, p.statement.Range(p.path[i])
		}
	}
	return "", about
}

func (p *place) explainNode(n lang.Node, depth int) string {
	switch n := n.(type) {
	case *lang.Time:
		return p.explainTime()
	case *lang.Decimal:
		return p.explainUntil(n)
	case *lang.Word:
		return p.explainWord(n, depth)
	case *lang.Number:
		return p.explainNumber(n)
	case *lang.Flags:
		return explainFlags(n) + "\n\n---\n\n" + p.explainPacket()
	case lang.TCPOption:
		return explainTCPOption(n)
	case *lang.IPInfo:
		return p.explainKeyword(vocab.IPKeyword)
	case *lang.IPHeader, *lang.GRE, *lang.MPLS, *lang.PSP:
		return p.explainKeyword(vocab.EncapsulationKeyword)
	case *lang.Option:
		return explainScriptOption(n)
	case *lang.Packet:
		return p.explainPacket()
	case *lang.Sockaddr, *lang.MsgHdr, *lang.ControlMessage, *lang.PollFD, *lang.EpollEvent, *lang.Linger,
		*lang.SockExtendedErr,
		*lang.SCMTimestamping, *lang.InetAddress:
		return p.explainKeyword(vocab.StructureKeyword, vocab.FunctionKeyword)
	}
	return ""
}

// explainComment speaks of the rules that a suppression names.
func (p *place) explainComment(about source.Range) (string, source.Range) {
	text := p.document.file.Slice(about)
	if !strings.Contains(text, "pkt:ignore") {
		return "", about
	}
	word, start := wordAt(text, p.offset-about.Start)
	if text := explainRule(word); text != "" {
		return text, source.Range{Start: about.Start + start, End: about.Start + start + len(word)}
	}
	return "", about
}

// explainRule is the page of a rule or of a syntax error.
func explainRule(code string) string {
	if r, ok := rules.Find(code); ok {
		return fmt.Sprintf("**%s** %s: %s\n\n%s\n\n[more](%s)", r.Code, r.Name, r.Summary, r.Details, PageOf(r.Code))
	}
	if c, ok := lang.FindCode(code); ok {
		return fmt.Sprintf("**%s** %s: %s\n\n%s", c.Code, c.Name, c.Summary, c.Details)
	}
	return ""
}

// explainCode speaks of the variable under the cursor in a snippet.
func (p *place) explainCode() (string, source.Range) {
	word, start := wordAt(p.document.file.Text, p.offset)
	v, ok := vocab.CodeVariable(word)
	if !ok {
		return "", source.Range{}
	}
	return variableDoc(v), source.Range{Start: start, End: start + len(word)}
}

func variableDoc(v *vocab.Variable) string {
	head := fmt.Sprintf("```c\n%s %s\n```\n", v.Type(), v.Name)
	if v.HasValue {
		head = fmt.Sprintf("```c\n%s = %d\n```\n", v.Name, v.Value)
	}
	from := v.Source
	if v.Structure != "" {
		from = v.Structure + ", " + from
	}
	return head + sentence(v.Doc) + "\n\n" + from
}

// explainKeyword speaks of the word under the cursor where it is a keyword of
// one of the groups.
func (p *place) explainKeyword(groups ...vocab.KeywordGroup) string {
	word, _ := wordAt(p.document.file.Text, p.offset)
	for _, k := range vocab.LookupKeyword(word) {
		for _, g := range groups {
			if k.Group == g {
				return fmt.Sprintf("`%s` (%s): %s\n\n%s", k.Name, k.Group, k.Doc, k.Source)
			}
		}
	}
	return ""
}

func explainScriptOption(o *lang.Option) string {
	s, ok := vocab.ScriptOption(o.Name)
	if !ok {
		return ""
	}
	return settingDoc(s)
}

func settingDoc(s *vocab.Setting) string {
	text := "`" + s.Written() + "`\n\n" + sentence(s.Doc)
	switch s.Kind {
	case vocab.Switch, vocab.TextSetting, vocab.DefinitionSetting:
	default:
		text += "\n\nValue: " + s.Expected() + "."
	}
	switch {
	case s.DefaultIPv6 != "":
		text += "\n\nDefault: `" + s.Default + "`, over IPv6 `" + s.DefaultIPv6 + "`"
	case s.Default != "":
		text += "\n\nDefault: `" + s.Default + "`"
	}
	return text + "\n\n" + s.Source
}

// sentence begins a documentation line with a capital and ends it with a stop.
func sentence(doc string) string {
	if doc == "" {
		return ""
	}
	first := doc[:1]
	if rest, _, _ := strings.Cut(doc, " "); rest == strings.ToLower(rest) {
		first = strings.ToUpper(first)
	}
	return first + doc[1:] + "."
}
