package settings

import (
	"encoding/json"
	"maps"
	"math/bits"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pktlang/pkt/lang/vocab"
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
		{"mapped", []string{"ip_version=ipv4-mapped-ipv6", "local_ip=10.1.2.3", "netmask_ip=255.255.255.128"},
			Addresses{
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

// TestBindings holds that every option of the table that a run can do something
// with reaches the settings, and that nothing else does.
func TestBindings(t *testing.T) {
	bound := 0
	for _, o := range vocab.Options(vocab.Anyone) {
		_, ok := bindings[o.Name]
		want := o.Dialect == vocab.Base && !o.Unsupported && o.Kind != vocab.DefinitionSetting
		if ok != want {
			t.Errorf("--%s has a binding: %v, want %v", o.Name, ok, want)
		}
		if ok {
			bound++
		}
	}
	if bound != len(bindings) {
		t.Errorf("%d bindings are for options that the table does not have", len(bindings)-bound)
	}
}

// examples are values that the options do not have by default.
var examples = map[vocab.SettingKind]string{
	vocab.TextSetting: "other", vocab.NumberSetting: "99", vocab.PercentSetting: "7", vocab.DurationSetting: "7s",
	vocab.AddressSetting: "192.168.0.77", vocab.PrefixSetting: "192.0.2.77/25", vocab.NetmaskSetting: "255.255.128.0",
}

// TestEveryOptionIsSet holds that each option changes the settings.
func TestEveryOptionIsSet(t *testing.T) {
	before, _ := Resolve()
	for _, o := range vocab.Options(vocab.ByCommandLine) {
		a := Assignment{Name: o.Name, HasValue: o.HasValue(), Value: examples[o.Kind]}
		if len(o.Words) > 0 {
			a.Value = o.Words[len(o.Words)-1]
		}
		if a.Value == o.Default && o.HasValue() {
			continue // code_format, which has one value
		}
		after, problems := Resolve(Layer{Origin: FromCommandLine, Assignments: []Assignment{a}})
		if len(problems) > 0 {
			t.Error(problems)
		}
		after.Options = nil
		if cmp.Equal(before, after, compareAddresses) {
			t.Errorf("--%s=%s changes nothing", o.Name, a.Value)
		}
	}
}

// No option of the table makes Resolve fail, whoever gives it.
func TestEveryOptionOfScripts(t *testing.T) {
	for _, o := range vocab.ScriptOptions() {
		a := Assignment{Name: o.Name, HasValue: o.HasValue(), Value: examples[o.Kind]}
		if len(o.Words) > 0 {
			a.Value = o.Words[0]
		}
		if o.Kind == vocab.DefinitionSetting {
			a.Value = "A=1"
		}
		s, problems := Resolve(Layer{Origin: FromScript, Assignments: []Assignment{a}})
		if len(problems) > 0 || slices.Contains(s.Unsupported, o.Name) != (o.Unsupported || o.Dialect != vocab.Base) {
			t.Errorf("--%s: %v, unsupported: %v", o.Name, problems, s.Unsupported)
		}
	}
}

func TestDefaults(t *testing.T) {
	want := Settings{
		IPVersion: IPv4, BindPort: 8080, ConnectPort: 8080, MTU: 1500, ToleranceMicroseconds: 4000,
		TolerancePercent: 12.5,
		CodeCommand:      "python3", CodeFormat: "python", Timeout: 3 * time.Minute, Spin: 100 * time.Microsecond,
	}
	if diff := cmp.Diff(want, Default(), compareAddresses); diff != "" {
		t.Error(diff)
	}
}

func TestProfilesAreInTheTable(t *testing.T) {
	o, _ := vocab.Option("profile", vocab.Anyone)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(Profiles)), o.Words); diff != "" {
		t.Error(diff)
	}
}

func TestResolveProblems(t *testing.T) {
	tests := []struct{ words, want string }{
		{"mms=1000", "unknown option `--mms`"},
		{"timeout=1m", "unknown option `--timeout`"},
		{"mss=0", `bad value "0" for --mss: expected a whole number from 1 to 65535`},
		{"local_ip=fd00::1", `bad value "fd00::1" for --local_ip: expected an IPv4 address for --ip_version=ipv4`},
		{"ip_version=ipv6 remote_ip=10.0.0.1/8",
			`bad value "10.0.0.1/8" for --remote_ip: expected an IPv6 address for --ip_version=ipv6`},
		{"local_ip=192.0.2.1",
			`bad value "192.0.2.1" for --local_ip: expected local and remote addresses that differ ` +
				`for --ip_version=ipv4`},
	}
	for _, tt := range tests {
		_, problems := Resolve(layer(FromScript, strings.Fields(tt.words)...))
		if len(problems) != 1 || problems[0].Message != tt.want || problems[0].Origin != FromScript {
			t.Errorf("%s: got %v, want %s", tt.words, problems, tt.want)
		}
	}
}

// An address that pkt.toml gives is its to put right, whoever asks for IPv6.
func TestProblemsOfAddressesAreThoseOfWhoGaveThem(t *testing.T) {
	_, problems := Resolve(layer(FromProject, "local_ip=10.0.0.1"), layer(FromCommandLine, "ip_version=ipv6"))
	if len(problems) != 1 || problems[0].Origin != FromProject {
		t.Errorf("got %v", problems)
	}
}

func TestWhoWins(t *testing.T) {
	script := layer(FromScript, "mtu=1300", "mss=900")
	project := layer(FromProject, "mtu=1400", "timeout=5s", "mss=900")
	project.Definitions = map[string]string{"A": "1", "B": "1"}
	script.Definitions = map[string]string{"A": "2"}
	commandLine := layer(FromCommandLine, "mtu=1280", "define=A=3")
	s, problems := Resolve(project, script, layer(FromVariant, "mtu=1290"), commandLine)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if s.MTU != 1280 || s.MSS != 900 || s.Timeout.Seconds() != 5 {
		t.Errorf("mtu %d, mss %d, timeout %s", s.MTU, s.MSS, s.Timeout)
	}
	if diff := cmp.Diff(map[string]string{"A": "3", "B": "1"}, s.Definitions); diff != "" {
		t.Error(diff)
	}
	want := []string{
		"--mtu: 1280 (command line) wins over 1400 (pkt.toml), 1300 (script), 1290 (variant)",
		"-D A: 3 (command line) wins over 1 (pkt.toml), 2 (script)",
	}
	if diff := cmp.Diff(want, s.Winners()); diff != "" {
		t.Error(diff)
	}
	if !s.Given("timeout") || s.Given("speed") {
		t.Error("what was given and what was not are mixed up")
	}
}

func TestJSONRoundTrip(t *testing.T) {
	s, problems := Resolve(layer(FromCommandLine, "ip_version=ipv4-mapped-ipv6", "define=A=1",
		"non_fatal=packet, syscall",
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
