package vocab

import "sync"

// TCPOption is an option of a TCP header as scripts write it.
type TCPOption struct {
	Name    string // the word that it begins with
	Dialect Dialect
	// Kind is the option's number in IANA's registry of TCP option kinds.
	Kind uint8
	// Length is the option's length in bytes on the wire, 0 where it varies.
	Length int
	// Syntax is how it is written, with upper-case letters for what to fill in.
	Syntax string
	// SYNOnly options mean something in a segment with the SYN flag only;
	// Linux takes no notice of them elsewhere (tcp_parse_options).
	SYNOnly bool
	Doc     string
	Source  string
}

var tcpOptionIndex = sync.OnceValue(func() map[string]*TCPOption {
	index := make(map[string]*TCPOption, len(tcpOptions))
	for i := range tcpOptions {
		index[tcpOptions[i].Name] = &tcpOptions[i]
	}
	return index
})

// TCPOptionWord finds an option by the word that it begins with; case counts.
func TCPOptionWord(name string) (*TCPOption, bool) {
	o, ok := tcpOptionIndex()[name]
	return o, ok
}

var allTCPOptions = sync.OnceValue(func() []*TCPOption { return pointers(tcpOptions) })

// TCPOptions returns all options, those of the base dialect first.
func TCPOptions() []*TCPOption { return allTCPOptions() }

// TCPFlag is a flag of a TCP header.
type TCPFlag struct {
	// Letter is what scripts write. ACE digits 0 to 7 stand for AE, CWR and
	// ECE together.
	Letter byte
	Name   string
	// Bit is the flag's place in the header's 13th and 14th byte, FIN being 1
	// and AE 256.
	Bit    uint16
	Doc    string
	Source string
}

// tcpFlags are in the order of the header's bits.
var tcpFlags = []TCPFlag{
	{'F', "FIN", 1 << 0, "the sender has no more data; counts as one sequence number", "RFC 9293 section 3.1"},
	{'S', "SYN", 1 << 1, "opens a connection and carries the initial sequence number; counts as one sequence number",
		"RFC 9293 section 3.1"},
	{'R', "RST", 1 << 2, "resets the connection", "RFC 9293 section 3.1"},
	{'P', "PSH", 1 << 3, "the receiver should hand the data over at once; Linux sets it on the last segment of a write",
		"RFC 9293 section 3.1"},
	{'.', "ACK", 1 << 4, "the acknowledgement number counts; set on all segments but the first SYN",
		"RFC 9293 section 3.1"},
	{'U', "URG", 1 << 5, "the urgent pointer counts; its value is written `urg N`", "RFC 9293 section 3.1"},
	{'E', "ECE", 1 << 6, "echoes a congestion mark; on a SYN it offers ECN", "RFC 3168 section 6.1"},
	{'W', "CWR", 1 << 7, "the congestion window was reduced; on a SYN it offers ECN", "RFC 3168 section 6.1"},
	{'A', "AE", 1 << 8, "Accurate ECN, the former NS bit; on a SYN it offers AccECN", "RFC 9768 section 3.1"},
}

var allTCPFlags = sync.OnceValue(func() []*TCPFlag { return pointers(tcpFlags) })

// TCPFlags returns all flags, from the lowest bit on.
func TCPFlags() []*TCPFlag { return allTCPFlags() }

// TCPFlagLetter finds a flag by its letter.
func TCPFlagLetter(letter byte) (*TCPFlag, bool) {
	for _, f := range TCPFlags() {
		if f.Letter == letter {
			return f, true
		}
	}
	return nil, false
}

// ECNWord is a word for the ECN bits of an IP header.
type ECNWord struct {
	Name string
	// Bits are the two bits of the header; ect01 has none of its own, as it
	// stands for either of ect0 and ect1.
	Bits   uint8
	Doc    string
	Source string
}

var ecnWords = []ECNWord{
	{"noecn", 0, "Not-ECT: the transport does not use ECN", "RFC 3168 section 5"},
	{"ect1", 1, "ECT(1): the transport uses ECN; also the mark of L4S", "RFC 3168 section 5, RFC 9331"},
	{"ect0", 2, "ECT(0): the transport uses ECN", "RFC 3168 section 5"},
	{"ce", 3, "CE: a router marked congestion", "RFC 3168 section 5"},
	{"ect01", 0, "ECT(0) or ECT(1), of expected packets only", "google/packetdrill, parser.y"},
}

var allECNWords = sync.OnceValue(func() []*ECNWord { return pointers(ecnWords) })

// ECNWords returns the words for the ECN bits.
func ECNWords() []*ECNWord { return allECNWords() }
