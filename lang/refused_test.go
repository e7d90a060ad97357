package lang

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// refused are scripts with one mistake each. The mistake stands between the
// marks « and »; a mark alone is an empty range. After the script come the
// code, a part of the message and, where there is one, the text that the first
// fix makes of the marked line.
var refused = []struct {
	name, script, code, message, fixed string
}{
	{"unknown option", "«--tolerance_usec»=4000", CodeScriptOption, "did you mean `--tolerance_usecs`",
		"--tolerance_usecs=4000"},
	{"option without its value", "«--mtu»", CodeScriptOption, "needs a value", ""},
	{"option with a value and without need of one", "--dry_run=«1»", CodeScriptOption, "takes no value", ""},
	{"option out of range", "--mtu=«10»", CodeScriptOption, "expected a whole number from 68 to 65535", ""},
	{"option that is none of its words", "--ip_version=«ip4»", CodeScriptOption,
		"expected ipv4, ipv4-mapped-ipv6 or ipv6", ""},
	{"option of the command line alone", "«--timeout»=3s", CodeScriptOption, "unknown option", ""},
	{"option with the value of a definition", "--tolerance_usecs=«A=1»", CodeScriptOption, `bad value "A=1"`, ""},
	{"definition without a value", "--define=«A»", CodeScriptOption, "no value is given", ""},
	{"option after an event", "+0 close(3) = 0\n«--mtu=1500»", CodeStructure, "before the first event", ""},
	{"unknown character", "+0 < S 0:0(0) win 10 «é»", CodeIllegalCharacter, "unexpected text", ""},
	{"NUL byte", "+0 < S 0:0(0) win 10 «\x00»", CodeIllegalCharacter, "byte 0x00", ""},
	{"unterminated string", "+0 write(3, «\"abc, 3) = 3»", CodeUnterminated, "string", ""},
	{"unterminated comment", "+0 close(3) = 0\n«/* abc»", CodeUnterminated, "comment", ""},
	{"unterminated command", "+0 «`sleep 1»", CodeUnterminated, "command", ""},
	{"unterminated code", "+0 «%{ print(1)»", CodeUnterminated, "code", ""},
	{"range of time backwards", "«+.2~+.1» > . 1:1(0) ack 1", CodeTimeBackwards, "backwards", ""},
	{"negative time", "«-1» close(3) = 0", CodeTimeForm, "negative", ""},
	{"any time inbound", "«*» < . 1:1(0) ack 1 win 10", CodeTimeForm, "any time", ""},
	{"any time of a call", "«*» close(3) = 0", CodeTimeForm, "any time", ""},
	{"range of time inbound", "«1~2» < . 1:1(0) ack 1 win 10", CodeTimeForm, "range of time", ""},
	{"range of time of a call", "«+0~+1» close(3) = 0", CodeTimeForm, "range of time", ""},
	{"half a relative range", "+0~«»1 > . 1:1(0) ack 1", CodeMissing, "missing `+`", "+0~+1 > . 1:1(0) ack 1"},
	{"options open inbound", "+0 < S 0:0(0) win 10 <«...»>", CodeInboundOnly, "can only be expected", ""},
	{"ect01 inbound", "+0 < [«ect01»] S 0:0(0) win 10", CodeInboundOnly, "can only be expected", ""},
	{"ECN of UDP", "+0 < [«ect0»] udp (10)", CodeInboundOnly, "ECN", ""},
	{"invalid flag", "+0 < «SX» 0:0(0) win 10", CodeFlags, "invalid TCP flag 'X'", ""},
	{"flag in lower case", "+0 < «s» 0:0(0) win 10", CodeFlags, "upper case", "+0 < S 0:0(0) win 10"},
	{"ACE digit with E", "+0 < «E.5» 1:1(0) ack 1 win 10", CodeFlags, "one way only", ""},
	{"ACE digit with W", "+0 < «W5» 1:1(0) ack 1 win 10", CodeFlags, "one way only", ""},
	{"ACE digit with A", "+0 < «A.5» 1:1(0) ack 1 win 10", CodeFlags, "one way only", ""},
	{"two ACE digits", "+0 < «.55» 1:1(0) ack 1 win 10", CodeFlags, "given twice", ""},
	{"length of a range", "+0 < P. «1:1001(100)» ack 1 win 10", CodeSequenceLength, "is 1000, but the length says 100",
		"+0 < P. 1:1001(1000) ack 1 win 10"},
	{"range that wraps around", "+0 < P. «4294967295:0(1)» ack 1 win 10", CodeSequenceLength, "wraps around", ""},
	{"missing length", "+0 < P. 1:1001«» ack 1 win 10", CodeMissing, "length is missing",
		"+0 < P. 1:1001(1000) ack 1 win 10"},
	{"sequence number out of range", "+0 < P. «4294967296»:1(0) ack 1 win 10", CodeOutOfRange,
		"first sequence number", ""},
	{"length out of range", "+0 < P. 1:70001(«70000») ack 1 win 10", CodeOutOfRange, "payload", ""},
	{"ack out of range", "+0 > . 1:1(0) ack «4294967296»", CodeOutOfRange, "acknowledgment", ""},
	{"window out of range", "+0 < S 0:0(0) win «65536»", CodeOutOfRange, "window", ""},
	{"urgent pointer out of range", "+0 < PU. 1:2(1) ack 1 win 10 urg «65536»", CodeOutOfRange, "urgent", ""},
	{"mss out of range", "+0 > S 0:0(0) <mss «65536»>", CodeOutOfRange, "segment size", ""},
	{"window scale out of range", "+0 > S 0:0(0) <nop,wscale «256»>", CodeOutOfRange, "scale", ""},
	{"timestamp out of range", "+0 > S 0:0(0) <nop,nop,TS val «4294967296» ecr 0>", CodeOutOfRange, "timestamp", ""},
	{"SACK edge out of range", "+0 > . 1:1(0) ack 1 <nop,nop,sack 1:«4294967296»>", CodeOutOfRange, "SACK", ""},
	{"AccECN counter out of range", "+0 > . 1:1(0) ack 1 <ECN e0b «16777216» ceb 0,nop,nop,nop,nop>",
		CodeOutOfRange, "24 bits", ""},
	{"port out of range", "+0 < «65536» > 80 S 0:0(0) win 10", CodeOutOfRange, "source port", ""},
	{"TOS out of range", "+0 > (tos «0x100») S 0:0(0)", CodeOutOfRange, "TOS", ""},
	{"TOS in decimal", "+0 > (tos «16») S 0:0(0)", CodeUnexpected, "hexadecimal", "+0 > (tos 0x10) S 0:0(0)"},
	{"flow label out of range", "+0 > (flowlabel «0x100000») S 0:0(0)", CodeOutOfRange, "20 bits", ""},
	{"MPLS label out of range", "+0 < mpls (label «1048576», tc 0, [S], ttl 1): udp (1)",
		CodeOutOfRange, "20 bits", ""},
	{"MPLS class out of range", "+0 < mpls (label 1, tc «8», [S], ttl 1): udp (1)", CodeOutOfRange, "3 bits", ""},
	{"MPLS TTL out of range", "+0 < mpls (label 1, tc 0, [S], ttl «256»): udp (1)", CodeOutOfRange, "TTL", ""},
	{"UDP length out of range", "+0 < udp («65536»)", CodeOutOfRange, "UDP", ""},
	{"missing window", "+0 < . 1:1(0) ack 1«»", CodeMissingWindow, "needs its window", "+0 < . 1:1(0) ack 1 win 65535"},
	{"options not padded", "+0 < S 0:0(0) win 10 «<wscale 7>»", CodeOptionsLength, "3 bytes",
		"+0 < S 0:0(0) win 10 <wscale 7,nop>"},
	{"options too long", "+0 > . 1:1(0) ack 1 «<sack 1:2 3:4 5:6 7:8 9:10,nop,nop>»",
		CodeOptionsLength, "44 bytes", ""},
	{"odd cookie", "+0 < S 0:0(0) win 10 <FO «abc»,nop,nop>", CodeHexBlob, "odd number", ""},
	{"cookie not hex", "+0 < S 0:0(0) win 10 <FO «xyz1»,nop,nop>", CodeHexBlob, "hex digits", ""},
	{"cookie too long", "+0 < S 0:0(0) win 10 <FO «" + strings.Repeat("ab", 39) + "»>", CodeHexBlob, "too long", ""},
	{"digest too long", "+0 < S 0:0(0) win 10 <md5 «" + strings.Repeat("ab", 17) + "»,nop>",
		CodeHexBlob, "too long", ""},
	{"unknown TCP option", "+0 < S 0:0(0) win 10 <mss 10,«sackOk»,nop,nop>", CodeUnknownWord, "did you mean `sackOK`",
		"+0 < S 0:0(0) win 10 <mss 10,sackOK,nop,nop>"},
	{"unknown ICMP type", "+0 < icmp «unreacheable» host_unreachable [1:11(10)]", CodeICMP,
		"did you mean `unreachable`", "+0 < icmp unreachable host_unreachable [1:11(10)]"},
	{"unknown ICMP code", "+0 < icmp unreachable «host_unreacheable» [1:11(10)]", CodeICMP,
		"did you mean `host_unreachable`", "+0 < icmp unreachable host_unreachable [1:11(10)]"},
	{"MTU where none is carried", "+0 < icmp unreachable host_unreachable «mtu 1400» [1:11(10)]", CodeICMP,
		"carry an MTU", ""},
	{"bad IPv4 address", "+0 bind(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=«inet_addr(\"1.2.3\")»}, 16) = 0",
		CodeAddress, "not an IPv4 address", ""},
	{"bad IPv6 address", "+0 setsockopt(3, SOL_IPV6, 1, inet6_addr(«\"1::2::3\"»), 16) = 0", CodeAddress,
		"not an IPv6 address", ""},
	{"bad outer address", "+0 < ipv4 «1.2.3.400» > 1.2.3.4: udp (1)", CodeAddress, "not an IPv4 address", ""},
	{"fields in another order", "+0 < . 1:1(0) «win 10 ack 1»", CodeOrder, "wrong order", "+0 < . 1:1(0) ack 1 win 10"},
	{"direction twice", "+0 > «>» . 1:1(0) ack 1", CodeUnexpected, "TCP flags", ""},
	{"named address without direction", "+0 > addr[a]«» . 1:1(0) ack 1", CodeMissing, "missing `>`",
		"+0 > addr[a] > . 1:1(0) ack 1"},
	{"named address without its end", "+0 > addr[a«» > addr[b] . 1:1(0) ack 1", CodeMissing, "missing `]`",
		"+0 > addr[a] > addr[b] . 1:1(0) ack 1"},
	{"TTL twice", "+0 > (ttl 3, «ttl 4») . 1:1(0) ack 1", CodeOrder, "given twice", ""},
	{"ECN twice", "+0 > [ect0, «ect1»] . 1:1(0) ack 1", CodeOrder, "given twice", ""},
	{"echoed packet twice", "+0 < [1:2(1)] icmp unreachable host_unreachable «[1:2(1)]»", CodeOrder, "given twice", ""},
	{"missing parenthesis", "+0 close(3«» = 0", CodeMissing, "missing `)`", "+0 close(3) = 0"},
	{"missing comma", "+0 listen(3«» 1) = 0", CodeMissing, "missing `,`", "+0 listen(3, 1) = 0"},
	{"missing result", "+0 close(3)«»", CodeUnexpected, "`=` and the result", ""},
	{"missing text of an errno", "+0 close(3) = -1 EBADF«»", CodeMissing, "text of `EBADF`",
		"+0 close(3) = -1 EBADF (Bad file descriptor)"},
	{"missing time", "+0 close(3) = 0\n«<» S 0:0(0) win 10", CodeMissing, "time of the event is missing",
		"+0 < S 0:0(0) win 10"},
	{"misspelt field", "+0 poll([{fd=3, «evnts»=POLLIN}], 1, 0) = 0", CodeUnknownWord, "did you mean `events`",
		"+0 poll([{fd=3, events=POLLIN}], 1, 0) = 0"},
	{"unknown escape", "+0 write(3, «\"a\\q\"», 2) = 2", CodeEscape, "unknown escape", ""},
	{"trailing words", "+0 < S 0:0(0) win 10 <mss 10> «what» is this", CodeUnexpected,
		"after the end of the packet", ""},
	{"command in the middle", "+0 close(3) = 0\n«`true`»\n+0 close(4) = 0", CodeStructure,
		"give it a time", "+0 `true`"},
	{"no events", "«--mtu=1500»", CodeNoEvents, "no events", ""},
}

