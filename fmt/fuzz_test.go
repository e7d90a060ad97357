package format_test

import (
	"strings"
	"testing"

	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

func parse(text string) *lang.Script {
	return lang.Parse(source.NewFile("test.pkt", text), nil)
}

// FuzzSource holds what Source promises of any input: it keeps every token, it
// leaves its own result alone, and its edits lead to the same text.
func FuzzSource(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, text string, simplify bool) {
		checkPromises(t, text, format.Options{Simplify: simplify})
	})
}

func checkPromises(t interface{ Fatalf(string, ...any) }, text string, o format.Options) {
	script := parse(text)
	once, err := format.Source(script, o)
	if err != nil {
		t.Fatalf("%v\nsource:\n%q", err, text)
	}
	before, after := text, once
	if o.LineEnd != format.OwnLineEnd {
		before, after = strings.ReplaceAll(text, "\r\n", "\n"), strings.ReplaceAll(once, "\r\n", "\n")
	}
	// Broken quotes mean one thing to the lexer, which gives up at the end of
	// the line, and another to the checker.
	if difference := compareAtoms(before, after); difference != "" && !o.Simplify && len(format.Problems(script)) == 0 {
		t.Fatalf("more than white space changed: %s\nsource:\n%q\nresult:\n%q", difference, text, once)
	}
	twice, err := format.Source(parse(once), o)
	if err != nil {
		t.Fatalf("second pass: %v\nsource:\n%q\nfirst pass:\n%q", err, text, once)
	}
	if twice != once {
		t.Fatalf("the second pass changed the result of the first\nsource:\n%q\nfirst:\n%q\nsecond:\n%q",
			text, once, twice)
	}
	edited, err := source.Apply(text, format.Edits(script, o))
	if err != nil {
		t.Fatalf("the edits do not fit together: %v\nsource:\n%q", err, text)
	}
	if edited != once {
		t.Fatalf("the edits lead to another text\nsource:\n%q\nresult:\n%q\nedited:\n%q", text, once, edited)
	}
}

var fuzzSeeds = []string{
	".0A()=0", "--mtu=A=00", "0 A(0) = -0A()", "0  //\n``", "\r\n/*\n0*/", "+\n00>A 0:0(0)",
	"--ip_version=ipv4 --define A=\"x\"\n`init`\n0 socket ( ..., SOCK_STREAM , IPPROTO_TCP ) = 3 // c\n\n\n\n`cleanup`",
	"+0 < S 0:0(0) win 1000 <mss 1460, nop,  wscale 7>\n+0.10~+0.200 > S.  0:0(0)   ack 1 <...>\n* > . 1:1(0) ack 1\n",
	"+0 <  . 1:101(100)   ack 1 win 4\n+0 <  . 101:20001(19900) ack 1 win 4\n+0 < P. 301:401(100) ack 1 win 4\n",
	"+0...0.1 recvmsg(3, {msg_name(...)=...,\n\t\tmsg_iov(1)=[{...,0}], // c\n  msg_flags=MSG_A | MSG_B,\n" +
		"msg_control=[\n]}, 0) = 0\r\n/* c\n */ +0 close(3) = -1 EBADF(Bad file)",
	"+0 foo(\n+0 close(3) = 0\n+0 bar bar   bar\n#ifdef X\n+0 close(4) = 0\n#endif\n",
	"+0 < sctp: INIT[flgs=0 , tag=1,  a_rwnd=...]\n+0 > udp ( 1000 )\n+0 %{ a\n b }% // c\n+0 `x\ny`   // d\n",
	"+0 < ipv4 1.2.3.4 > 5.6.7.8 : gre : . 1:1(0) ack 1 win 5\n+0 > icmp unreachable frag_needed mtu 1 [1 : 2 (1)]\n",
	"\ufeff+0 > P.5 1:1(0) ack 1 <ECN e0b 1 ceb 0 e1b 1 , nop>\n +.1 write ( 3 , \"a\" \"b\" , 2 ) = 2",
}
