package lang

import (
	"slices"
	"strings"
	"sync"

	"github.com/pktlang/pkt/lang/vocab"
)

// maxOptionBytes is what the data offset leaves for options: fifteen words of
// four bytes less the fixed header (RFC 9293, section 3.1).
const maxOptionBytes = 40

// tcpOptionNames are the options of the base dialect; those of others are read
// by dialectTCPOption.
var tcpOptionNames = sync.OnceValue(func() []string {
	var names []string
	for _, o := range vocab.TCPOptions() {
		if o.Dialect == vocab.Base {
			names = append(names, o.Name)
		}
	}
	return names
})

// tcpOptions reads the list in angle brackets. One bad option does not hide
// the others.
func (p *parser) tcpOptions(direction Direction) (*TCPOptions, bool) {
	first := p.take()
	options := &TCPOptions{}
	if ellipsis := *p.current(); ellipsis.Kind == EllipsisToken {
		p.take()
		options.Unchecked = true
		if direction == Inbound {
			p.problem(p.relative(ellipsis), CodeInboundOnly,
				"`<...>` leaves the options open, so it can only be expected: list the options to inject")
		}
	} else {
		for {
			option, ok := p.tcpOption()
			if option != nil {
				options.List = append(options.List, option)
			}
			if !ok && !p.skipOption() {
				options.Span = p.since(first)
				return options, false
			}
			if p.accept(',') {
				continue
			}
			if t := p.current(); t.Kind == WordToken && !t.FirstOnLine && knownOption(p.source(*t)) {
				p.missing(",", "between two options")
				continue
			}
			break
		}
	}
	if !p.accept('>') {
		if !p.current().FirstOnLine && p.current().Kind != EOF {
			options.Span = p.since(first)
			return options, p.unexpected("`,` or `>` after a TCP option")
		}
		p.missing(">", "after the TCP options")
	}
	options.Span = p.since(first)
	p.checkOptionBytes(options)
	return options, true
}

func knownOption(name string) bool { return slices.Contains(tcpOptionNames(), name) }

// skipOption moves to the next comma or the end of the list after a bad option.
func (p *parser) skipOption() bool {
	for {
		t := p.current()
		switch {
		case t.Kind == EOF || t.FirstOnLine && p.startsStatement(p.cursor):
			return false
		case isByte(*t, ',') || isByte(*t, '>'):
			return true
		}
		p.take()
	}
}

func (p *parser) tcpOption() (TCPOption, bool) {
	first := *p.current()
	if option, ok, known := p.dialectTCPOption(); known {
		return option, ok
	}
	switch p.keyword("TCP option", tcpOptionNames()...) {
	case "mss":
		n, ok := p.number(first, 0, 65535, "the maximum segment size")
		if !ok {
			return nil, false
		}
		return &MSS{p.since(first), *n}, true
	case "wscale":
		n, ok := p.number(first, 0, 255, "the window scale")
		if !ok {
			return nil, false
		}
		return &WindowScale{p.since(first), *n}, true
	case "sackOK":
		return &SACKPermitted{p.since(first)}, true
	case "sack":
		return p.sack(first)
	case "TS":
		return p.timestamps(first)
	case "nop":
		return &NoOperation{p.since(first)}, true
	case "eol":
		return &EndOfList{p.since(first)}, true
	case "md5":
		digest, ok := p.hexBlob("the MD5 digest", 16)
		if !ok {
			return nil, false
		}
		return &MD5{p.since(first), *digest}, true
	case "FO":
		return p.fastOpen(first, maxOptionBytes-2, false)
	case "FOEXP":
		return p.fastOpen(first, maxOptionBytes-4, true)
	case "ECN":
		return p.accECN(first)
	}
	return nil, false
}

func (p *parser) fastOpen(first Token, most int, experimental bool) (TCPOption, bool) {
	o := &FastOpen{Experimental: experimental}
	if t := p.current(); t.Kind == WordToken || t.Kind == Integer {
		cookie, ok := p.hexBlob("the fast open cookie", most)
		if !ok {
			return nil, false
		}
		o.Cookie = cookie
	}
	o.Span = p.since(first)
	return o, true
}

