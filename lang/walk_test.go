package lang

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang/source"
)

// reachable collects every node below a value by reflection, which knows
// nothing of Children.
func reachable(v reflect.Value, found map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			reachable(v.Elem(), found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			reachable(v.Index(i), found)
		}
	case reflect.Struct:
		if n, ok := v.Addr().Interface().(Node); ok && v.Type() != reflect.TypeFor[Span]() && !n.Where().Empty() {
			found[nodeKey(n)] = true
		}
		for i := range v.NumField() {
			// A plain Span tells where a keyword stands: it is no node.
			if v.Field(i).Type() != reflect.TypeFor[Span]() && v.Field(i).CanAddr() {
				reachable(v.Field(i), found)
			}
		}
	}
}

func nodeKey(n Node) string {
	return fmt.Sprintf("%s %v", strings.TrimPrefix(reflect.TypeOf(n).String(), "*"), n.Where())
}

func TestWalkReachesEveryNode(t *testing.T) {
	texts := append([]string{}, seeds...)
	for _, c := range refused {
		text, _ := unmarked(c.script)
		texts = append(texts, text)
	}
	texts = append(texts,
		"+0 < addr[a] > addr[b] S 0:0(0) win 1 <mp_join_syn backup=1 address_id=1 token=sha256_32(skey)>",
		"+0 < S 0:0(0)! win 1/udp(1 > 2)\n+0 > sctp: INIT[flgs=0, tag=1]\n+0 > (class 0xe0, hlim 3) . ...(0) ack 1")
	for _, text := range texts {
		for _, st := range Parse(source.NewFile("t.pkt", text), nil).Statements {
			want, got := map[string]bool{}, map[string]bool{}
			for _, root := range st.Roots() {
				reachable(reflect.ValueOf(root), want)
			}
			st.Walk(func(n Node) bool {
				if !n.Where().Empty() {
					got[nodeKey(n)] = true
				}
				return true
			})
			for key := range want {
				if !got[key] {
					t.Errorf("%q: Walk does not reach %s", text, key)
				}
			}
		}
	}
}

func TestAt(t *testing.T) {
	for _, c := range []struct{ text, innermost, token string }{
		{"+0 < S 0:0(0) win 1|00 <mss 1000>\n", "*lang.Number", "100"},
		{"+0 < S 0:0(0) win 100 <mss 1000|>\n", "*lang.Number", ">"},
		{"+0 < S|. 0:0(0) win 100\n", "*lang.Flags", "."},
		{"+|0 close(3) = 0\n", "*lang.Decimal", "0"},
		{"+0 clo|se(3) = 0\n", "*lang.Word", "close"},
		{"+0 close(3) = 0|\n+0 close(4) = 0\n", "*lang.Number", "0"},
		{"+0 bind(3, {sa_family = AF_|INET, sin_port = htons(80), sin_addr = inet_addr(\"1.2.3.4\")}, 16) = 0",
			"*lang.Word", "AF_INET"},
		{"// no|te\n+0 close(3) = 0\n", "", "// note"},
		{"+0 %{ print|(1) }%\n", "*lang.Code", "%{ print(1) }%"},
		{"--mt|u=1500\n+0 close(3) = 0", "*lang.Option", "--mtu"},
	} {
		offset := strings.Index(c.text, "|")
		script := Parse(source.NewFile("t.pkt", strings.Replace(c.text, "|", "", 1)), nil)
		st, path := script.At(offset)
		innermost := ""
		if len(path) > 0 {
			innermost = reflect.TypeOf(path[len(path)-1]).String()
		}
		if innermost != c.innermost {
			t.Errorf("%q: innermost is %q, want %q", c.text, innermost, c.innermost)
		}
		token := st.TokenAt(offset)
		if token == nil {
			t.Errorf("%q: no token", c.text)
			continue
		}
		if got := script.File.Text[st.Base+int(token.Off) : st.Base+int(token.End)]; got != c.token {
			t.Errorf("%q: token is %q, want %q", c.text, got, c.token)
		}
	}
}

// The end of a text without a last line end belongs to what stands before it.
func TestStatementIndexAtTheEndOfTheText(t *testing.T) {
	for text, want := range map[string]int{
		"0 close(3) = 0": 0, "0 close(3) = 0  ": 0, "0 close(3) = 0 // over": 0, "0 close(3) = 0\n": 1, "": 0,
		"0 close(3) = 0\n// over": 1,
	} {
		if got := Parse(source.NewFile("t.pkt", text), nil).StatementIndex(len(text)); got != want {
			t.Errorf("the end of %q is in statement %d, want %d", text, got, want)
		}
	}
}

func TestStatementIndex(t *testing.T) {
	script := Parse(source.NewFile("t.pkt", "+0 close(3) = 0   \n  // note\n+0 close(4) = 0\n"), nil)
	for offset, want := range map[int]int{-1: -1, 0: 0, 15: 0, 17: 0, 20: 1, 30: 1, 44: 1, 45: 2, 46: -1} {
		if got := script.StatementIndex(offset); got != want {
			t.Errorf("offset %d is in statement %d, want %d", offset, got, want)
		}
	}
}
