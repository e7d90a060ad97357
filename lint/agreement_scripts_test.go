package lint_test

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rules"
)

// event is one that nothing is wrong with, to make a script of other lines.
const event = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"

// versions are the options that choose a version of IP, and none.
var versions = []string{"", "--ip_version=ipv4\n", "--ip_version=\"ipv4-mapped-ipv6\"\n", "--ip_version=ipv6\n"}

// optionScripts give every option every kind of value, those at and beyond the
// ends of its range among them.
func optionScripts() []string {
	var out []string
	for _, o := range vocab.Options(vocab.Anyone) {
		out = append(out, "--"+o.Name+"\n"+event, "--"+o.Name+"=\n"+event)
		for _, v := range materialIn("values") {
			out = append(out, "--"+o.Name+"="+v+"\n"+event)
		}
		for _, n := range []int64{o.Low - 1, o.Low, o.High, o.High + 1} {
			out = append(out, fmt.Sprintf("--%s=%d\n%s", o.Name, n, event))
		}
		out = append(out, "--"+o.Name[1:]+"=1\n"+event, event+"--"+o.Name+"=1\n")
	}
	// Addresses depend on the version of IP, and on one another.
	for _, version := range versions {
		for _, address := range []string{"192.168.0.7", "fd00::7", "192.0.2.1", "2001:db8::1"} {
			for _, option := range []string{"local_ip", "remote_ip", "gateway_ip"} {
				one := "--" + option + "=" + address + "\n"
				out = append(out, version+one+event, one+version+event, version+one+"--remote_ip=192.168.0.7\n"+event)
			}
		}
	}
	return append(out, "--mtu=1500\n", "--mtu=10\n--mtu=1500\n"+event, "--no_such_option\n--mtu=1\n"+event)
}

// timeScripts pair all forms of times, for all kinds of events.
func timeScripts() []string {
	times := []string{
		"0", "0.0", ".010", ".009", "+0", "+.1", "-1", "*", "0~1", ".5~.2", "+0~+.2", "+.2~+.1", "0~+.1", "1",
		"1...0.5", "+0...0.2", "1...2",
	}
	actions := []string{
		"`true`", "%{ pass }%", "< S 0:0(0) win 1", "> S. 0:0(0) ack 1 <...>", "close(7) = 0", "bnd(",
		"socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
	}
	var out []string
	for _, first := range times {
		for _, action := range actions {
			out = append(out, first+" "+action+"\n")
			for _, second := range times {
				out = append(out,
					first+" "+action+"\n"+second+" > . 1:1(0) ack 1\n",
					"0 `true`\n"+first+" `true`\n"+second+" "+action+"\n")
			}
		}
	}
	return out
}

//go:embed testdata/agreement
var materials embed.FS

// materialIn are the lines of a file of testdata/agreement.
func materialIn(name string) []string {
	text, err := materials.ReadFile("testdata/agreement/" + name + ".txt")
	if err != nil {
		panic(err)
	}
	return strings.Split(strings.TrimRight(string(text), "\n"), "\n")
}

// expressions are what an argument or a result may be.
var expressions = materialIn("expressions")

// goodCalls are calls that nothing is wrong with where 3 is a socket, 4 a
// connection and 9 free.
var goodCalls = materialIn("calls")

// opened makes the descriptors 3 to 7 known.
const openDescriptors = event + "+0 open(\"a\", O_RDWR) = 4\n+0 epoll_create(1) = 5\n+0 pipe([6, 7]) = 0\n"

// resultEnds are results with and without an errno.
var resultEnds = []string{
	"-1", "-1 EAGAIN (Resource temporarily unavailable)", "-1 EAGIN (x)", "-1 EXX", "0 EAGAIN (x)", "", "1.5",
}

var callForm = regexp.MustCompile(`^(\w+)\((.*)\) = (.*)$`)

// callScripts put every expression in every place of every call.
func callScripts() []string {
	var out []string
	add := func(call string) { out = append(out, openDescriptors+"+0 "+call+"\n+0 close(3) = 0\n") }
	for i, call := range goodCalls {
		add(call)
		m := callForm.FindStringSubmatch(call)
		name, args, result := m[1], splitArguments(m[2]), m[3]
		with := func(args []string) string { return name + "(" + strings.Join(args, ", ") + ") = " + result }
		for i := range args {
			for _, e := range expressions {
				changed := slices.Clone(args)
				changed[i] = e
				add(with(changed))
			}
			add(with(slices.Delete(slices.Clone(args), i, i+1)))
		}
		add(with(append(slices.Clone(args), "0")))
		results := expressions
		if i%8 != 0 {
			results = expressions[:16] // most results are read in the same way, whatever the call
		}
		for _, e := range results {
			add(name + "(" + m[2] + ") = " + e)
		}
		for _, end := range resultEnds {
			add(name + "(" + m[2] + ") = " + end)
		}
		for _, other := range []string{name[1:], name + "x", strings.ToUpper(name), "sctp_sendv", "kevent"} {
			add(other + "(" + m[2] + ") = " + result)
		}
		out = append(out, event+"+0...0.5 "+call+"\n")
	}
	return out
}

