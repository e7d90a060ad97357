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

// Outer are the definitions that a script is given from outside.
type Outer struct {
	// Weaker ones give way to the script's own (pkt.toml), Stronger ones win
	// over them (the command line).
	Weaker, Stronger Definitions
}

// with are all definitions of a script that has those of its own.
func (o Outer) with(own Definitions) Definitions {
	switch {
	case len(own) == 0 && len(o.Weaker) == 0:
		return o.Stronger
	case len(own) == 0 && len(o.Stronger) == 0:
		return o.Weaker
	}
	out := make(Definitions, len(own)+len(o.Weaker)+len(o.Stronger))
	for _, d := range []Definitions{o.Weaker, own, o.Stronger} {
		maps.Copy(out, d)
	}
	return out
}
