package suite

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
)

func TestVariantsOfAScript(t *testing.T) {
	tests := []struct{ path, text, want string }{
		{"a.pkt", "", "ipv4 ipv4-mapped-ipv6 ipv6"},
		{"icmp-v4.pkt", "", "ipv4 ipv4-mapped-ipv6"},
		{"folder.v4/icmp6-v6.pkt", "", "ipv6"},
		{"a-v6.pkt", "--ip_version=ipv4\n", "ipv4"},
	}
	for _, tt := range tests {
		script := lang.Parse(source.NewFile(tt.path, tt.text+"0 `true`\n"), nil)
		var got []string
		for _, v := range BuiltinVariants() {
			if v.AppliesTo(tt.path, script) {
				got = append(got, v.Name)
			}
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", tt.path, diff)
		}
	}
}

func TestChooseVariants(t *testing.T) {
	project := []Variant{{Name: "jumbo", Options: assignments("mtu", "9000")}, {Name: "ipv6"}}
	tests := []struct {
		names   []string
		project []Variant
		want    string
	}{
		{nil, project, ""},
		{[]string{"all"}, nil, "ipv4 ipv4-mapped-ipv6 ipv6"},
		{[]string{"all"}, project, "jumbo ipv6"},
		{[]string{"ipv4", "jumbo"}, project, "ipv4 jumbo"},
	}
	for _, tt := range tests {
		got, err := ChooseVariants(tt.names, tt.project)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(tt.want, strings.Join(variantNames(got), " ")); diff != "" {
			t.Errorf("%v: %s", tt.names, diff)
		}
	}
	_, err := ChooseVariants([]string{"ipv5"}, project)
	if want := `unknown variant "ipv5": expected all, jumbo, ipv6, ipv4, ipv4-mapped-ipv6`; err == nil ||
		err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestCaseMergesWhatItIsTold(t *testing.T) {
	v := BuiltinVariants()[2]
	text := "--mtu=1400\n--mss=1000\n--define=C=one\n--define=D=script\n0 `true`\n"
	c, err := NewCase(source.NewFile("x.pkt", text), v, Options{
		Project: settings.Layer{
			Assignments: []settings.Assignment{{Name: "quickack"}},
			Definitions: lang.Definitions{"TFO_COOKIE": "00", "B": "project", "D": "project"},
		},
		CommandLine: settings.Layer{Assignments: assignments("tolerance_usecs", "9000"),
			Definitions: lang.Definitions{"A": "2", "C": "two"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Refused) > 0 {
		t.Fatal(c.Refused)
	}
	s := c.Request.Settings
	got := []any{s.IPVersion, s.MTU, s.MSS, s.QuickACK, s.ToleranceMicroseconds, s.Definitions["TFO_COOKIE"]}
	want := []any{settings.IPv6, 1520, 1000, true, int64(9000), "c1d1e9742a47a9bc"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]string{"A": "2", "B": "project", "C": "two", "D": "script"} {
		if c.Script.Definitions[name] != want || s.Definitions[name] != want {
			t.Errorf("%s is %q for the parser and %q for the settings, want %q", name, c.Script.Definitions[name],
				s.Definitions[name], want)
		}
	}
	winners := []string{
		"--mtu: 1520 (variant) wins over 1400 (script)", "-D C: two (command line) wins over one (script)",
		"-D D: script (script) wins over project (pkt.toml)",
		"-D TFO_COOKIE: c1d1e9742a47a9bc (variant) wins over 00 (pkt.toml)",
	}
	if diff := cmp.Diff(winners, c.Winners); diff != "" {
		t.Error(diff)
	}
	if c.Name() != "x.pkt (ipv6)" {
		t.Errorf("name %q", c.Name())
	}
}
