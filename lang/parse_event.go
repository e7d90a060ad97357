package lang

import (
	"strconv"
	"strings"

	"github.com/pktlang/pkt/lang/vocab"
)

// event reads a time and an action.
func (p *parser) event(st *Statement) bool {
	var ok bool
	if p.current().FirstOnLine && p.lacksTime() {
		st.Time = p.missingTime()
	} else if st.Time, ok = p.time(); !ok {
		return false
	}
	t := *p.current()
	if t.FirstOnLine && t.Kind != EOF && p.startsStatement(p.cursor) && t.Kind != BackQuoted {
		return p.unexpected("a packet (`<` or `>`), a system call, a command or code after the time")
	}
	switch {
	case t.Kind == Punctuation && (t.Byte == '<' || t.Byte == '>'):
		packet, ok := p.packet()
		if packet == nil {
			return false
		}
		st.Action = packet
		if !ok {
			return false
		}
	case t.Kind == BackQuoted:
		st.Action = p.command(p.take())
	case t.Kind == CodeToken:
		st.Action = p.code(p.take())
	case t.Kind == WordToken || t.Kind == EllipsisToken:
		call, ok := p.systemCall()
		if !ok {
			return false
		}
		st.Action = call
	default:
		return p.unexpected("a packet (`<` or `>`), a system call, a command or code")
	}
	p.checkTime(st)
	p.seenEvent = true
	return true
}

// missingTime reads an event without a time as one that comes right after the
// event before it.
func (p *parser) missingTime() *Time {
	t := *p.current()
	at := Span{t.Off - p.base, t.Off - p.base}
	p.problem(p.relative(t), CodeMissing,
		"the time of the event is missing: expected `+0`, or another time").Label = "add `+0`"
	p.offer("add `+0`", false, t.Off, t.Off, "+0 ")
	return &Time{Span: at, Kind: RelativeTime, Start: Decimal{Span: at}}
}

// checkTime refuses times that the action cannot have.
func (p *parser) checkTime(st *Statement) {
	packet, _ := st.Action.(*Packet)
	if packet == nil || packet.Direction != Outbound {
		switch st.Time.Kind {
		case AnyTime:
			p.problem(st.Time.Span, CodeTimeForm,
				"any time (`*`) can only be given to a packet expected from the stack: expected a time such as `+0`")
		case AbsoluteRange, RelativeRange:
			p.problem(st.Time.Span, CodeTimeForm,
				"a range of time can only be given to a packet expected from the stack: expected a single time")
		}
	}
	if st.Time.Stop.Text != "" && st.Time.Stop.Microseconds < st.Time.Start.Microseconds {
		p.problem(st.Time.Span, CodeTimeBackwards, "the range of time runs backwards: it ends %ss, before it begins",
			short(st.Time.Stop.Text))
	}
}

// time reads the time of an event, up to the end of a range.
func (p *parser) time() (*Time, bool) {
	first := *p.current()
	t := &Time{}
	relative := false
	switch {
	case p.accept('*'):
		t.Kind = AnyTime
		t.Span = p.relative(first)
		return t, true
	case p.accept('+'):
		relative = true
		t.Kind = RelativeTime
	case first.Kind != Integer && first.Kind != Float:
		return nil, p.unexpected("the time of an event (`0`, `+.1` or `*`)")
	}
	var ok bool
	if t.Start, ok = p.decimal(); !ok {
		return nil, false
	}
	if p.accept('~') {
		plus := *p.current()
		switch {
		case relative:
			t.Kind = RelativeRange
			if !p.accept('+') {
				p.missing("+", "before the end of a relative range: both ends are relative, or none is")
			}
		default:
			t.Kind = AbsoluteRange
			if p.accept('+') {
				p.problem(p.relative(plus), CodeTimeForm,
					"a relative end after an absolute start: expected both absolute, or both with `+`")
			}
		}
		if t.Stop, ok = p.decimal(); !ok {
			return nil, false
		}
	}
	t.Span = p.since(first)
	return t, true
}