// unmarked cuts the marks out of a text and returns the range between them.
func unmarked(text string) (string, source.Range) {
	start := strings.Index(text, "«")
	text = strings.Replace(text, "«", "", 1)
	end := strings.Index(text, "»")
	return strings.Replace(text, "»", "", 1), source.Range{Start: start, End: end}
}

// TestRefused also holds that one bad event spoils neither the one before nor
// the one after.
func TestRefused(t *testing.T) {
	for _, c := range refused {
		t.Run(c.name, func(t *testing.T) {
			text, at := unmarked(c.script)
			before, after := "", "\n+0 close(9) = 0\n"
			if !strings.HasPrefix(text, "--") && !strings.Contains(text, "\n`") {
				before = "+0 close(8) = 0\n"
			}
			if c.code == CodeNoEvents {
				after = ""
			}
			script := Parse(source.NewFile("t.pkt", before+text+after), nil)
			ds := script.Diagnostics()
			if len(ds) != 1 {
				t.Fatalf("%d diagnostics, want 1: %s", len(ds), messages(ds))
			}
			d := ds[0]
			want := at.Shift(len(before))
			if d.Code != c.code || d.Range != want || !strings.Contains(d.Message, c.message) ||
				d.Severity != diag.Error {
				t.Errorf("%s %v %v %q, want %s %v %q", d.Code, d.Severity, d.Range, d.Message, c.code, want, c.message)
			}
			if after != "" {
				checkClose(t, script, len(script.Statements)-2, "9")
			}
			if before != "" {
				checkClose(t, script, 0, "8")
			}
			checkFix(t, script.File, d, c.fixed)
		})
	}
}

