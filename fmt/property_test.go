package format_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/lang"
)

// TestPromisesHoldForAnyScript writes scripts with white space wherever the
// language lets it be, formats them, and compares what they mean.
func TestPromisesHoldForAnyScript(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := script(t)
		if problems := format.Problems(parse(text)); len(problems) > 0 {
			t.Fatalf("the generator wrote a script that does not parse: %v\n%s", problems, text)
		}
		o := format.Options{Simplify: rapid.Bool().Draw(t, "simplify")}
		o.Indent = rapid.SampledFrom([]format.Indent{format.AsWritten, format.Spaces, format.Tabs}).Draw(t, "indent")
		o.LineEnd = rapid.SampledFrom([]format.LineEnd{format.OwnLineEnd, format.LF, format.CRLF}).Draw(t, "line end")
		o.NoFinalNewline = rapid.Bool().Draw(t, "no final newline")
		checkPromises(t, text, o)
		after, err := format.Source(parse(text), o)
		if err != nil {
			t.Fatal(err)
		}
		if difference := meaningDiffers(parse(text), parse(after)); difference != "" {
			t.Fatalf("the meaning changed: %s\nsource:\n%s\nresult:\n%s", difference, text, after)
		}
	})
}

// meaningDiffers compares syntax trees but for places in the text and the
// spelling of times.
func meaningDiffers(a, b *lang.Script) string {
	events := func(s *lang.Script) (roots [][]lang.Node) {
		for _, st := range s.Statements {
			roots = append(roots, st.Roots())
		}
		return roots
	}
	return cmp.Diff(events(a), events(b),
		cmp.Comparer(func(lang.Span, lang.Span) bool { return true }),
		cmp.Comparer(func(x, y lang.Decimal) bool { return x.Microseconds == y.Microseconds }),
		// Line ends in a command are those of the file.
		cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Text" },
			cmp.Comparer(func(x, y string) bool {
				return strings.ReplaceAll(x, "\r\n", "\n") == strings.ReplaceAll(y, "\r\n", "\n")
			})))
}

// script generates a script in paragraphs, with the habits of an author.
func script(t *rapid.T) string {
	var out strings.Builder
	newline := rapid.SampledFrom([]string{"\n", "\n", "\r\n"}).Draw(t, "newline")
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	out.WriteString(pick("start", "", "// c\n\n", "--ip_version=ipv4\n", "`./defaults.sh\n x`\n\n", "/* c */"))
	for range rapid.IntRange(1, 4).Draw(t, "paragraphs") {
		for range rapid.IntRange(1, 5).Draw(t, "events") {
			out.WriteString(pick("comment", "", "", "", "// c\n", "   // c  \n", "\t\t/* c\n  d */\n", "\n"))
			event(t, &out)
			out.WriteString(pick("after", "", "", " // c", "\t// long comment", "    // c", " /* c */", "  "))
			out.WriteString(pick("end", "\n", "\n", "\n", "\n\n", "\n\n\n"))
		}
	}
	out.WriteString(pick("last", "", "`cleanup`", "// c", "\n\n"))
	return strings.ReplaceAll(out.String(), "\n", newline)
}

// event writes one event, its parts apart by as many blanks as chance gives.
func event(t *rapid.T, out *strings.Builder) {
	gap := func() string {
		return rapid.SampledFrom([]string{" ", " ", " ", "  ", "   ", "\t"}).Draw(t, "gap")
	}
	none := func() string { return rapid.SampledFrom([]string{"", "", "", " ", "  "}).Draw(t, "tight gap") }
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	number := func() string { return pick("number", "1", "7", "101", "20001", "1000000001") }

	out.WriteString(pick("indent", "", " ", "   ", "    ", "\t"))
	outbound := rapid.Bool().Draw(t, "outbound packet")
	if outbound {
		out.WriteString(pick("time", "0", "+0", "+.1", "+0.1", "*", "+.01~+.2", "1~1.50", "+0.010", "1.0"))
	} else {
		out.WriteString(pick("time", "0", "+0", "+.1", "+0.10", "+ .002", "1.0"))
	}
	out.WriteString(gap())
	switch {
	case outbound:
		out.WriteString(">" + gap() + packet(pick, gap, none, number, false))
	case rapid.Bool().Draw(t, "packet"):
		out.WriteString("<" + gap() + packet(pick, gap, none, number, true))
	default:
		out.WriteString(call(pick, gap, none))
	}
}

