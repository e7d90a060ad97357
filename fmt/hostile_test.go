package format_test

import (
	"strings"
	"testing"

	format "github.com/pktlang/pkt/fmt"
)

// TestLargeInput formats what repeats one thing forty thousand times: with
// time that grows faster than the input, this would not end.
func TestLargeInput(t *testing.T) {
	const n = 40_000
	many := func(s string) string { return strings.Repeat(s, n) }
	for name, text := range map[string]string{
		"options":         "+0 > S 0:0(0) <mss 1" + many(",  nop") + ">\n",
		"arguments":       "+0 foo(1" + many(",  2") + ") = 0\n",
		"structures":      "+0 foo([{..., 1}" + many(",{...,0}") + "]) = 0\n",
		"lines":           "+0 foo(1" + many(",\n 2") + ") = 0\n",
		"ragged lines":    "+0 foo([1" + strings.Repeat(",\n 2,\n   3", n/2) + "]) = 0\n",
		"brackets":        "+0 foo(1" + many(",\n[1]") + ") = 0\n",
		"flat brackets":   "+0 foo(" + many("[1], ") + "\n1) = 0\n",
		"comments":        many("// c\n") + "+0 foo(1) = 0\n",
		"comments inside": "+0 foo(1" + many(", // c\n1") + ") = 0\n",
		"trailing":        many("+0 foo(1) = 0   // c\n"),
		"ragged trailing": strings.Repeat("+0 foo(1) = 0   // c\n+0 foo(1, 2) = 0  // c\n", n/2),
		"packets":         many("+0 > .  1:1(0)   ack 1\n"),
		"ragged packets":  strings.Repeat("+0 > .  1:1(0)   ack 1\n+0 > P. 1:101(100)    ack 1 win   3\n", n/2),
		"growing packets": strings.Repeat("+0 > . 1:1(0)  ack 1\n+0 > . 1:1(0)  ack 1\n+0 > . 1:11(10)   ack 1\n",
			n/3),
		"empty lines":      many("\n") + "+0 foo(1) = 0\n",
		"blanks":           "+0 foo(1" + many(" ") + ") = 0\n",
		"bad":              many("+0 foo(\n"),
		"options of pkt":   many("--mtu=1500 "),
		"one line":         many("+0 foo(1) = 0 "),
		"strings":          "+0 foo(" + many(`"a" `) + ") = 0\n",
		"closing brackets": "+0 foo(1" + many(")") + " = 0\n",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := format.Source(parse(text), format.Options{}); err != nil {
				t.Fatal(err)
			}
			format.Edits(parse(text), format.Options{Simplify: true})
		})
	}
}
