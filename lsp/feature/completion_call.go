package feature

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/vocab"
)

func sortedNames(definitions lang.Definitions) []string {
	return slices.Sorted(maps.Keys(definitions))
}

// systemCall completes in a call: its name, its arguments, and what it returns.
func (c *completer) systemCall() {
	name, argument, inside := c.call()
	switch {
	case inside:
		c.argument(name, argument)
	case len(c.levels) > 0:
	case c.is(len(c.tokens)-1, ')'):
		c.add(protocol.CompletionItemKindOperator, "= 0", "the call succeeds", "")
	case c.is(len(c.tokens)-1, '='):
		c.result(c.word(c.action))
	case c.is(len(c.tokens)-2, '=') && strings.HasPrefix(c.word(-1), "-"):
		for _, e := range vocab.Errnos() {
			if c.fits(e.Dialect, e.Name) {
				c.offer(protocol.CompletionItemKindEnumMember, e.Name, e.Name+" ("+e.Text+")", e.Text,
					"errno:"+e.Name, 0)
			}
		}
	}
}

// result offers what a call returns.
func (c *completer) result(name string) {
	call, ok := vocab.SystemCall(name)
	if !ok {
		return
	}
	switch call.Result {
	case vocab.DescriptorResult:
		c.add(protocol.CompletionItemKindValue, fmt.Sprint(c.freeDescriptor()), "the next descriptor", "")
	case vocab.BytesResult:
		if last := c.lengthArgument(call); last != "" {
			c.add(protocol.CompletionItemKindValue, last, "all of it", "")
		}
	default:
		c.add(protocol.CompletionItemKindValue, "0", "", "")
	}
	c.addSnippet(protocol.CompletionItemKindValue, "-1", "-1 ${1:EAGAIN} (${2:Resource temporarily unavailable})",
		"the call fails", "")
}

// lengthArgument is the argument that says how many bytes are meant.
func (c *completer) lengthArgument(call *vocab.Call) string {
	argument, depth := 0, 0
	for i := c.action + 1; i < len(c.tokens); i++ {
		switch {
		case c.is(i, '(') || c.is(i, '[') || c.is(i, '{'):
			depth++
		case c.is(i, ')') || c.is(i, ']') || c.is(i, '}'):
			depth--
		case c.is(i, ',') && depth == 1:
			argument++
		case depth == 1 && argument < len(call.Params) && call.Params[argument].Kind == vocab.Length:
			return c.word(i)
		}
	}
	return ""
}

// argument completes an argument of a call.
func (c *completer) argument(name string, index int) {
	inner := c.levels[len(c.levels)-1]
	if inner.open == '{' {
		c.structure(inner)
		return
	}
	call, ok := vocab.SystemCall(name)
	if !ok || index >= len(call.Params) {
		return
	}
	p := &call.Params[index]
	if p.Ellipsis != vocab.NoEllipsis && len(c.levels) == 1 && !c.is(len(c.tokens)-1, '|') {
		c.add(protocol.CompletionItemKindKeyword, "...", "the tool chooses", "")
		if p.Ellipsis == vocab.EllipsisRequired {
			return
		}
	}
	switch p.Kind {
	case vocab.Descriptor:
		c.openDescriptors()
	case vocab.OptionName:
		c.constants(vocab.OptionsOfLevel(c.argumentText(index-1)), "")
	case vocab.OptionValue, vocab.FileCommandArgument:
		c.constants(vocab.ValuesFor(c.argumentText(index-1)), "")
		if p.Kind == vocab.OptionValue && len(c.levels) == 1 {
			c.addSnippet(protocol.CompletionItemKindValue, "[1]", "[${1:1}]", "an int", "")
		}
	case vocab.OptionLength:
		if o, ok := vocab.LookupConstant(c.argumentText(index - 2)); ok && o.Type.Size() > 0 {
			c.add(protocol.CompletionItemKindValue, fmt.Sprint(o.Type.Size()), o.Type.String(), "")
		}
	default:
		c.structureSnippet(p.Kind)
		for _, kind := range p.Constants {
			c.constants(vocab.ConstantsOfKind(kind), usual[p.Kind])
		}
	}
	c.definitions()
}

// constants offers constants: the one that is most usual, those of the base
// dialect, and then those of others that fit what is typed.
func (c *completer) constants(list []*vocab.Constant, usual string) {
	rank := func(k *vocab.Constant) int {
		switch {
		case k.Name == usual:
			return 0
		case k.Dialect == vocab.Base:
			return 1
		}
		return 2
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *vocab.Constant) int { return rank(a) - rank(b) })
	for _, k := range list {
		if c.fits(k.Dialect, k.Name) {
			c.add(protocol.CompletionItemKindConstant, k.Name, k.Doc, "constant:"+k.Name)
		}
	}
}

// argumentText is the text of an argument before the cursor, where it is one
// token.
func (c *completer) argumentText(index int) string {
	argument := 0
	for i := c.levels[0].token + 1; i < len(c.tokens); i++ {
		switch {
		case c.is(i, ','):
			argument++
		case argument == index:
			return c.word(i)
		}
	}
	return ""
}

