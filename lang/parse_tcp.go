package lang

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
)

// tcp reads flags, sequence range and what may follow. Where it returns a
// segment and false, the segment was read but the rest of the statement makes
// no sense.
func (p *parser) tcp(packet *Packet) (*TCP, bool) {
	first := *p.current()
	t := &TCP{}
	var ok bool
	if t.Flags, ok = p.flags(); !ok {
		return nil, false
	}
	seq, ok := p.sequenceRange()
	if !ok {
		return nil, false
	}
	t.Seq = *seq
	ok = p.tcpFields(t)
	if ok && p.is('<') {
		t.Options, ok = p.tcpOptions(packet.Direction)
	}
	t.Span = p.since(first)
	if ok && packet.Direction == Inbound && t.Win == nil {
		p.missingWindow(t)
	}
	return t, ok
}

func (p *parser) missingWindow(t *TCP) {
	at := t.Seq.Span
	if t.Ack != nil {
		at = t.Ack.Span
	}
	end := Span{at.End, at.End}
	p.problem(end, CodeMissingWindow,
		"an injected segment needs its window: expected `win` with a number from 0 to 65535").Label = "add `win N`"
	p.offer("add `win 65535`", false, at.End+p.base, at.End+p.base, " win 65535")
}

// tcpFields reads ack, win and urg. Fields in another order are read all the
// same, with an error.
func (p *parser) tcpFields(t *TCP) bool {
	order := []struct {
		name  string
		field **Number
		high  int64
		what  string
	}{
		{"ack", &t.Ack, 1<<32 - 1, "the acknowledgment number"},
		{"win", &t.Win, 65535, "the window"},
		{"urg", &t.Urg, 65535, "the urgent pointer"},
	}
	start := p.current().Off
	next, disordered := 0, false
	for {
		keyword := *p.current()
		if keyword.Kind != WordToken {
			break
		}
		name := p.source(keyword)
		at := -1
		for i := range order {
			if order[i].name == name && !keyword.Defined {
				at = i
			}
		}
		if at < 0 {
			if keyword.FirstOnLine {
				break
			}
			return p.unknownField(keyword)
		}
		p.take()
		n, ok := p.number(keyword, 0, order[at].high, order[at].what)
		if !ok {
			return false
		}
		if *order[at].field != nil {
			p.problem(Span{n.Keyword.Off, n.End}, CodeOrder, "`%s` is given twice", name)
			continue
		}
		*order[at].field = n
		disordered = disordered || at < next
		next = at + 1
	}
	if disordered {
		end := p.lastEnd()
		p.problem(Span{start - p.base, end - p.base}, CodeOrder,
			"fields in the wrong order: expected ack, then win, then urg")
		var parts []string
		for _, f := range order {
			if n := *f.field; n != nil {
				parts = append(parts, f.name+" "+n.Text)
			}
		}
		p.offer("put them in order", true, start, end, strings.Join(parts, " "))
	}
	return true
}

func (p *parser) unknownField(t Token) bool {
	p.keyword("field of a TCP segment", "ack", "win", "urg")
	if p.last >= 0 && p.tokens[p.last].Off == t.Off {
		// A misspelt keyword was said and taken: its number comes next.
		if p.current().Kind == Integer {
			p.take()
		}
	}
	return false
}

// flags reads the TCP flags: a word with or without a dot and an ACE digit, or
// a dash.
func (p *parser) flags() (Flags, bool) {
	first := *p.current()
	flags := Flags{ACE: -1}
	switch {
	case isByte(first, '-'):
		p.take()
	case isByte(first, '.') || first.Kind == Float && p.text[first.Off] == '.':
		p.take()
	case first.Kind == WordToken:
		p.take()
		if second := *p.current(); second.Off == first.End &&
			(isByte(second, '.') || second.Kind == Float && p.text[second.Off] == '.') {
			p.take()
		} else if isByte(second, '.') && !second.FirstOnLine {
			p.take()
		}
	default:
		return flags, p.unexpected("TCP flags (such as `S`, `P.` or `.`), `udp` or `icmp`")
	}
	flags.Span = p.since(first)
	flags.Text = p.flagText(first)
	if flags.Text != "-" {
		p.flagSet(&flags)
	}
	return flags, true
}