func (p *parser) sack(first Token) (TCPOption, bool) {
	o := &SACK{}
	for p.current().Kind == Integer {
		block := *p.current()
		left, ok := p.number(Token{}, 0, 1<<32-1, "the left edge of a SACK block")
		if !ok {
			return nil, false
		}
		if !p.accept(':') {
			return nil, p.unexpected("`:` between the edges of a SACK block")
		}
		right, ok := p.number(Token{}, 0, 1<<32-1, "the right edge of a SACK block")
		if !ok {
			return nil, false
		}
		o.Blocks = append(o.Blocks, SACKBlock{p.since(block), *left, *right})
	}
	if len(o.Blocks) == 0 {
		return nil, p.unexpected("at least one SACK block, such as 1001:2001")
	}
	o.Span = p.since(first)
	return o, true
}

func (p *parser) timestamps(first Token) (TCPOption, bool) {
	o := &Timestamps{}
	for _, f := range []struct {
		name string
		to   *Number
	}{{"val", &o.Val}, {"ecr", &o.Ecr}} {
		keyword := *p.current()
		if p.keyword("field of the timestamps option", f.name) == "" {
			return nil, false
		}
		n, ok := p.number(keyword, 0, 1<<32-1, "a timestamp")
		if !ok {
			return nil, false
		}
		*f.to = *n
	}
	o.Span = p.since(first)
	return o, true
}

// accECN reads the counters; ceb stands between the two others, and what comes
// last may be left out.
func (p *parser) accECN(first Token) (TCPOption, bool) {
	o := &AccECN{}
	expected := []string{"e0b", "e1b"}
	for len(expected) > 0 {
		keyword := *p.current()
		if len(o.Fields) > 0 && (keyword.Kind != WordToken || keyword.FirstOnLine) {
			break
		}
		name := p.keyword("counter of the AccECN option", expected...)
		if name == "" {
			return nil, false
		}
		n, ok := p.number(keyword, 0, 1<<24-1, "an AccECN counter, of 24 bits,")
		if !ok {
			return nil, false
		}
		o.Fields = append(o.Fields, AccECNField{p.since(keyword), name, *n})
		switch {
		case len(o.Fields) == 1:
			expected = []string{"ceb"}
		case len(o.Fields) == 2 && o.Fields[0].Name == "e0b":
			expected = []string{"e1b"}
		case len(o.Fields) == 2:
			expected = []string{"e0b"}
		default:
			expected = nil
		}
	}
	o.Span = p.since(first)
	return o, true
}

// OptionLength is the length of an option on the wire, in bytes, or -1 where
// it is not known: a cookie that was not given, an option of a dialect.
func OptionLength(o TCPOption) int {
	switch o := o.(type) {
	case *NoOperation, *EndOfList:
		return 1
	case *MSS:
		return 4
	case *WindowScale:
		return 3
	case *SACKPermitted:
		return 2
	case *SACK:
		return 2 + 8*len(o.Blocks)
	case *Timestamps:
		return 10
	case *MD5:
		return hexLength(2, &o.Digest)
	case *FastOpen:
		return fastOpenLength(o)
	case *AccECN:
		return 2 + 3*len(o.Fields)
	}
	return -1
}

func fastOpenLength(o *FastOpen) int {
	length := 2
	if o.Experimental {
		length = 4
	}
	if o.Cookie == nil {
		return length
	}
	return hexLength(length, o.Cookie)
}

// hexLength adds the bytes of a blob to the length before it, or is -1 where
// the blob is not known.
func hexLength(before int, b *HexBlob) int {
	if len(b.Bytes) == 0 && b.Text != "" {
		return -1
	}
	return before + len(b.Bytes)
}

// checkOptionBytes refuses options that do not fill the header's words.
func (p *parser) checkOptionBytes(options *TCPOptions) {
	total := 0
	for _, o := range options.List {
		n := OptionLength(o)
		if n < 0 {
			return
		}
		total += n
	}
	switch excess := total % 4; {
	case total > maxOptionBytes:
		p.problem(options.Span, CodeOptionsLength, "the TCP options take %d bytes: %d are the most",
			total, maxOptionBytes)
	case excess != 0:
		pad := 4 - excess
		p.problem(options.Span, CodeOptionsLength,
			"the TCP options take %d bytes, which is not a multiple of 4: add %d of `nop`", total, pad)
		end := options.End - 1 + p.base
		p.offer("pad them with `nop`", false, end, end, strings.Repeat(",nop", pad))
	}
}
