package lang

// TCP is a segment.
type TCP struct {
	Span
	Flags   Flags
	Seq     SequenceRange
	Ack     *Number
	Win     *Number
	Urg     *Number
	Options *TCPOptions
}

// Flags are the TCP flags.
type Flags struct {
	Span
	Text string // as written: "S.", "P", "-"
	Set  FlagSet
	// ACE is the value of the digit, or -1 where none was given
	// (draft-ietf-tcpm-accurate-ecn).
	ACE int
}

// Has reports whether all of the given flags are set.
func (f Flags) Has(set FlagSet) bool { return f.Set&set == set }

// FlagSet is a set of TCP flags with the bits of the header (RFC 9293, section
// 3.1), AE being bit 8.
type FlagSet uint16

// The TCP flags.
const (
	FIN FlagSet = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
	AE
)

// flagLetters are the letters of the flags, in the order of their bits.
const flagLetters = "FSRP.UEWA"

// String writes the flags as scripts do, in tcpdump's order: "S.", "FP.", and
// "-" where none is set.
func (s FlagSet) String() string {
	var b []byte
	for i := range len(flagLetters) {
		if s&(1<<i) != 0 {
			b = append(b, flagLetters[i])
		}
	}
	if len(b) == 0 {
		return "-"
	}
	return string(b)
}

// aceFlags are the flags that the ACE field is made of, its lowest bit first
// (RFC 9768, section 3.2.2).
var aceFlags = [...]FlagSet{ECE, CWR, AE}

// ACEFlags spreads an ACE field, from 0 to 7, over its flags.
func ACEFlags(ace int) FlagSet {
	var set FlagSet
	for i, flag := range aceFlags {
		if ace&(1<<i) != 0 {
			set |= flag
		}
	}
	return set
}

// ACE is the ACE field, from 0 to 7.
func (s FlagSet) ACE() int {
	ace := 0
	for i, flag := range aceFlags {
		if s&flag != 0 {
			ace |= 1 << i
		}
	}
	return ace
}

// WithACE writes the flags with the ACE field as a digit in the place of its
// flags, as scripts for accurate ECN do: ".5".
func (s FlagSet) WithACE() string {
	rest := s &^ (ECE | CWR | AE)
	digit := string(rune('0' + s.ACE()))
	if rest == 0 {
		return digit
	}
	return rest.String() + digit
}

// SequenceRange is "left:right(length)", relative to the initial sequence
// number; right is the number after the last byte.
type SequenceRange struct {
	Span
	Left, Right, Length Number
	// In the nplab dialect, "..." before the length leaves the place open, and
	// "!" after it says that the numbers are not relative.
	Open, Absolute bool
}

// TCPOptions is the list in angle brackets.
type TCPOptions struct {
	Span
	Unchecked bool // <...>
	List      []TCPOption
}

// TCPOption is one option: *MSS, *WindowScale, *SACKPermitted, *SACK,
// *Timestamps, *NoOperation, *EndOfList, *MD5, *FastOpen, *AccECN or
// *OtherOption.
type TCPOption interface {
	Node
	// OptionName is the word that the option begins with.
	OptionName() string
}

type (
	// MSS is "mss N" (RFC 9293, section 3.7.1).
	MSS struct {
		Span
		Value Number
	}
	// WindowScale is "wscale N" (RFC 7323).
	WindowScale struct {
		Span
		Shift Number
	}
	// SACKPermitted is "sackOK" (RFC 2018).
	SACKPermitted struct{ Span }
	// SACK is "sack left:right left:right" (RFC 2018).
	SACK struct {
		Span
		Blocks []SACKBlock
	}
	// Timestamps is "TS val N ecr N" (RFC 7323).
	Timestamps struct {
		Span
		Val, Ecr Number
	}
	// NoOperation is "nop".
	NoOperation struct{ Span }
	// EndOfList is "eol".
	EndOfList struct{ Span }
	// MD5 is "md5 HEX" (RFC 2385).
	MD5 struct {
		Span
		Digest HexBlob
	}
	// FastOpen is "FO COOKIE" or "FOEXP COOKIE" (RFC 7413).
	FastOpen struct {
		Span
		Experimental bool
		Cookie       *HexBlob // nil where the cookie is absent
	}
	// AccECN is "ECN e0b N ceb N e1b N" in the order written; the first field
	// decides the option kind (draft-ietf-tcpm-accurate-ecn, section 3.2.3).
	AccECN struct {
		Span
		Fields []AccECNField
	}
	// OtherOption is an option of a dialect, kept as words and values.
	OtherOption struct {
		Span
		Name   Word
		Fields []Field
	}
)

// OptionName implements TCPOption.
func (*MSS) OptionName() string { return "mss" }

// OptionName implements TCPOption.
func (*WindowScale) OptionName() string { return "wscale" }

// OptionName implements TCPOption.
func (*SACKPermitted) OptionName() string { return "sackOK" }

// OptionName implements TCPOption.
func (*SACK) OptionName() string { return "sack" }

// OptionName implements TCPOption.
func (*Timestamps) OptionName() string { return "TS" }

// OptionName implements TCPOption.
func (*NoOperation) OptionName() string { return "nop" }

// OptionName implements TCPOption.
func (*EndOfList) OptionName() string { return "eol" }

// OptionName implements TCPOption.
func (*MD5) OptionName() string { return "md5" }

// OptionName implements TCPOption.
func (o *FastOpen) OptionName() string {
	if o.Experimental {
		return "FOEXP"
	}
	return "FO"
}

// OptionName implements TCPOption.
func (*AccECN) OptionName() string { return "ECN" }

// OptionName implements TCPOption.
func (o *OtherOption) OptionName() string { return o.Name.Name }

// SACKBlock is one block of a SACK option, in sequence space.
type SACKBlock struct {
	Span
	Left, Right Number
}

// HexBlob is a string of hex digits, such as a fast open cookie.
type HexBlob struct {
	Span
	Text  string // the digits, after definitions
	Bytes []byte
	// Pending is set where a word stands that looks like a definition which
	// was not given, Word where one stands that a dialect has in place of
	// digits; Bytes is empty then.
	Pending, Word bool
}

// AccECNField is one counter of an AccECN option.
type AccECNField struct {
	Span
	Name  string // e0b, ceb or e1b
	Value Number
}