// decimal reads a number of seconds.
func (p *parser) decimal() (Decimal, bool) {
	t := *p.current()
	if t.Kind != Integer && t.Kind != Float {
		return Decimal{}, p.unexpected("a number of seconds")
	}
	p.take()
	d := Decimal{Span: p.relative(t), Text: p.value(t)}
	seconds, err := strconv.ParseFloat(d.Text, 64)
	switch {
	case seconds < 0:
		p.problem(d.Span, CodeTimeForm, "a time cannot be negative")
	case err != nil || seconds > maxSeconds:
		p.problem(d.Span, CodeOutOfRange, "the time is out of range: expected at most %d seconds", int64(maxSeconds))
	default:
		// google/packetdrill multiplies as a double and cuts off, so 0.000001 * n
		// can come out one microsecond less; its verdicts depend on it.
		d.Microseconds = int64(seconds * 1e6)
	}
	return d, true
}

// maxSeconds keeps the sum of all times of a script far from overflow.
const maxSeconds = 1e9

func (p *parser) code(token Token) *Code {
	text := p.source(token)
	inner := strings.Trim(text[2:len(text)-2], " \t")
	c := &Code{Span: p.relative(token), Text: inner}
	start := token.Off - p.base + 2 + int32(len(text)-4-len(strings.TrimLeft(text[2:len(text)-2], " \t")))
	c.TextSpan = Span{start, start + int32(len(inner))}
	return c
}

// option reads --name or --name=value.
func (p *parser) option() (*Option, bool) {
	token := p.take()
	o := &Option{Span: p.relative(token), NameSpan: p.relative(token), Name: p.source(token)[2:]}
	if p.is('=') {
		p.take()
		value, ok := p.optionValue(o.Name)
		if !ok {
			return o, false
		}
		o.Value = value
	}
	o.Span = p.since(token)
	if p.seenEvent || p.seenCommand {
		p.problem(o.Span, CodeStructure,
			"options can only stand before the first event and the first command: move `--%s` to the top", o.Name)
	}
	p.checkOption(o)
	return o, true
}

func (p *parser) optionValue(name string) (*OptionValue, bool) {
	t := *p.current()
	v := &OptionValue{Span: p.relative(t), Text: p.source(t)}
	switch t.Kind {
	case Integer, IPv4Address, IPv6Address, Float, HexInteger:
		p.take()
	case StringToken:
		v.Text = p.quoted(p.take())
	case WordToken:
		p.take()
		if !p.is('=') {
			v.Text = p.value(t)
			break
		}
		p.take()
		rhs := *p.current()
		switch rhs.Kind {
		case WordToken, StringToken, BackQuoted, Integer, HexInteger, IPv4Address, IPv6Address:
			p.take()
		default:
			return nil, p.unexpected("the value of the definition: a word, a number, a \"string\" or a `command`")
		}
		v.Span = p.since(t)
		if name != definitionOption {
			v.Text = p.value(t) + "=" + p.value(rhs)
			break
		}
		v.Define = &Word{Span: p.relative(t), Name: p.source(t)}
		v.Text = p.value(rhs)
	default:
		return nil, p.unexpected("the value of `--" + name + "`: a word, a number, a string or an address")
	}
	return v, true
}

// definitionOption is the name of the option whose value is a name and its
// value.
const definitionOption = "define"

// checkOption refuses names that no option has, and values that the option
// cannot have.
func (p *parser) checkOption(o *Option) {
	known, ok := vocab.ScriptOption(o.Name)
	if !ok {
		p.unknownOption(o)
		return
	}
	if o.Value != nil && known.Kind == vocab.DefinitionSetting {
		if o.Value.Define == nil {
			p.problem(o.Value.Span, CodeScriptOption,
				"a definition is written `--define NAME=value`: no value is given")
		}
		return
	}
	at, value := o.NameSpan, ""
	if o.Value != nil {
		at, value = o.Value.Span, o.Value.Text
	}
	if err := known.Check(value, o.Value != nil); err != nil {
		p.problem(at, CodeScriptOption, "%v", err)
	}
}

func (p *parser) unknownOption(o *Option) {
	right, ok := vocab.SuggestOption(o.Name, vocab.ByScript)
	if !ok {
		p.problem(o.NameSpan, CodeScriptOption, "unknown option `--%s`: `pkt help run` lists the options",
			short(o.Name))
		return
	}
	p.problem(o.NameSpan, CodeScriptOption, "unknown option `--%s`: did you mean `--%s`?", short(o.Name), right)
	p.offer("replace it with `--"+right+"`", true, o.NameSpan.Off+p.base, o.NameSpan.End+p.base, "--"+right)
}
