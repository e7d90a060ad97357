package run

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
)

func TestRefusals(t *testing.T) {
	const text = "--mtu=10\n--udp_encapsulation=tcp\n" +
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n" +
		"+0 setsockopt(3,\n  SOL_NOWHERE, 1, [1], 4) = 0\n" +
		".2 < S 0:0(0) win 1\n" +
		".1 > S. 0:0(0) ack WHERE <nop,wscale 1>\n" +
		"+0 > . 1:1(0) ack 1 <nop,md5 valid,nop>\n" +
		"+0 bind(7,\n  ..., ...) = 0\n"
	o := program.Options{Complete: true}
	p, _ := program.Compile(o.Parse(source.NewFile("a.pkt", text)), o)
	var got []string
	for _, f := range Refusals(p) {
		got = append(got, fmt.Sprintf("%s %d %s | %s", f.Class, f.Line, f.Diagnostic.Code, f.Reference))
	}
	want := []string{
		`refused 1 PKT012 | a.pkt:1: bad value "10" for --mtu: expected a whole number from 68 to 65535`,
		"unsupported 2 run/unsupported | a.pkt:2: the option --udp_encapsulation belongs to another dialect and " +
			"cannot be run",
		"refused 4 PKT102 | a.pkt:4: runtime error in setsockopt call: unknown symbol: 'SOL_NOWHERE'",
		"refused 7 PKT501 | a.pkt:7: time goes backward in script from 200000 usec to 100000 usec",
		"refused 7 PKT029 | a.pkt:7: `WHERE` looks like a definition that was not given: define it with -D WHERE=VALUE",
		"unsupported 8 run/unsupported | a.pkt:8: `valid` belongs to another dialect and cannot be run",
		"refused 9 PKT201 | a.pkt:9: runtime error in bind call: unable to find fd with script fd 7",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsRefused(t *testing.T) {
	o := program.Options{Complete: true}
	p, _ := program.Compile(o.Parse(source.NewFile("a.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n")), o)
	if got := Refusals(p); len(got) > 0 {
		t.Errorf("%v", got)
	}
}
