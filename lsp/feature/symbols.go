package feature

import (
	"fmt"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/source"
)

// symbol is a line of a script's outline.
type symbol struct {
	name, detail string
	kind         protocol.SymbolKind
	all, spot    source.Range // the whole, and what a click goes to
	children     []symbol
}

// outline is the phases of a script, with its connections, system calls,
// commands and code in them.
func (d *Document) outline() []symbol {
	script := d.Script()
	parts := phases(script)
	var out []symbol
	for _, p := range parts {
		out = append(out, symbol{name: p.title, kind: protocol.SymbolKindNamespace,
			all: source.Range{Start: p.comment.Start, End: p.end}, spot: p.comment})
	}
	var before []symbol // the first phase
	next, connections := 0, 0
	states := d.Model().Cursor()
	for i := range script.Statements {
		for next < len(parts) && parts[next].first <= i {
			next++
		}
		into := &before
		if next > 0 {
			into = &out[next-1].children
		}
		if all := states.Before(i + 1).Connections(); len(all) > connections {
			for _, c := range all[connections:] {
				*into = append(*into, connectionSymbol(script, i, c))
			}
			connections = len(all)
		}
		if s, ok := statementSymbol(script, i); ok {
			*into = append(*into, s)
		}
	}
	return append(before, out...)
}

func connectionSymbol(script *lang.Script, statement int, c *model.Connection) symbol {
	st := script.Statements[statement]
	detail := "opened by the peer"
	if c.Active {
		detail = "opened by the stack"
	}
	at := st.Range(st.Core)
	return symbol{name: fmt.Sprintf("connection %d", c.ID+1), detail: detail, kind: protocol.SymbolKindClass,
		all: at, spot: at}
}

// statementSymbol is the symbol of a system call, command, code or definition.
func statementSymbol(script *lang.Script, index int) (symbol, bool) {
	st := script.Statements[index]
	s := symbol{all: st.Range(st.Core), spot: st.Range(st.Core)}
	switch action := st.Action.(type) {
	case *lang.SystemCall:
		s.kind, s.name, s.spot = protocol.SymbolKindFunction, action.Name.Name, st.Range(action.Name)
		text := script.File.Slice(source.Range{Start: s.spot.End, End: st.Range(action).End})
		s.detail = clip(text)
	case *lang.Command:
		s.kind, s.name, s.detail = protocol.SymbolKindEvent, "command", clip(action.Text)
	case *lang.Code:
		s.kind, s.name, s.detail = protocol.SymbolKindEvent, "code", clip(action.Text)
	default:
		if st.Option == nil || st.Option.Value == nil || st.Option.Value.Define == nil {
			return symbol{}, false
		}
		v := st.Option.Value
		s.kind, s.name, s.detail, s.spot = protocol.SymbolKindConstant, v.Define.Name, clip(v.Text), st.Range(v.Define)
	}
	return s, s.name != ""
}

// clip makes one short line of a text.
func clip(text string) string {
	const most = 60
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

// Symbols are the outline of a document: its phases by their comments, with the
// connections, system calls, commands and code in them, and its definitions.
func Symbols(d *Document) []protocol.DocumentSymbol { return d.documentSymbols(d.outline()) }

// FlatSymbols are the same for clients that know no tree.
func FlatSymbols(d *Document) []protocol.SymbolInformation {
	out := []protocol.SymbolInformation{}
	for _, s := range d.outline() {
		out = append(out, d.flat(s, "")...)
	}
	return out
}

func (d *Document) documentSymbols(symbols []symbol) []protocol.DocumentSymbol {
	out := make([]protocol.DocumentSymbol, len(symbols))
	for i, s := range symbols {
		detail := s.detail
		out[i] = protocol.DocumentSymbol{Name: s.name, Detail: &detail, Kind: s.kind, Range: d.Span(s.all),
			SelectionRange: d.Span(s.spot), Children: d.documentSymbols(s.children)}
	}
	return out
}

// flat is a symbol and those below it in the form of old clients.
func (d *Document) flat(s symbol, container string) []protocol.SymbolInformation {
	info := protocol.SymbolInformation{Name: strings.TrimSpace(s.name + s.suffix()), Kind: s.kind,
		Location: protocol.Location{URI: d.uri, Range: d.Span(s.spot)}}
	if container != "" {
		info.ContainerName = &container
	}
	out := []protocol.SymbolInformation{info}
	for _, child := range s.children {
		out = append(out, d.flat(child, s.name)...)
	}
	return out
}

// suffix is the detail as it follows the name: right after it
// for a call, with a space for all others.
func (s *symbol) suffix() string {
	if s.kind == protocol.SymbolKindFunction {
		return s.detail
	}
	return " " + s.detail
}

// Matches reports whether the name of a symbol fits a query: the letters of the
// query stand in it in their order.
func Matches(name, query string) bool {
	rest := strings.ToLower(query)
	for _, c := range strings.ToLower(name) {
		if rest == "" {
			return true
		}
		if strings.HasPrefix(rest, string(c)) {
			rest = rest[len(string(c)):]
		}
	}
	return rest == ""
}