// splitArguments parts a list at the commas outside of brackets.
func splitArguments(list string) []string {
	var out []string
	depth, start := 0, 0
	for i, c := range list {
		switch {
		case strings.ContainsRune("([{", c):
			depth++
		case strings.ContainsRune(")]}", c):
			depth--
		case c == ',' && depth == 0:
			out = append(out, strings.TrimSpace(list[start:i]))
			start = i + 1
		}
	}
	return append(out, strings.TrimSpace(list[start:]))
}

// goodPackets are packets that nothing is wrong with; numbers in them are
// replaced.
var goodPackets = materialIn("packets")

// oddPackets are whole packets with one mistake or of another dialect.
var oddPackets = materialIn("odd-packets")

// numbers are those at the ends of what fields hold, and what is none.
var numbers = []string{
	"0", "1", "7", "8", "255", "256", "65535", "65536", "70000", "1048576", "16777216", "4294967295", "4294967296",
	"99999999999999999999", "-1", "N", "NUMBER",
}

var number = regexp.MustCompile(`\b\d+\b`)

// packetScripts replace every number of every packet, and give ICMP messages
// every type and code, over every version of IP.
func packetScripts() []string {
	var packets []string
	for _, p := range goodPackets {
		packets = append(packets, p)
		for _, at := range number.FindAllStringIndex(p, -1) {
			for _, n := range numbers {
				packets = append(packets, p[:at[0]]+n+p[at[1]:])
			}
		}
	}
	packets = append(packets, oddPackets...)
	names := map[string]bool{"": true, "code_4": true, "no_such_code": true}
	for _, t := range vocab.ICMPTypes() {
		for _, c := range t.Codes {
			names[c.Name] = true
		}
	}
	for _, t := range append([]string{"type_2", "type_3"}, typeNames()...) {
		for code := range names {
			for _, mtu := range []string{"", " mtu 1400", " mtu 70000"} {
				packets = append(packets, strings.Join(strings.Fields("< icmp "+t+" "+code+mtu+" [1:2(1)]"), " "))
			}
		}
	}
	slices.Sort(packets)
	var out []string
	for _, p := range slices.Compact(packets) {
		for _, version := range versions {
			out = append(out, version+event+"+0 "+p+"\n")
		}
	}
	return out
}

func typeNames() []string {
	var out []string
	for _, t := range vocab.ICMPTypes() {
		out = append(out, t.Name)
	}
	return out
}

// exampleScripts are those of the pages of rules and syntax errors, without
// suppressions.
func exampleScripts() []string {
	var out []string
	for _, r := range rules.All() {
		for _, text := range []string{r.Bad, r.Good} {
			out = append(out, strings.ReplaceAll(text, "pkt:ignore", ""))
		}
	}
	for _, c := range lang.Codes() {
		if c.Bad != "" {
			out = append(out, c.Bad+"\n", c.Good+"\n")
		}
	}
	return out
}

var token = regexp.MustCompile(`[A-Za-z_]\w*|\d+|\s+|.`)

// randomScript is a script of lines that are right by themselves, with a few
// mistakes in its tokens.
func randomScript(t *rapid.T) string {
	var text strings.Builder
	if rapid.Bool().Draw(t, "option") {
		options := append([]string{"--mtu=1500\n", "--define=CODE=frag_needed\n", "--local_ip=10.0.0.1\n"}, versions...)
		text.WriteString(rapid.SampledFrom(options).Draw(t, "which"))
	}
	opened := rapid.Bool().Draw(t, "opened")
	if opened {
		text.WriteString(openDescriptors)
	}
	for i := range rapid.IntRange(1, 6).Draw(t, "lines") {
		at := "+0"
		if i == 0 && !opened {
			at = "0"
		}
		if rapid.IntRange(0, 9).Draw(t, "other time") == 0 {
			times := []string{".01", ".009", "1", "+.1", "*", "0~1", "+0~+.1", "+0...0.3"}
			at = rapid.SampledFrom(times).Draw(t, "time")
		}
		line := rapid.SampledFrom(slices.Concat(goodCalls, goodPackets, oddPackets)).Draw(t, "line")
		text.WriteString(at + " " + line + "\n")
	}
	tokens := token.FindAllString(text.String(), -1)
	for range rapid.IntRange(0, 3).Draw(t, "mistakes") {
		i := rapid.IntRange(0, len(tokens)-1).Draw(t, "at")
		switch rapid.IntRange(0, 4).Draw(t, "mistake") {
		case 0:
			tokens[i] = ""
		case 1:
			tokens[i] += " " + tokens[i]
		case 2:
			j := rapid.IntRange(0, len(tokens)-1).Draw(t, "with")
			tokens[i], tokens[j] = tokens[j], tokens[i]
		case 3:
			tokens[i] = strconv.FormatInt(rapid.Int64().Draw(t, "number"), 10)
		case 4:
			tokens[i] = rapid.SampledFrom(expressions).Draw(t, "expression")
		}
	}
	return strings.Join(tokens, "")
}
