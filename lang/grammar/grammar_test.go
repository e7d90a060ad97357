package grammar_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/grammar"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// TestVocabulary holds the words in the productions against the tables of
// lang/vocab.
func TestVocabulary(t *testing.T) {
	text := grammar.EBNF()
	for _, o := range vocab.TCPOptions() {
		for _, word := range strings.Split(strings.Replace(strings.ToLower(o.Name), "exp-fo", "exp", 1), "-") {
			if !strings.Contains(strings.ToLower(text), `"`+word+`"`) {
				t.Errorf("the TCP option %s is in no production", o.Name)
			}
		}
	}
	for _, w := range vocab.ECNWords() {
		if !strings.Contains(text, `"`+w.Name+`"`) {
			t.Errorf("the ECN word %s is in no production", w.Name)
		}
	}
}

// TestProductions holds that each is there once, and that those which one uses are
// there.
func TestProductions(t *testing.T) {
	var names []string
	for _, p := range grammar.Productions() {
		if slices.Contains(names, p.Name) || len(p.Alternatives) == 0 {
			t.Errorf("%s is there twice, or is empty", p.Name)
		}
		names = append(names, p.Name)
		for line := range strings.Lines(p.String()) {
			if len(line) > 120 {
				t.Errorf("a line of %s is too long: %s", p.Name, line)
			}
		}
	}
	for _, want := range []string{"Script", "Event", "Packet", "Tcp", "SystemCall", "Structure"} {
		if !slices.Contains(names, want) {
			t.Errorf("there is no production %s", want)
		}
	}
}

// TestWhere holds that a refusal names the token.
func TestWhere(t *testing.T) {
	deep := "+0 f(" + strings.Repeat("[", 150) + strings.Repeat("]", 150) + ") = 0"
	for _, test := range []struct{ text, place string }{
		{"+0 close(3) 0\n", "+"},
		{"+0 < . 1:1(0) win 5 ack 1", "ack"},
		{"+0 close(3) = 0\n--mtu=1500", "--mtu"},
		{"+0 < S 0:0(0) win 1000 \x01", "\x01"},
		{deep, "["},
		{"--mtu=1500\n", ""},
	} {
		err := grammar.Check(lang.Parse(source.NewFile("script.pkt", test.text), nil))
		refusal, ok := err.(*grammar.Error)
		if !ok {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		if got := test.text[refusal.Range.Start:refusal.Range.End]; got != test.place || refusal.Message == "" {
			t.Errorf("%q: refused at %q (%v), want %q", test.text, got, refusal, test.place)
		}
	}
}

// TestDefinitions holds that what a definition stands for is no keyword.
func TestDefinitions(t *testing.T) {
	for text, accepted := range map[string]bool{
		"--define=W=1000\n+0 < S 0:0(0) win W":       true,
		"--define=win=1000\n+0 < S 0:0(0) win 1000":  true, // a keyword cannot be defined
		"--define=KEY=win\n+0 < S 0:0(0) KEY 1000":   false,
		"--define=W=\"text\"\n+0 < S 0:0(0) win W":   false,
		"--define=CALL=close\n+0 CALL(3) = 0":        true,
		"--define=FD=3\n+0 close(FD) = RESULT":       true,
		"--define=F=S\n+0 > F. 0:0(0) ack 1 <...>":   true,
		"--define=F=icmp\n+0 > F echo_request id 1 ": false,
	} {
		err := grammar.Check(lang.Parse(source.NewFile("script.pkt", text), nil))
		if (err == nil) != accepted {
			t.Errorf("%q: %v", text, err)
		}
		if difference := judge(text); difference != "" {
			t.Errorf("%q: %s", text, difference)
		}
	}
}

// TestHostile holds that no nesting makes alternatives be tried again and again:
// the time would double with each bracket.
func TestHostile(t *testing.T) {
	const n = 48
	nested := func(before, opening, after string) string { return before + strings.Repeat(opening, n) + after }
	for _, text := range []string{
		nested("+0 > . 1:1(0) <dss a=", "(", ">"),
		nested("+0 > . 1:1(0) <dss ", "[{", ">"),
		nested("+0 f(", "a(", ""),
		nested("+0 f(", "a=", ""),
		nested("+0 f(", "{a, ", ""),
		nested("+0 f(", "{onoff=..., ", ""),
		nested("+0 f(", "{msg_name(...)=..., msg_iov(1)=[", " msg_control("),
		nested("+0 f(", "{msg_name(...)=..., msg_iov(1)=[", ""),
		nested("+0 f(", "{cmsg_level=", ""),
		nested("+0 f() = ", "a|[", ""),
		nested("+0 < (dscp ", "a(", ""),
	} {
		if grammar.Check(lang.Parse(source.NewFile("script.pkt", text), nil)) == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}
