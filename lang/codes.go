package lang

import (
	"slices"
	"strings"
)

// The codes of what can be wrong with a script as a text. Those of the linter
// begin at PKT100.
const (
	CodeUnexpected       = "PKT001"
	CodeIllegalCharacter = "PKT002"
	CodeUnterminated     = "PKT003"
	CodeStructure        = "PKT004"
	CodeMissing          = "PKT005"
	CodeUnknownWord      = "PKT006"
	CodeOrder            = "PKT007"
	CodeTooDeep          = "PKT008"
	CodeNoEvents         = "PKT009"
	CodeTimeForm         = "PKT010"
	CodeTimeBackwards    = "PKT011"
	CodeScriptOption     = "PKT012"
	CodeFlags            = "PKT020"
	CodeSequenceLength   = "PKT021"
	CodeOutOfRange       = "PKT022"
	CodeMissingWindow    = "PKT023"
	CodeOptionsLength    = "PKT024"
	CodeHexBlob          = "PKT025"
	CodeInboundOnly      = "PKT026"
	CodeICMP             = "PKT027"
	CodeAddress          = "PKT028"
	CodePendingName      = "PKT029"
	CodeEscape           = "PKT030"
)

// CodeInfo documents one code.
type CodeInfo struct {
	Code, Name, Summary string
	// Details say why, and what the reference, google/packetdrill, does.
	Details string
	// Bad is a script, or a line of one, that has the mistake, Good the same
	// without it; empty where the mistake has no short example.
	Bad, Good string
}

// Codes documents every code that this package gives, in order.
func Codes() []CodeInfo { return slices.Clone(codes) }

// FindCode finds what a code is of; in upper or lower case.
func FindCode(code string) (CodeInfo, bool) {
	for _, c := range codes {
		if strings.EqualFold(c.Code, code) {
			return c, true
		}
	}
	return CodeInfo{}, false
}

