package vocab

import (
	"strings"
	"testing"
)

func TestSuggest(t *testing.T) {
	var constants, callNames, errnoNames, icmp []string
	for _, c := range Constants() {
		constants = append(constants, c.Name)
	}
	for _, c := range SystemCalls() {
		callNames = append(callNames, c.Name)
	}
	for _, e := range Errnos() {
		errnoNames = append(errnoNames, e.Name)
	}
	for _, i := range ICMPTypes() {
		icmp = append(icmp, i.Name)
	}
	var tcpOptions []string
	for _, o := range TCPOptions() {
		tcpOptions = append(tcpOptions, o.Name)
	}
	cases := []struct {
		word       string
		candidates []string
		want       string // empty: nothing
	}{
		{"sackOk", tcpOptions, "sackOK"},
		{"SACKOK", tcpOptions, "sackOK"},
		{"ts", tcpOptions, "TS"},
		{"wsacle", tcpOptions, "wscale"},
		{"nopp", tcpOptions, "nop"},
		{"bnd", callNames, "bind"},
		{"sokcet", callNames, "socket"},
		{"lisen", callNames, "listen"},
		{"setsockpt", callNames, "setsockopt"},
		{"getsokopt", callNames, "getsockopt"},
		{"epol_wait", callNames, "epoll_wait"},
		{"Close", callNames, "close"},
		{"SO_RUSEADDR", constants, "SO_REUSEADDR"},
		{"SO_REUSEADR", constants, "SO_REUSEADDR"},
		{"so_reuseaddr", constants, "SO_REUSEADDR"},
		{"TCP_NODELY", constants, "TCP_NODELAY"},
		{"IPROTO_TCP", constants, "IPPROTO_TCP"},
		{"SOCK_STEAM", constants, "SOCK_STREAM"},
		{"F_SETLF", constants, "F_SETFL"},
		{"MSG_PEAK", constants, "MSG_PEEK"},
		{"EINPROGESS", errnoNames, "EINPROGRESS"},
		{"EAGIAN", errnoNames, "EAGAIN"},
		{"ECONNREST", errnoNames, "ECONNRESET"},
		{"unreacheable", icmp, "unreachable"},
		{"CAPNET_ADMIN", constants, "CAP_NET_ADMIN"},
		{"remote_p", []string{"remote_ip", "local_ip"}, "remote_ip"},
		{"", callNames, ""},
		{"x", callNames, ""},
		{"banana", callNames, ""},
		{"frobnicate", callNames, ""},
		{"socket", callNames, ""},
		{"rto", []string{"tos"}, ""},
		{"MSG_FOO", constants, ""},
		{"TFO_COOKIE", constants, ""},
		{"EVERYTHING", errnoNames, ""},
		{strings.Repeat("a", 1000), constants, ""},
		{"caché", []string{"cache"}, "cache"},
		{"\x00\xff\xfe", constants, ""},
	}
	for _, c := range cases {
		got, ok := Suggest(c.word, c.candidates)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Suggest(%q) = %q, %v; want %q", c.word, got, ok, c.want)
		}
	}
}

// TestSuggestFindsSlips holds that of all names with one letter left out,
// doubled or swapped with the next, nearly all are found again.
func TestSuggestFindsSlips(t *testing.T) {
	var names []string
	known := map[string]bool{}
	for _, c := range Constants() {
		if c.Dialect == Base && c.Kind != ErrorNumber {
			names = append(names, c.Name)
			known[c.Name] = true
		}
	}
	tried, right := 0, 0
	for i := 0; i < len(names); i += 7 {
		for _, slip := range slips(names[i]) {
			if known[slip] {
				continue
			}
			tried++
			if got, _ := Suggest(slip, names); got == names[i] {
				right++
			}
		}
	}
	if tried < 1000 || right*100 < tried*98 {
		t.Errorf("%d of %d slips found again", right, tried)
	}
}

func slips(name string) []string {
	var out []string
	for i := range name {
		out = append(out, name[:i]+name[i+1:], name[:i+1]+name[i:])
		if i+1 < len(name) {
			out = append(out, name[:i]+name[i+1:i+2]+name[i:i+1]+name[i+2:])
		}
	}
	return out
}

func TestDistance(t *testing.T) {
	cases := []struct {
		a, b string
		want int
	}{
		{"abc", "abc", 0},
		{"abc", "ab", costEdit},
		{"abc", "acb", costEdit},
		{"abc", "aXc", costEdit},
		{"abc", "ABC", 3 * costCase},
		{"kitten", "sitting", 3 * costEdit},
		{"ca", "abc", 3 * costEdit},
	}
	for _, c := range cases {
		if got := distance(c.a, c.b, maxWord*costEdit); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a, maxWord*costEdit); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
		if got := distance(c.a, c.b, c.want); got != c.want {
			t.Errorf("distance(%q, %q) with the bound %d = %d", c.a, c.b, c.want, got)
		}
		if c.want > 0 {
			if got := distance(c.a, c.b, c.want-1); got < c.want {
				t.Errorf("distance(%q, %q) with a lower bound = %d, want %d or more", c.a, c.b, got, c.want)
			}
		}
	}
}

func TestSuggestDoesNotAllocate(t *testing.T) {
	var names []string
	for _, c := range Constants() {
		names = append(names, c.Name)
	}
	if n := testing.AllocsPerRun(10, func() { Suggest("SO_RUSEADDR", names) }); n != 0 {
		t.Errorf("Suggest allocates %v times", n)
	}
}

func BenchmarkSuggest(b *testing.B) {
	var names []string
	for _, c := range Constants() {
		names = append(names, c.Name)
	}
	for b.Loop() {
		Suggest("SO_RUSEADDR", names)
	}
}
