package settings

import (
	"encoding/json"
	"math/bits"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var compareAddresses = cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})

// layer makes a layer of words such as "mss=1000" and "quickack".
func layer(origin Origin, words ...string) Layer {
	l := Layer{Origin: origin}
	for _, w := range words {
		name, value, has := strings.Cut(w, "=")
		l.Assignments = append(l.Assignments, Assignment{Name: name, Value: value, HasValue: has})
	}
	return l
}

func TestResolveAddresses(t *testing.T) {
	addr, prefix := netip.MustParseAddr, netip.MustParsePrefix
	tests := []struct {
		name  string
		given []string
		want  Addresses
	}{
		{"ipv4 defaults", nil, Addresses{
			Local: addr("192.168.0.2"), PrefixLength: 16, Gateway: addr("192.168.0.1"),
			Remote: addr("192.0.2.1"), RemotePrefix: prefix("192.0.2.0/24"),
			Bind: addr("192.168.0.2"), Connect: addr("192.0.2.1"),
		}},
		{"mapped", []string{"ip_version=ipv4-mapped-ipv6", "local_ip=10.1.2.3", "netmask_ip=255.255.255.128"}, Addresses{
			Local: addr("10.1.2.3"), PrefixLength: 25, Gateway: addr("192.168.0.1"),
			Remote: addr("192.0.2.1"), RemotePrefix: prefix("192.0.2.0/24"),
			Bind: addr("::ffff:10.1.2.3"), Connect: addr("::ffff:192.0.2.1"),
		}},
		{"ipv6, a remote host without prefix", []string{"ip_version=ipv6", "remote_ip=2001:db8::77"}, Addresses{
			Local: addr("fd3d:fa7b:d17d::2"), PrefixLength: 48, Gateway: addr("fd3d:fa7b:d17d:8888::"),
			Remote: addr("2001:db8::77"), RemotePrefix: prefix("2001:db8::77/128"),
			Bind: addr("fd3d:fa7b:d17d::2"), Connect: addr("2001:db8::77"),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, problems := Resolve(layer(FromCommandLine, tt.given...))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if diff := cmp.Diff(tt.want, s.Addresses, compareAddresses); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestResolveProblems(t *testing.T) {
	tests := []struct{ word, want string }{
		{"mms=1000", "unknown option --mms"},
		{"mss", "--mss needs a value: --mss=BYTES"},
		{"mss=0", `bad value "0" for --mss: expected a whole number from 1 to 65535`},
		{"mss=12x", `bad value "12x" for --mss: expected a whole number from 1 to 65535`},
		{"speed=4294967296", `bad value "4294967296" for --speed: expected a whole number from 0 to 4294967295`},
		{"tolerance_usecs=0", `bad value "0" for --tolerance_usecs: expected a whole number from 1 up`},
		{"tolerance_percent=NaN", `bad value "NaN" for --tolerance_percent: expected a number from 0 to 100`},
		{"strict_segments=yes", "--strict_segments takes no value"},
		{"ip_version=ip4", `bad value "ip4" for --ip_version: expected ipv4, ipv4-mapped-ipv6 or ipv6`},
		{"code_sockopt=SO_ERROR", `bad value "SO_ERROR" for --code_sockopt: expected TCP_INFO, TCP_CC_INFO or SO_MEMINFO`},
		{"code_format=perl", `bad value "perl" for --code_format: expected python`},
		{"define=X", `bad value "X" for --define: expected NAME=VALUE`},
		{"timeout=1m", "unknown option --timeout"},
		{"local_ip=fd00::1", `bad value "fd00::1" for --local_ip: expected an IPv4 address for --ip_version=ipv4`},
		{"remote_ip=10.0.0.1/33", `bad value "10.0.0.1/33" for --remote_ip: expected a prefix length from 0 to 32 for --ip_version=ipv4`},
		{"netmask_ip=255.0.255.0", `bad value "255.0.255.0" for --netmask_ip: expected ones followed by zeros, such as 255.255.0.0 for --ip_version=ipv4`},
	}
	for _, tt := range tests {
		_, problems := Resolve(layer(FromScript, tt.word))
		if len(problems) != 1 || problems[0].Message != tt.want {
			t.Errorf("%s: got %v, want %s", tt.word, problems, tt.want)
		}
	}
}

func TestCommandLineWins(t *testing.T) {
	layers := []Layer{
		layer(FromProject, "mtu=1400", "timeout=5s"),
		layer(FromScript, "mtu=1300", "mss=900"),
		layer(FromCommandLine, "mtu=1280"),
	}
	s, problems := Resolve(layers...)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if s.MTU != 1280 || s.MSS != 900 || s.Timeout.Seconds() != 5 {
		t.Errorf("mtu %d, mss %d, timeout %s", s.MTU, s.MSS, s.Timeout)
	}
	want := []string{"--mtu: 1280 (command line) wins over 1400 (pkt.toml), 1300 (script)"}
	if diff := cmp.Diff(want, Winners(layers...)); diff != "" {
		t.Error(diff)
	}
}

func TestJSONRoundTrip(t *testing.T) {
	s, problems := Resolve(layer(FromCommandLine, "ip_version=ipv4-mapped-ipv6", "define=A=1", "non_fatal=packet, syscall",
		"init_scripts=one,two", "wire_client", "profile=simple", "quickack"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back Settings
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s, back, compareAddresses); diff != "" {
		t.Error(diff)
	}
	if !s.NonFatalPackets || !s.NonFatalSystemCalls || len(s.InitScripts) != 2 || s.Unsupported[0] != "wire_client" {
		t.Errorf("options were lost: %+v", s)
	}
}

func TestRandomLocalIsUsable(t *testing.T) {
	network := netip.MustParsePrefix("192.168.0.0/16")
	for range 1000 {
		a := RandomLocal(IPv4)
		b := a.As4()
		host := uint16(b[2])<<8 | uint16(b[3])
		if !network.Contains(a) || host < 2 || bits.OnesCount16(host) == 16 {
			t.Fatalf("%s is not a host address of %s", a, network)
		}
		if a6 := RandomLocal(IPv6); !netip.MustParsePrefix("fd3d:fa7b:d17d::/48").Contains(a6) {
			t.Fatalf("%s is outside the default network", a6)
		}
	}
}