var codes = []CodeInfo{
	{CodeUnexpected, "unexpected-token", "something else was expected here",
		"The text at this place fits no form of the language. Parsing goes on at the next event, so one mistake " +
			"costs one event.",
		"+0 < S 0:0[0] win 1000", "+0 < S 0:0(0) win 1000"},
	{CodeIllegalCharacter, "illegal-character", "a character that no token begins with",
		"Outside comments, strings, commands and code a script is ASCII.",
		"+0 < S 0:0(0) win 1000 “", "+0 < S 0:0(0) win 1000"},
	{CodeUnterminated, "unterminated", "a comment, string, command or code without its end",
		"The text is read up to the end of the line, so that later lines are still checked.",
		"+0 write(3, \"abc, 3) = 3", "+0 write(3, \"abc\", 3) = 3"},
	{CodeStructure, "structure", "options, commands and events in the wrong order",
		"A script is: options, then a command without a time, then events, then a command without a time.",
		"+0 close(3) = 0\n--mtu=1500", "--mtu=1500\n+0 close(3) = 0"},
	{CodeMissing, "missing-token", "a token is missing, and it is clear which",
		"The event is read as if the token stood there.",
		"+0 close(3 = 0", "+0 close(3) = 0"},
	{CodeUnknownWord, "unknown-word", "a word that is not one of those that can stand here",
		"Options of TCP, fields of structures and the like are fixed sets of words, in upper and lower case as " +
			"written.",
		"+0 < S 0:0(0) win 1000 <sackOk,nop,nop>", "+0 < S 0:0(0) win 1000 <sackOK,nop,nop>"},
	{CodeOrder, "field-order", "fields of a packet in the wrong order",
		"After the sequence range come ack, win, urg and the options, in this order.",
		"+0 < . 1:1(0) win 1000 ack 1", "+0 < . 1:1(0) ack 1 win 1000"},
	{CodeTooDeep, "too-deep", "structures nested deeper than any call needs",
		"Nesting is limited so that no input can exhaust the stack.",
		"", ""},
	{CodeNoEvents, "no-events", "a script without an event",
		"A script needs at least one event; google/packetdrill refuses it otherwise.",
		"--mtu=1500", "--mtu=1500\n+0 close(3) = 0"},
	{CodeTimeForm, "time-form", "a time that this event cannot have",
		"Any time (*) and ranges can only be given to outbound packets; a blocking call has its end after an " +
			"ellipsis; times are not negative.",
		"* < S 0:0(0) win 1000", "+0 < S 0:0(0) win 1000"},
	{CodeTimeBackwards, "time-backwards", "a range whose end is before its start", "",
		"+.2~+.1 > . 1:1(0) ack 1", "+.1~+.2 > . 1:1(0) ack 1"},
	{CodeScriptOption, "script-option", "an unknown option, or one with a bad value",
		"Options are those of the command line, written --name=value; `pkt help run` lists them. Each has its kind " +
			"of value and its range, for a script, the command line and pkt.toml alike, and an address has to be one " +
			"of the IP version.",
		"--tolerance_usec=10000\n+0 close(3) = 0", "--tolerance_usecs=10000\n+0 close(3) = 0"},
	{CodeFlags, "tcp-flags", "TCP flags that do not exist or contradict each other",
		"Flags are S F R P E W C A U and the dot for ACK; a digit 0 to 7 gives the ACE field and then excludes E, W " +
			"and A; a single dash means no flag.",
		"+0 < SX 0:0(0) win 1000", "+0 < S 0:0(0) win 1000"},
	{CodeSequenceLength, "sequence-length", "end minus start is not the length", "",
		"+0 < P. 1:1001(100) ack 1 win 1000", "+0 < P. 1:1001(1000) ack 1 win 1000"},
	{CodeOutOfRange, "out-of-range", "a number that does not fit its field", "",
		"+0 < S 0:0(0) win 65536", "+0 < S 0:0(0) win 65535"},
	{CodeMissingWindow, "missing-window", "an inbound segment without a window",
		"The tool makes up no window: an injected segment has to say it.",
		"+0 < . 1:1(0) ack 1", "+0 < . 1:1(0) ack 1 win 1000"},
	{CodeOptionsLength, "options-length", "TCP options that do not fill whole words, or more than 40 bytes",
		"The header's length counts words of four bytes, up to fifteen (RFC 9293, section 3.1): options have to be " +
			"padded with nop or eol to a multiple of four, and 40 bytes are the most.",
		"+0 < S 0:0(0) win 1000 <wscale 7>", "+0 < S 0:0(0) win 1000 <nop,wscale 7>"},
	{CodeHexBlob, "hex-digits", "a cookie or digest that is not pairs of hex digits, or is too long", "",
		"+0 < S 0:0(0) win 1000 <FO abc,nop,nop>", "+0 < S 0:0(0) win 1000 <FO abcd>"},
	{CodeInboundOnly, "outbound-only", "a form that only a packet expected from the stack can have",
		"<...> and [ect01] leave something open, and an injected packet has to be complete.",
		"+0 < S 0:0(0) win 1000 <...>", "+0 < S 0:0(0) win 1000 <mss 1000>"},
	{CodeICMP, "icmp", "an ICMP message that does not fit together",
		"The types and codes are those of RFC 792 and RFC 4443; type_N and code_N name others. An MTU goes with " +
			"unreachable frag_needed and packet_too_big only.",
		"+0 < icmp unreacheable host_unreachable [1:1001(1000)]",
		"+0 < icmp unreachable host_unreachable [1:1001(1000)]"},
	{CodeAddress, "address", "not an IP address", "",
		"+0 bind(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"1.2.3\")}, 16) = 0",
		"+0 bind(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"1.2.3.4\")}, 16) = 0"},
	{CodePendingName, "definition-not-given", "a name that looks like a definition which was not given",
		"Names in upper case where digits are needed are usually given on the command line: -D NAME=VALUE.",
		"", ""},
	{CodeEscape, "escape", "an escape in a string that is not known",
		"Known are \\\\ \\\" \\f \\n \\r \\t \\v and \\xNN.",
		`+0 write(3, "a\q", 2) = 2`, `+0 write(3, "a\n", 2) = 2`},
}