// flagText joins the tokens of the flags, as google/packetdrill does.
func (p *parser) flagText(first Token) string {
	end := p.tokens[p.last]
	if first.Off == end.Off {
		return p.value(first)
	}
	if first.End == end.Off && !first.Defined {
		return p.text[first.Off:end.End]
	}
	return p.value(first) + p.source(end)
}

func (p *parser) flagSet(flags *Flags) {
	text := short(flags.Text)
	twice := byte(0)
	for i := 0; i < len(flags.Text); i++ {
		c := flags.Text[i]
		if c >= '0' && c <= '7' {
			if flags.ACE >= 0 {
				p.problem(flags.Span, CodeFlags, "the ACE field is given twice in `%s`: expected one digit from 0 to 7",
					text)
				return
			}
			flags.ACE = int(c - '0')
			continue
		}
		bit := strings.IndexByte(flagLetters, c)
		if bit < 0 {
			p.invalidFlag(flags, c)
			return
		}
		if flags.Set&(1<<bit) != 0 {
			twice = c
		}
		flags.Set |= 1 << bit
	}
	if twice != 0 {
		p.problem(flags.Span, CodeFlags, "flag %c is given twice in `%s`", twice, text).Severity = diag.Warning
	}
	if flags.ACE >= 0 {
		if flags.Set&(ECE|CWR|AE) != 0 {
			p.problem(flags.Span, CodeFlags,
				"`%s` gives the ACE field as a digit and as E, W or A: give it one way only", text)
		}
		flags.Set |= ACEFlags(flags.ACE)
	}
}

func (p *parser) invalidFlag(flags *Flags, c byte) {
	text := flags.Text
	upper := strings.ToUpper(text)
	if upper != text && strings.Trim(upper, flagLetters) == "" {
		p.problem(flags.Span, CodeFlags, "invalid TCP flag %q in `%s`: flags are upper case", c,
			text).Label = "write `" + upper + "`"
		p.offer("write `"+upper+"`", true, flags.Off+p.base, flags.End+p.base, upper)
		return
	}
	p.problem(flags.Span, CodeFlags,
		"invalid TCP flag %q in `%s`: expected S F R P E W A U, a dot for ACK, or an ACE "+
			"digit from 0 to 7", c, short(text))
}

// sequenceRange reads "left:right(length)".
func (p *parser) sequenceRange() (*SequenceRange, bool) {
	first := *p.current()
	if first.Kind == EllipsisToken {
		return p.openRange()
	}
	const most = 1<<32 - 1
	left, ok := p.number(Token{}, 0, most, "the first sequence number")
	if !ok {
		return nil, false
	}
	if !p.accept(':') {
		return nil, p.unexpected("`:` in a sequence range, such as 1:1001(1000)")
	}
	right, ok := p.number(Token{}, 0, most, "the sequence number after the last byte")
	if !ok {
		return nil, false
	}
	if !p.is('(') {
		p.missingLength(left, right)
		length := &Number{Span: Span{right.End, right.End}, Value: right.Value - left.Value}
		return &SequenceRange{Span: p.since(first), Left: *left, Right: *right, Length: *length}, true
	}
	length, ok := p.parenthesised(0, 65535, "the length of the payload")
	if !ok {
		return nil, false
	}
	s := &SequenceRange{Left: *left, Right: *right, Length: *length}
	s.Absolute = p.accept('!')
	s.Span = p.since(first)
	p.checkLength(s)
	return s, true
}

func (p *parser) missingLength(left, right *Number) {
	length := right.Value - left.Value
	end := right.End
	p.problem(Span{end, end}, CodeMissing, "the length is missing after the sequence range: expected `(%d)`",
		length).Label =
		fmt.Sprintf("add `(%d)`", length)
	if length >= 0 && length <= 65535 {
		p.offer(fmt.Sprintf("add `(%d)`", length), true, end+p.base, end+p.base, fmt.Sprintf("(%d)", length))
	}
}