func checkFix(t *testing.T, f *source.File, d diag.Diagnostic, want string) {
	t.Helper()
	if want == "" {
		return
	}
	if len(d.Fixes) == 0 {
		t.Fatal("no fix")
	}
	fixed, err := source.Apply(f.Text, d.Fixes[0].Edits)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(fixed, want+"\n") {
		t.Errorf("the fix makes %q, want %q in it", fixed, want)
	}
	for _, d := range Parse(source.NewFile("fixed.pkt", fixed), nil).Diagnostics() {
		t.Errorf("the fix leaves: %s", d.Message)
	}
}

// checkClose holds that the statement at an index is close(descriptor) = 0.
func checkClose(t *testing.T, s *Script, index int, descriptor string) {
	t.Helper()
	call, ok := s.Statements[index].Action.(*SystemCall)
	if !ok || call.Name.Name != "close" || call.Args[0].(*Number).Text != descriptor {
		t.Errorf("statement %d is not close(%s): %+v", index, descriptor, s.Statements[index])
	}
}

// What a structure begins with, misspelt, is said once and does not hide the
// rest of the structure.
func TestMisspeltStructures(t *testing.T) {
	for _, structure := range []string{
		`{sa_famly=AF_INET, sin_port=htons(80), sin_addr=inet_addr("1.2.3.4")}`,
		"{msg_nme(...)=..., msg_iov(1)=[{..., 5}], msg_flags=0}", "{event=EPOLLIN, fd=4}", "{on_off=1, linger=2}",
		"{ee_erno=1, ee_origin=1, ee_type=1, ee_code=1, ee_info=1, ee_data=1}",
		"[{cmsg_levl=SOL_SOCKET, cmsg_type=1, cmsg_data=1}]",
	} {
		ds := Parse(source.NewFile("t.pkt", "0 call(3, "+structure+") = 0\n"), nil).Diagnostics()
		if len(ds) != 1 || ds[0].Code != CodeUnknownWord || len(ds[0].Fixes) != 1 {
			t.Errorf("%s: want one error with a fix: %s", structure, messages(ds))
		}
	}
}

