package dump_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/dump"
	"github.com/pktlang/pkt/lang/source"
)

// everything has a node of each kind of the base dialect.
const everything = `--mtu=1400
--define=NAME=3
` + "`true`" + `
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = NAME
+0 bind(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("1.2.3.4")}, 16) = 0
+0 setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=5}, 8) = 0
+0 sendmsg(3, {msg_name(...)=..., msg_iov(1)=[{..., 10}], msg_flags=0,
               msg_control=[{cmsg_level=SOL_IP, cmsg_type=IP_TOS, cmsg_data=0x2}]}, 0) = 10
+0 poll([{fd=3, events=POLLIN, revents=0}], 1, 0) = 0
+0 epoll_ctl(4, EPOLL_CTL_ADD, 3, {events=EPOLLIN|EPOLLET, ptr=7}) = 0
+0...0.2 read(3, "abc" "def", 6) = -1 EAGAIN (Try again)
+.1 < [ect0] 1000 > 80 S. 0:1(1) ack 1 win 5 <mss 1400,nop,wscale 7,sackOK,TS val 1 ecr 0,eol,nop,nop,nop>
+0~+.2 > ipv4 1.1.1.1 > 2.2.2.2: gre: P. 1:2(1) ack 1 <sack 1:2 3:4,FO abcd,nop,nop>
* > udp (10)
+0 < icmp unreachable frag_needed mtu 1200 [1:2(1)]
+0 ` + "`echo`" + `
+0 %{ assert True }%
// the end
`

func parse(t *testing.T, text string) *lang.Script {
	t.Helper()
	return lang.Parse(source.NewFile("all.pkt", text), nil)
}

// walk calls visit for every object of a kind below v, with the one around it.
func walk(v any, around map[string]any, visit func(node, around map[string]any)) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			walk(e, around, visit)
		}
	case map[string]any:
		if v["kind"] != nil {
			visit(v, around)
			around = v
		}
		for _, e := range v {
			walk(e, around, visit)
		}
	}
}

func offsets(node map[string]any) (start, end int) {
	r := node["range"].(map[string]any)
	offset := func(name string) int { return int(r[name].(map[string]any)["offset"].(float64)) }
	return offset("start"), offset("end")
}

func TestJSONHasEveryNodeInItsPlace(t *testing.T) {
	script := parse(t, everything)
	if ds := script.Diagnostics(); len(ds) > 0 {
		t.Fatalf("the script has errors: %+v", ds)
	}
	var out bytes.Buffer
	if err := dump.JSON(&out, script); err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(out.Bytes(), &tree); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, out.String())
	}
	kinds := map[string]int{}
	walk(tree, nil, func(node, around map[string]any) {
		kinds[node["kind"].(string)]++
		start, end := offsets(node)
		if start > end || end > len(everything) {
			t.Errorf("%v has the range %d to %d", node["kind"], start, end)
		}
		if around == nil || node["kind"] == "Comment" {
			return // comments stand around their statement
		}
		if from, to := offsets(around); start < from || end > to {
			t.Errorf("%v at %d to %d is not inside its %v at %d to %d", node["kind"], start, end,
				around["kind"], from, to)
		}
	})
	for _, kind := range []string{
		"OptionStatement", "InitStatement", "EventStatement", "EndStatement", "Comment", "Option", "Time", "Decimal",
		"SystemCall", "Ellipsis", "Word", "Number", "String", "Or", "Sockaddr", "InetAddress", "Linger",
		"MsgHdr", "Iovec",
		"ControlMessage", "PollFD", "EpollEvent", "Array", "Note", "Packet", "IPInfo", "Ports", "TCP", "Flags",
		"SequenceRange", "TCPOptions", "MSS", "NoOperation", "WindowScale", "SACKPermitted", "Timestamps", "EndOfList",
		"SACK", "SACKBlock", "FastOpen", "HexBlob", "IPHeader", "Address", "GRE", "UDP", "ICMP", "Echoed",
		"Command", "Code",
	} {
		if kinds[kind] == 0 {
			t.Errorf("no %s in the dump, which has %v", kind, kinds)
		}
	}
}