type (
	picker func(label string, from ...string) string
	maker  func() string
)

func packet(pick picker, gap, none, number maker, inbound bool) string {
	var out strings.Builder
	out.WriteString(pick("ip", "", "", "", "[ect0]"+gap(), "(tos"+gap()+"0x10)"+gap()))
	if pick("transport", "tcp", "tcp", "tcp", "udp") == "udp" {
		return out.String() + "udp" + none() + "(" + none() + pick("payload", "0", "1000") + ")"
	}
	out.WriteString(pick("ports", "", "", "1000"+none()+">"+none()+"80"+gap()))
	left := pick("left", "1", "21", "4001")
	length := pick("length", "0", "0", "100")
	right := map[string]string{"10": "1", "210": "21", "40010": "4001", "1100": "101", "21100": "121",
		"4001100": "4101"}[left+length]
	out.WriteString(pick("flags", "S", "S.", ".", "P.", "SEW", "FP.", "-") + gap())
	out.WriteString(left + none() + ":" + none() + right + none() + "(" + none() + length + none() + ")")
	out.WriteString(pick("ack", "", gap()+"ack"+gap()+number()))
	win := gap() + "win" + gap() + pick("win", "5", "257", "65535")
	if inbound || pick("with win", "", "x") != "" {
		out.WriteString(win)
	}
	options := []string{"<" + none() + "mss" + gap() + "1460" + none() + "," + none() + "nop" + none() + "," + none() +
		"wscale" + gap() + "7" + none() + ">",
		"<nop,nop,TS" + gap() + "val" + gap() + "100" + gap() + "ecr" + gap() + "0>",
		"<sack" + gap() + "1" + none() + ":" + none() + "101" + gap() + "201:301,nop," + none() + "nop>"}
	if !inbound {
		options = append(options, "<"+none()+"..."+none()+">")
	}
	return out.String() + pick("options", append(options, "")...)
}

func call(pick picker, gap, none maker) string {
	line := func() string {
		return pick("line break", "", "", "", "\n   ", "\n\t\t\t   ", "\n", "// c\n      ", "\n\n ")
	}
	and := func() string { return none() + "," + none() + line() }
	return pick("action", "`cmd a\n  b`", "%{ assert a\n b }%",
		"write"+none()+"("+none()+"4"+and()+"..."+and()+"1000"+none()+")"+none()+"="+none()+"1000",
		"fcntl(4"+and()+"F_SETFL"+and()+"O_RDWR"+none()+"|"+none()+"O_NONBLOCK)"+gap()+"="+gap()+"0",
		"fcntl(4, F_GETFL) = 0x2"+none()+"("+none()+"flags O_RDWR"+none()+")",
		"connect(4, ..., ...) = -1"+gap()+"EINPROGRESS"+none()+"(Operation"+gap()+"now in progress)",
		"recvmsg(4"+and()+"{msg_name(...)=..."+and()+"msg_iov"+none()+"("+none()+"1)"+none()+"=["+none()+line()+"{..."+
			and()+"0}]"+and()+
			"msg_flags="+none()+"MSG_ERRQUEUE"+line()+"}"+and()+"0) = 0",
		"epoll_ctl(5, EPOLL_CTL_ADD, 4"+and()+"{"+line()+"events=EPOLLIN"+and()+"fd=4"+line()+"}) = 0")
}