func messages(ds []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "\n%v %s: %s", d.Range, d.Code, d.Message)
	}
	return b.String()
}

func TestDoubledFlagIsOnlyAWarning(t *testing.T) {
	ds := Parse(source.NewFile("t.pkt", "+0 < SS 0:0(0) win 10\n"), nil).Diagnostics()
	if len(ds) != 1 || ds[0].Code != CodeFlags || ds[0].Severity != diag.Warning {
		t.Errorf("want one warning, as google/packetdrill accepts it: %s", messages(ds))
	}
}

func TestDefinitionsThatWereNotGiven(t *testing.T) {
	const script = "+0 < S 0:0(0) win 10 <mss MSS,FO COOKIE>\n"
	missing := Parse(source.NewFile("t.pkt", script), nil).Diagnostics()
	for i, name := range []string{"MSS", "COOKIE"} {
		at := strings.Index(script, " "+name) + 1
		want := source.Range{Start: at, End: at + len(name)}
		if len(missing) != 2 || missing[i].Code != CodePendingName || missing[i].Severity != diag.Info ||
			missing[i].Range != want {
			t.Fatalf("want an information about each of the two names: %s", messages(missing))
		}
	}
	given := Parse(source.NewFile("t.pkt", script), Definitions{"MSS": "1000", "COOKIE": "0123"})
	if ds := given.Diagnostics(); len(ds) > 0 {
		t.Error(messages(ds))
	}
	options := given.Statements[0].Action.(*Packet).TCP().Options.List
	if v := options[0].(*MSS).Value; v.Value != 1000 || v.Text != "MSS" || !v.Defined {
		t.Errorf("mss is %+v", v)
	}
	if c := options[1].(*FastOpen).Cookie; string(c.Bytes) != "\x01\x23" {
		t.Errorf("cookie is %+v", c)
	}
}