// structures are the forms of arguments that are hard to remember.
var structures = map[vocab.ParamKind]struct{ label, snippet string }{
	vocab.SocketAddress: {"{sa_family = AF_INET, ...}",
		`{sa_family = AF_INET, sin_port = htons(${1:8080}), sin_addr = inet_addr("${2:192.0.2.1}")}`},
	vocab.MessageHeader: {"{msg_name(...)=..., ...}",
		"{msg_name(...)=..., msg_iov(1)=[{..., ${1:1000}}], msg_flags=${2:0}}"},
	vocab.Vector: {"[{..., 1000}]", "[{..., ${1:1000}}]"},
	vocab.PollArray: {"[{fd=3, events=POLLIN, revents=POLLIN}]",
		"[{fd=${1:3}, events=${2:POLLIN}, revents=${3:POLLIN}}]"},
	vocab.EpollEvent: {"{events=EPOLLIN, fd=3}", "{events=${1:EPOLLIN}, fd=${2:3}}"},
}

func (c *completer) structureSnippet(kind vocab.ParamKind) {
	if form, ok := structures[kind]; ok && len(c.levels) == 1 {
		c.addSnippet(protocol.CompletionItemKindStruct, form.label, form.snippet, kind.String(), "")
	}
}

// structure completes in braces: names of fields, and their values.
func (c *completer) structure(inner level) {
	if inner.field == "" {
		for _, k := range vocab.Keywords() {
			if k.Group == vocab.StructureKeyword && k.Dialect == vocab.Base {
				c.offer(protocol.CompletionItemKindField, k.Name, k.Name+"=", k.Doc, "keyword:"+k.Name, 0)
			}
		}
		return
	}
	if inner.field == "fd" {
		c.openDescriptors()
		return
	}
	for _, k := range vocab.LookupKeyword(inner.field) {
		for _, kind := range k.Constants {
			c.constants(vocab.ConstantsOfKind(kind), "")
		}
	}
}

// state is what is known before the event under the cursor.
func (c *completer) state() *model.State { return c.document.Model().Before(c.index) }

func (c *completer) openDescriptors() {
	for _, d := range c.state().Descriptors() {
		c.add(protocol.CompletionItemKindVariable, fmt.Sprint(d.Number),
			fmt.Sprintf("%s, made on line %d", describe(d), lineOf(c.script, d.Opened)), "")
	}
}

// freeDescriptor is the number that a script would give the next descriptor.
func (c *completer) freeDescriptor() int64 {
	const first = 3 // after standard input, output and error
	next := int64(first)
	for _, d := range c.state().Descriptors() {
		next = max(next, d.Number+1)
	}
	return next
}

// likelyDescriptor is the open descriptor that a call is most likely about.
func (c *completer) likelyDescriptor(call string) string {
	want := model.Connected
	switch call {
	case "accept":
		want = model.Listening
	case "bind", "listen", "connect":
		want = model.Fresh
	}
	number := int64(3)
	for _, d := range c.state().Descriptors() {
		number = d.Number
		if d.Role == want {
			break
		}
	}
	return fmt.Sprint(number)
}

// usual are the arguments that most scripts have, by kind of parameter.
var usual = map[vocab.ParamKind]string{
	vocab.Family: "...", vocab.SocketType: "SOCK_STREAM", vocab.Protocol: "IPPROTO_TCP", vocab.AddressLength: "...",
	vocab.Backlog: "1", vocab.Buffer: "...", vocab.Length: "1000", vocab.Flags: "0", vocab.ElementCount: "1",
	vocab.FileCommand: "F_SETFL", vocab.FileCommandArgument: "O_RDWR|O_NONBLOCK", vocab.Request: "FIONREAD",
	vocab.RequestArgument: "[0]",
	vocab.ShutdownHow:     "SHUT_WR", vocab.OptionLevel: "SOL_SOCKET", vocab.OptionName: "SO_REUSEADDR",
	vocab.OptionValue:  "[1]",
	vocab.OptionLength: "4", vocab.Timeout: "0", vocab.DescriptorPair: "[4, 5]", vocab.Offset: "0",
	vocab.EpollOperation: "EPOLL_CTL_ADD",
}

// callSnippet is a call with places for its arguments and what it returns.
func (c *completer) callSnippet(call *vocab.Call) string {
	var out strings.Builder
	out.WriteString(call.Name + "(")
	length := "0"
	for i := range call.Params {
		p := &call.Params[i]
		text, known := usual[p.Kind]
		switch {
		case p.Ellipsis >= vocab.EllipsisUsual:
			text = "..."
		case p.Kind == vocab.Descriptor:
			text = c.likelyDescriptor(call.Name)
		case p.Kind == vocab.Length:
			length = text
		case !known && p.Kind != vocab.Length:
			text = p.Name
			if form, ok := structures[p.Kind]; ok {
				text = strings.ReplaceAll(plain(form.snippet), "}", `\}`)
			}
		}
		if i > 0 {
			out.WriteString(", ")
		}
		if text == "..." {
			out.WriteString(text)
			continue
		}
		fmt.Fprintf(&out, "${%d:%s}", i+1, text)
	}
	result := "0"
	switch call.Result {
	case vocab.DescriptorResult:
		result = fmt.Sprint(c.freeDescriptor())
	case vocab.BytesResult:
		result = length
	}
	fmt.Fprintf(&out, ") = ${0:%s}", result)
	return out.String()
}
