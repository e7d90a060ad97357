package vocab

import (
	"slices"
	"testing"
)

func TestScriptOptions(t *testing.T) {
	for _, c := range []struct {
		name     string
		hasValue bool
		kind     SettingKind
		value    string
		dialect  Dialect
	}{
		{"tolerance_usecs", true, NumberSetting, "4000", Base},
		{"tolerance_percent", true, PercentSetting, "12.5", Base},
		{"bind_port", true, NumberSetting, "8080", Base},
		{"dry_run", false, Switch, "", Base},
		{"define", true, DefinitionSetting, "", Base},
		{"udp_encapsulation", true, WordSetting, "", NPLab},
	} {
		s, ok := ScriptOption(c.name)
		if !ok {
			t.Errorf("--%s is missing", c.name)
			continue
		}
		if s.HasValue() != c.hasValue || s.Kind != c.kind || s.Default != c.value || s.Dialect != c.dialect {
			t.Errorf("--%s = %+v", c.name, s)
		}
	}
	if s, ok := ScriptOption("tolerance_usec"); ok {
		t.Errorf("ScriptOption(tolerance_usec) = %+v", s)
	}
}

// TestOptionTable holds what an entry of each kind needs.
func TestOptionTable(t *testing.T) {
	for _, s := range Options(Anyone) {
		if (s.Kind == WordSetting || s.Kind == ListSetting) != (len(s.Words) > 0) {
			t.Errorf("--%s has the words %v", s.Name, s.Words)
		}
		if (s.Kind == NumberSetting) != (s.High > s.Low) {
			t.Errorf("--%s goes from %d to %d", s.Name, s.Low, s.High)
		}
		if s.HasValue() != (s.Metavar != "") {
			t.Errorf("--%s has %q for its value", s.Name, s.Metavar)
		}
		for _, value := range []string{s.Default, s.DefaultIPv6} {
			if err := s.Check(value, true); value != "" && err != nil {
				t.Errorf("the default of --%s: %v", s.Name, err)
			}
		}
		if s.SetBy == 0 || s.Dialect != Base && s.SetBy != ByScript {
			t.Errorf("--%s may be set by %b", s.Name, s.SetBy)
		}
		if s.Unsupported && !s.Hidden {
			t.Errorf("--%s is listed, and does nothing", s.Name)
		}
	}
}

func TestWhoMaySetAnOption(t *testing.T) {
	for _, c := range []struct {
		name string
		by   SetBy
	}{
		{"mtu", Anyone},
		{"timeout", ByProject | ByCommandLine},
		{"define", ByScript | ByPacketdrill}, // our own command line has -D, and pkt.toml a table
		{"tcp_md5_secret", ByScript},
	} {
		for _, place := range []SetBy{ByScript, ByProject, ByCommandLine, ByPacketdrill} {
			if _, ok := Option(c.name, place); ok != (c.by&place != 0) {
				t.Errorf("--%s in place %b: %v", c.name, place, ok)
			}
		}
		if slices.ContainsFunc(ScriptOptions(),
			func(s *Setting) bool { return s.Name == c.name }) != (c.by&ByScript != 0) {
			t.Errorf("--%s and the options of scripts", c.name)
		}
	}
}

func TestCheckOption(t *testing.T) {
	const none = "\x00"
	for _, c := range []struct{ name, value, want string }{
		{"mss", none, "option `--mss` needs a value: write `--mss=BYTES`"},
		{"strict_segments", "yes", "option `--strict_segments` takes no value"},
		{"strict_segments", none, ""},
		{"mss", "0", `bad value "0" for --mss: expected a whole number from 1 to 65535`},
		{"mss", "12x", `bad value "12x" for --mss: expected a whole number from 1 to 65535`},
		{"mss", "", `bad value "" for --mss: expected a whole number from 1 to 65535`},
		{"mtu", "67", `bad value "67" for --mtu: expected a whole number from 68 to 65535`},
		{"mtu", "68", ""},
		{"speed", "4294967296", `bad value "4294967296" for --speed: expected a whole number from 0 to 4294967295`},
		{"tolerance_usecs", "0", `bad value "0" for --tolerance_usecs: expected a whole number from 1 up`},
		{"tolerance_usecs", "9223372036854775807", ""},
		{"tolerance_usecs", "9223372036854775808",
			`bad value "9223372036854775808" for --tolerance_usecs: expected a whole number from 1 up`},
		{"tolerance_percent", "NaN", `bad value "NaN" for --tolerance_percent: expected a number from 0 to 100`},
		{"tolerance_percent", "100.5", `bad value "100.5" for --tolerance_percent: expected a number from 0 to 100`},
		{"tolerance_percent", "12.5", ""},
		{"ip_version", "ip4", `bad value "ip4" for --ip_version: expected ipv4, ipv4-mapped-ipv6 or ipv6`},
		{"ip_version", "", `bad value "" for --ip_version: expected ipv4, ipv4-mapped-ipv6 or ipv6`},
		{"code_sockopt", "SO_ERROR",
			`bad value "SO_ERROR" for --code_sockopt: expected TCP_INFO, TCP_CC_INFO or SO_MEMINFO`},
		{"code_sockopt", "", ""},
		{"code_format", "perl", `bad value "perl" for --code_format: expected python`},
		{"non_fatal", "packet, other", ""}, // google/packetdrill passes over it
		{"define", "X", `bad value "X" for --define: expected NAME=VALUE`},
		{"define", "=1", `bad value "=1" for --define: expected NAME=VALUE`},
		{"define", "X=", ""},
		{"timeout", "90", `bad value "90" for --timeout: expected a duration such as 90s or 200us`},
		{"local_ip", "fd00::1", ""},
		{"local_ip", "fe80::1%eth0", `bad value "fe80::1%eth0" for --local_ip: expected an IPv4 or IPv6 address`},
		{"local_ip", "10.0.0.1/8", `bad value "10.0.0.1/8" for --local_ip: expected an IPv4 or IPv6 address`},
		{"remote_ip", "10.0.0.1/32", ""},
		{"remote_ip", "10.0.0.1/33",
			`bad value "10.0.0.1/33" for --remote_ip: expected an address such as 192.0.2.1/24 or 2001:db8::1/32`},
		{"netmask_ip", "255.0.255.0",
			`bad value "255.0.255.0" for --netmask_ip: expected ones followed by zeros, such as 255.255.0.0`},
		{"netmask_ip", "0.0.0.0", ""},
		{"udp_encapsulation", "udp", `bad value "udp" for --udp_encapsulation: expected sctp or tcp`},
	} {
		s, ok := Option(c.name, Anyone)
		if !ok {
			t.Errorf("--%s is missing", c.name)
			continue
		}
		got := ""
		if err := s.Check(c.value, c.value != none); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("--%s=%s: got %q, want %q", c.name, c.value, got, c.want)
		}
	}
}

func TestNetmaskBits(t *testing.T) {
	for text, want := range map[string]int{"0.0.0.0": 0, "255.255.128.0": 17, "255.255.255.255": 32} {
		if got, ok := NetmaskBits(text); got != want || !ok {
			t.Errorf("%s: %d, %v", text, got, ok)
		}
	}
	if _, ok := NetmaskBits("::"); ok {
		t.Error("an IPv6 address was taken for a netmask")
	}
}

func TestIsReserved(t *testing.T) {
	for word, want := range map[string]bool{"ect01": true, "sackOK": true, "cmsg_data": true, "sctp": false,
		"mpcapable": false, "MSS": false} {
		if IsReserved(word) != want {
			t.Errorf("IsReserved(%s) is %v", word, !want)
		}
	}
}