func TestCodesHaveExamples(t *testing.T) {
	for _, c := range Codes() {
		if c.Bad == "" {
			continue
		}
		found := false
		for _, d := range Parse(source.NewFile("bad.pkt", c.Bad+"\n"), nil).Diagnostics() {
			found = found || d.Code == c.Code
		}
		if !found {
			t.Errorf("%s: the bad example does not give it", c.Code)
		}
		if ds := Parse(source.NewFile("good.pkt", c.Good+"\n"), nil).Diagnostics(); len(ds) > 0 {
			t.Errorf("%s: the good example: %s", c.Code, messages(ds))
		}
	}
}

func TestDefinitionsFromOutsideWin(t *testing.T) {
	script := Parse(source.NewFile("t.pkt",
		"--define=WINDOW=10\n--define=OTHER=20\n+0 < S 0:0(0) win WINDOW\n+0 < S 0:0(0) win OTHER\n"),
		Definitions{"WINDOW": "30"})
	if ds := script.Diagnostics(); len(ds) > 0 {
		t.Fatal(messages(ds))
	}
	for i, want := range []int64{30, 20} {
		if got := script.Events()[i].Action.(*Packet).TCP().Win.Value; got != want {
			t.Errorf("window %d is %d, want %d", i, got, want)
		}
	}
}

// The words of a definition are those of --define alone.
func TestOnlyDefineDefines(t *testing.T) {
	script := Parse(source.NewFile("t.pkt", "--code_command=A=1\n+0 < S 0:0(0) win A\n"), nil)
	if len(script.Definitions) > 0 || script.Statements[0].Option.Value.Text != "A=1" {
		t.Errorf("%v, and the value %q", script.Definitions, script.Statements[0].Option.Value.Text)
	}
}

func TestDefinitionsFromOutsideThatGiveWay(t *testing.T) {
	outer := Outer{Weaker: Definitions{"A": "1", "B": "1", "C": "1"}, Stronger: Definitions{"C": "3"}}
	const text = "--define=B=2\n--define=C=2\n+0 < A > B S 0:0(0) win C\n"
	script := ParseIn(source.NewFile("t.pkt", text), outer)
	check := func(s *Script) {
		t.Helper()
		p := s.Events()[0].Action.(*Packet)
		if p.Ports.Source.Value != 1 || p.Ports.Destination.Value != 2 || p.TCP().Win.Value != 3 {
			t.Errorf("%+v", s.Definitions)
		}
	}
	check(script)
	edited, err := script.Edit(source.Edit{Range: source.Range{Start: len(text), End: len(text)},
		New: "\n+0 close(3) = 0"})
	if err != nil {
		t.Fatal(err)
	}
	check(edited)
}