func (p *parser) checkLength(s *SequenceRange) {
	left, right, length := s.Left.Value, s.Right.Value, s.Length.Value
	if s.Left.Pending || s.Right.Pending || s.Length.Pending {
		return
	}
	if right-left == length || len(p.problems) > 0 && p.outOfRangeIn(s.Span) {
		return
	}
	if right+1<<32-left == length {
		p.problem(s.Span, CodeSequenceLength,
			"the range wraps around at 2^32, which scripts cannot say: choose sequence numbers that do not")
		return
	}
	p.problem(s.Span, CodeSequenceLength, "%d minus %d is %d, but the length says %d", right, left, right-left, length)
	if actual := right - left; actual >= 0 && actual <= 65535 {
		p.offer(fmt.Sprintf("make the length %d", actual), false, s.Length.Off+p.base, s.Length.End+p.base,
			strconv.FormatInt(actual, 10))
		p.problems[len(p.problems)-1].Label = fmt.Sprintf("expected %d:%d(%d) or %d:%d(%d)", left, right, actual, left,
			left+length, length)
	}
	p.offer(fmt.Sprintf("make the range end at %d", left+length), false, s.Right.Off+p.base, s.Right.End+p.base,
		strconv.FormatInt(left+length, 10))
}

func (p *parser) outOfRangeIn(at Span) bool {
	for _, d := range p.problems {
		if d.Code == CodeOutOfRange && d.Range.Start >= int(at.Off) && d.Range.End <= int(at.End) {
			return true
		}
	}
	return false
}

// hexBlob reads hex digits, which the lexer may have taken for a word or a
// number.
func (p *parser) hexBlob(what string, most int) (*HexBlob, bool) {
	t := *p.current()
	if t.Kind != WordToken && t.Kind != Integer {
		return nil, p.unexpected("hex digits for " + what)
	}
	p.take()
	b := &HexBlob{Span: p.relative(t), Text: p.value(t)}
	bytes, err := hex.DecodeString(b.Text)
	switch {
	case dialectDigest(b.Text):
		b.Word = true
	case err != nil && !t.Defined && LooksLikeDefinition(b.Text):
		b.Pending = true
		p.notGiven(b.Span, b.Text)
	case len(b.Text)%2 != 0 && isHex(b.Text):
		p.problem(b.Span, CodeHexBlob, "%s has an odd number of hex digits (%d): two make a byte", what, len(b.Text))
	case err != nil:
		p.problem(b.Span, CodeHexBlob, "%s `%s` is not made of hex digits", what, short(b.Text))
	case len(bytes) > most:
		p.problem(b.Span, CodeHexBlob, "%s is too long: %d bytes, where %d are the most", what, len(bytes), most)
	default:
		b.Bytes = bytes
	}
	return b, true
}

func isHex(s string) bool {
	for i := 0; i < len(s); i++ {
		if classes[s[i]]&classHex == 0 {
			return false
		}
	}
	return true
}

// LooksLikeDefinition reports whether a word looks like a definition: two letters or
// more, all in upper case, and no word of the language.
func LooksLikeDefinition(word string) bool {
	if len(word) < 2 || classes[word[0]]&classDigit != 0 || vocab.IsReserved(word) {
		return false
	}
	return strings.ToUpper(word) == word
}

func hexText(n int64) string { return "0x" + strconv.FormatInt(n, 16) }

// integer turns a token into a number; one too large for 64 bits stays at the
// largest, which no field holds.
func (p *parser) integer(t Token) *Number {
	n := &Number{Span: p.relative(t), Text: p.source(t), Hex: t.Kind == HexInteger, Defined: t.Defined}
	switch {
	case t.Kind == WordToken:
		n.Pending = true
		p.notGiven(n.Span, n.Text)
	case t.Defined:
		n.Value, _ = definedInteger(p.value(t))
	case n.Hex:
		n.Value, _ = strconv.ParseInt(n.Text[2:], 16, 64)
	default:
		n.Value, _ = strconv.ParseInt(n.Text, 10, 64)
	}
	return n
}

func (p *parser) word(t Token) Word {
	w := Word{Span: p.relative(t), Name: p.source(t)}
	if t.Defined {
		w.Defined = w.Name
		w.Name = p.value(t)
	}
	return w
}
