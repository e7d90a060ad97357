package run

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
)

func TestRefusals(t *testing.T) {
	const text = "--mtu=10\n--udp_encapsulation=tcp\n--gateway_ip=fd00::1\n" +
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n" +
		"+0 setsockopt(3,\n  SOL_NOWHERE, 1, [1], 4) = 0\n" +
		".2 < S 0:0(0) win 1\n" +
		".1 > S. 0:0(0) ack WHERE <nop,wscale 1>\n" +
		"+0 > . 1:1(0) ack 1 <nop,md5 valid,nop>\n" +
		"+0 bind(7,\n  ..., ...) = 0\n"
	want := []string{
		`refused 1 PKT012 | a.pkt:1: bad value "10" for --mtu: expected a whole number from 68 to 65535`,
		"unsupported 2 run/unsupported | a.pkt:2: the option --udp_encapsulation belongs to another dialect and " +
			"cannot be run",
		`refused 3 PKT012 | a.pkt:3: bad value "fd00::1" for --gateway_ip: expected an IPv4 address for --ip_version=ipv4`,
		"refused 5 PKT102 | a.pkt:5: runtime error in setsockopt call: unknown symbol: 'SOL_NOWHERE'",
		"refused 8 PKT501 | a.pkt:8: time goes backward in script from 200000 usec to 100000 usec",
		"refused 8 PKT029 | a.pkt:8: `WHERE` looks like a definition that was not given: define it with -D WHERE=VALUE",
		"unsupported 9 run/unsupported | a.pkt:9: `valid` belongs to another dialect and cannot be run",
		"refused 10 PKT201 | a.pkt:10: runtime error in bind call: unable to find fd with script fd 7",
	}
	// It makes no difference whether the program was compiled for a run.
	for _, o := range []program.Options{{Complete: true}, {}} {
		p, _ := program.Compile(o.Parse(source.NewFile("a.pkt", text)), o)
		var got []string
		for _, f := range Refusals(p) {
			got = append(got, fmt.Sprintf("%s %d %s | %s", f.Class, f.Line, f.Diagnostic.Code, f.Reference))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestOptionsFromOutsideAreRefused(t *testing.T) {
	mtu := settings.Assignment{Name: "mtu", Value: "1", HasValue: true}
	o := program.Options{Stronger: []settings.Layer{{Origin: settings.FromCommandLine,
		Assignments: []settings.Assignment{mtu}}}}
	p, _ := program.Compile(o.Parse(source.NewFile("a.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n")), o)
	got := Refusals(p)
	if len(got) != 1 || got[0].Class != Refused || !strings.Contains(got[0].Reference, "command line: bad value") {
		t.Errorf("%v", got)
	}
}

func TestNothingIsRefused(t *testing.T) {
	o := program.Options{Complete: true}
	p, _ := program.Compile(o.Parse(source.NewFile("a.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n")), o)
	if got := Refusals(p); len(got) > 0 {
		t.Errorf("%v", got)
	}
}
