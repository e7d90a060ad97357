package lang

import (
	"maps"
	"strconv"
	"strings"
)

// Definitions maps the name of a definition to its value as written: a word, a
// number, a "string" in quotes or a `command` in backquotes. A definition
// replaces its name wherever a word may stand, but not where the language has
// a keyword of that name.
type Definitions map[string]string

// definitionKind is the kind of token that a definition's value makes: what
// begins with a quote is a string, with a backquote a command; what strtol(3)
// reads whole in base 0 is an integer; the rest is a word.
func definitionKind(value string) Kind {
	switch {
	case strings.HasPrefix(value, `"`):
		return StringToken
	case strings.HasPrefix(value, "`"):
		return BackQuoted
	}
	if _, ok := definedInteger(value); ok {
		return Integer
	}
	return WordToken
}

func definedInteger(value string) (int64, bool) {
	if strings.ContainsAny(value, "_oObB") {
		// strconv knows more forms in base 0 than strtol does.
		digits := strings.TrimPrefix(strings.TrimPrefix(value, "0x"), "0X")
		if len(digits) == len(value) || strings.ContainsAny(digits, "_oO") {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(value, 0, 64)
	return n, err == nil
}

// unquoted cuts the quotes or backquotes off a definition's value.
func unquoted(value string) string {
	if len(value) >= 2 {
		return value[1 : len(value)-1]
	}
	return ""
}

// merged are the definitions of a script: its own, and those from outside,
// which win.
func merged(own, outer Definitions) Definitions {
	if len(own) == 0 {
		return outer
	}
	out := maps.Clone(own)
	maps.Copy(out, outer)
	return out
}

// keywords are the words that google/packetdrill's lexer takes as keywords wherever
// they stand, and so the names that no definition can replace.
var keywords = func() map[string]bool {
	words := `sa_family sin_port sin_addr msg_name msg_iov msg_flags msg_control cmsg_data cmsg_level cmsg_type
		ee_errno ee_origin ee_type ee_code ee_info ee_data scm_sec scm_nsec fd u32 u64 ptr events revents onoff linger
		htons ipv4 ipv6 icmp udp GREv0 gre raw sum off key seq none checksum present encap psp spi mpls label tc ttl
		inet_addr inet6_addr ack eol ecr mss mtu nop sack sackOK md5 TS FO FOEXP ECN e0b e1b ceb tos flowlabel flags
		Flags val win urg wscale ect01 ect0 ect1 noecn ce id`
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}()

func isKeyword(word string) bool { return keywords[word] }
