package feature_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lsp/feature"
)

func showHints(list []feature.InlayHint) string {
	var out strings.Builder
	for _, h := range list {
		fmt.Fprintf(&out, "%s %s\n", showPlace(h.Position), h.Label)
	}
	return out.String()
}

func TestInlayHints(t *testing.T) {
	cases(t, "inlay", func(k *testCase) string {
		in := k.whole()
		if len(k.marks) > 0 {
			in = k.marks[0]
		}
		all := feature.InlayOptions{Time: true, State: true, Outstanding: true}
		return showHints(feature.InlayHints(t.Context(), k.Document, in, all))
	})
}

// Where there are several connections, a hint says which one it is about.
func TestInlayHintsOfTwoConnections(t *testing.T) {
	const connect = "+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n" +
		"+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n" +
		"+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)\n+0 > S 0:0(0) <...>\n"
	k := marked(t, "two", connect+strings.ReplaceAll(connect, "3", "4"))
	got := showHints(feature.InlayHints(t.Context(), k.Document, k.whole(), feature.InlayOptions{State: true}))
	if want := "3:69 SYN-SENT\n7:69 connection 2: SYN-SENT\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Each kind of hint can be switched off.
func TestInlayOptions(t *testing.T) {
	k := marked(t, "settings",
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n"+
			"+0 < S 0:0(0) win 1000 <mss 1000>\n+.1 > S. 0:0(0) ack 1 <mss 1460>\n+0 < . 1:1(0) ack 1 win 1000\n"+
			"+0 accept(3, ..., ...) = 4\n+0 write(4, ..., 10) = 10\n+0 > P. 1:11(10) ack 1\n")
	for options, want := range map[feature.InlayOptions]string{
		{Time: true, State: true,
			Outstanding: true}: "4:34 SYN-RECEIVED\n5:4 0.100\n6:29 ESTABLISHED\n9:23 10 outstanding\n",
		{State: true, Outstanding: true}: "4:34 SYN-RECEIVED\n6:29 ESTABLISHED\n9:23 10 outstanding\n",
		{Outstanding: true}:              "9:23 10 outstanding\n",
		{}:                               "",
	} {
		if got := showHints(feature.InlayHints(t.Context(), k.Document, k.whole(), options)); got != want {
			t.Errorf("%+v: got %q, want %q", options, got, want)
		}
	}
}