func TestJSONFields(t *testing.T) {
	var out bytes.Buffer
	if err := dump.JSON(&out, parse(t, `+.5 < (tos 0x10) S. 0:0(0) ack 1 win 5 <FO abcd>`)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"form":"relative"`, `"microseconds":500000`, `"direction":"inbound"`, `"set":["SYN","ACK"]`,
		`"text":"0x10","value":16,"hex":true`, `"bytes":"abcd"`, `"flowLabel"`, `"ip":{"kind":"IPInfo"`, `"urg"`,
	} {
		absent := want == `"flowLabel"` || want == `"urg"`
		if strings.Contains(out.String(), want) == absent {
			t.Errorf("%s should be there: %v\n%s", want, !absent, out.String())
		}
	}
}

func TestJSONOfABadStatement(t *testing.T) {
	var out bytes.Buffer
	if err := dump.JSON(&out, parse(t, "+0 < < \"\xff\n+0 close(3) = 0\n")); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(out.Bytes()) || !strings.Contains(out.String(), `"problems":[{"kind":"Problem"`) {
		t.Errorf("got %s", out.String())
	}
}

// Every byte is in a token, in a comment, or is white space.
func TestTokensMakeUpTheSource(t *testing.T) {
	for _, text := range []string{everything, "", " \n", "+0 < \x00 \"open\n/* open",
		"\xef\xbb\xbf0 close(3) = 0\r+1"} {
		script := parse(t, text)
		var out bytes.Buffer
		if err := dump.Tokens(&out, script); err != nil {
			t.Fatal(err)
		}
		var rebuilt strings.Builder
		at := 0
		for line := range strings.Lines(out.String()) {
			var startLine, startColumn, endLine, endColumn int
			var kind string
			if _, err := fmt.Sscanf(line, "%d:%d-%d:%d %s", &startLine, &startColumn, &endLine, &endColumn,
				&kind); err != nil {
				t.Fatalf("cannot read %q: %v", line, err)
			}
			quoted := strings.TrimSpace(line[strings.Index(line, kind)+len(kind):])
			token, err := strconv.Unquote(quoted)
			if err != nil {
				t.Fatalf("cannot read the text of %q: %v", line, err)
			}
			start := script.File.LineStart(startLine) + startColumn - 1
			end := script.File.LineStart(endLine) + endColumn - 1
			if start < at || text[start:end] != token {
				t.Fatalf("%q stands at %d to %d of %q", line, start, end, text)
			}
			if gap := text[at:start]; strings.Trim(gap, " \t\r\n\v\f\ufeff") != "" {
				t.Errorf("%q of %q is in no token", gap, text)
			}
			rebuilt.WriteString(text[at:start] + token)
			at = end
		}
		if diff := cmp.Diff(text, rebuilt.String()+text[at:]); diff != "" || strings.TrimSpace(text[at:]) != "" {
			t.Errorf("%q is not made up again, or ends without a token: %s", text, diff)
		}
	}
}

func TestTreeCutsLongTexts(t *testing.T) {
	var out bytes.Buffer
	if err := dump.Tree(&out, parse(t, `+0 write(3, "`+strings.Repeat("日", 40)+`", 3) = 3`)); err != nil {
		t.Fatal(err)
	}
	if want := `String 1:13-1:135 "\"` + strings.Repeat("日", 19) + `"...`; !strings.Contains(out.String(), want) {
		t.Errorf("no %s in\n%s", want, out.String())
	}
}

type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }

func TestWriteErrors(t *testing.T) {
	broken := errors.New("no space left on device")
	for name, write := range map[string]func(w io.Writer, s *lang.Script) error{
		"JSON": dump.JSON, "Tree": dump.Tree, "Tokens": dump.Tokens,
	} {
		if err := write(full{broken}, parse(t, everything)); !errors.Is(err, broken) {
			t.Errorf("%s: got %v, want %v", name, err, broken)
		}
	}
}
