package suite

import (
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// oldMachine is a Linux 6.8 with little on it.
type oldMachine struct{}

func (oldMachine) Stack() string           { return "linux" }
func (oldMachine) Kernel() program.Version { return program.Version{6, 8} }
func (oldMachine) HasSysctl(name string) bool {
	return name == "net.ipv4.tcp_ecn" || name == "net.ipv4.tcp_sack"
}
func (oldMachine) TakesSysctl(_, value string) bool    { return value != "3" }
func (oldMachine) HasProgram(name string) bool         { return name == "sysctl" || name == "python3" }
func (oldMachine) HasProtocol(name string) (_, _ bool) { return name == "tcp", name != "tpc" }

const opened = "\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"

func TestSkip(t *testing.T) {
	for text, want := range map[string]string{
		"// pkt:requires kernel >= 6.8": "",
		"// pkt:requires kernel >= 6.10": "it requires kernel >= 6.10, and this is " +
			"6.8",
		"// pkt:requires sysctl net.ipv4.tcp_sack": "",
		"// pkt:requires sysctl net.ipv4.tcp_new": "it requires sysctl net.ipv4.tcp_new, " +
			"which this kernel lacks",
		"// pkt:requires command ethtool": "it requires command ethtool, which is " +
			"not on the PATH",
		"// pkt:requires protocol mptcp": "it requires protocol mptcp, which this " +
			"kernel lacks",
		"// pkt:requires protocol tpc": "it requires protocol tpc, which is no " +
			"protocol that pkt knows",
		"// pkt:requires variant ipv6": "it requires variant ipv6, and this is " +
			"ipv4",
		"// pkt:requires variant ipv4": "",
		"// pkt:requires stack netstack": "it requires stack netstack, and this is " +
			"linux",
		"// pkt:requires stack linux":     "",
		"`sysctl -q net.ipv4.tcp_sack=1`": "",
		"`sysctl -q -w net.ipv4.tcp_new=1\nsysctl -q net.ipv4.tcp_sack=1`": "it sets the sysctl net.ipv4.tcp_new, " +
			"which this kernel lacks",
		"`sysctl -q -e net.ipv4.tcp_new=1`":   "",
		"`sysctl net.ipv4.tcp_new=1 || true`": "",
		"`sysctl net.ipv4.$NAME=1`":           "",
		"`./set_sysctls.py /proc/sys/net/ipv4/tcp_sack=1 \\\n  " +
			"/proc/sys/net/ipv4/tcp_new=\"1 2\"`": "it sets the sysctl net.ipv4.tcp_new, which this kernel lacks",
		"`sysctl -w net.inet.tcp.rfc1323=1`": "it sets the sysctl net.inet.tcp.rfc1323, " +
			"which belongs to another system",
		"`sysctl -q net.ipv4.tcp_ecn=3\n`": "it sets the sysctl net.ipv4.tcp_ecn to 3, " +
			"which this kernel does not take yet",
		"`sysctl -q net.ipv4.tcp_ecn=3\nsysctl -q net.ipv4.tcp_sack=1`": "", // the last command decides
		"`ethtool -K tun0 tso off`": "its commands need ethtool, which is not on " +
			"the PATH",
		"`A=1 ./setup.sh && ethtool -K tun0 tso off`": "its commands need ethtool, which is not on " +
			"the PATH",
		"`ethtool -K tun0 tso off; true`": "",
		"`if ethtool; then true; fi`":     "",
		"--udp_encapsulation=tcp": "the option --udp_encapsulation belongs to " +
			"another dialect and cannot be run",
	} {
		c, err := NewCase(source.NewFile("a.pkt", text+opened), BuiltinVariants()[0], Options{Platform: oldMachine{}})
		if err != nil {
			t.Fatal(err)
		}
		if c.Skip != want {
			t.Errorf("%s: skipped %q, want %q", text, c.Skip, want)
		}
		got := new(Runner).run(t.Context(), &Case{Script: c.Script, Skip: "so"})
		if got.Status != run.StatusSkipped || got.Reason() != "so" || len(got.Attempts) > 0 {
			t.Errorf("a case to be skipped: %+v", got)
		}
		// Without a platform, as under the reference's name, nothing is skipped.
		c, err = NewCase(source.NewFile("a.pkt", text+opened), BuiltinVariants()[0], Options{})
		if err != nil || c.Skip != "" {
			t.Errorf("%s: skipped %q, %v", text, c.Skip, err)
		}
	}
}

// TestSkipHidesNoMistake holds that a script which is wrong is not skipped.
func TestSkipHidesNoMistake(t *testing.T) {
	for text, want := range map[string]string{
		"// pkt:requires kernel 6":                    "pkt:requires kernel 6: expected a comparison",
		"// pkt:requires kernel > 9\n0 nothing() = 0": "unknown system call",
	} {
		c, err := NewCase(source.NewFile("a.pkt", text+opened), Variant{}, Options{Platform: oldMachine{}})
		if err != nil {
			t.Fatal(err)
		}
		got := new(Runner).run(t.Context(), c)
		said := false
		for _, d := range got.Diagnostics() {
			said = said || strings.HasPrefix(d.Message, want)
		}
		if got.Status != run.StatusRefused || !said {
			t.Errorf("%s: %s, %v", text, got.Status, got.Diagnostics())
		}
	}
}

func TestExpectedFailures(t *testing.T) {
	failed := run.Failed(run.Failure{Class: run.Mismatch, Line: 2})
	for _, test := range []struct {
		verdict run.Verdict
		want    run.Status
		says    string
	}{
		{failed, run.StatusXFail, ""},
		{run.Verdict{Passed: true}, run.StatusXPass, "the script passed, and this says that it fails: take it out"},
		{run.Failed(run.Failure{Class: run.Environment}), run.StatusBroken, ""},
	} {
		c := fakeCase(t, "a.pkt", "// pkt:xfail a bug of the stack"+opened)
		r := Runner{Launcher: &launcher{verdict: &test.verdict}}
		got := r.run(t.Context(), c)
		if got.Status != test.want || got.Reason() != "a bug of the stack" {
			t.Errorf("%s, %s, want %s", got.Status, got.Reason(), test.want)
		}
		if ds := got.Diagnostics(); test.says != "" && (len(ds) != 1 || ds[0].Message != test.says) {
			t.Errorf("%s: %v", got.Status, ds)
		}
	}
}

func TestDefaultVariant(t *testing.T) {
	const cookie = opened + "+0 < S 0:0(0) win 1 <mss 1460,FO TFO_COOKIE,nop,nop>\n"
	for _, test := range []struct{ text, variant, note string }{
		{cookie, "ipv4", "a.pkt: variant ipv4, which defines TFO_COOKIE"},
		{"--ip_version=ipv6" + cookie, "ipv6", "a.pkt: variant ipv6, which defines TFO_COOKIE"},
		{opened, "", ""},
	} {
		c, err := NewCase(source.NewFile("a.pkt", test.text), Variant{}, Options{DefaultVariant: true})
		if err != nil {
			t.Fatal(err)
		}
		if c.Variant != test.variant || c.Note != test.note || len(c.Refused) > 0 {
			t.Errorf("%q: variant %q, note %q, refused %v", test.text, c.Variant, c.Note, c.Refused)
		}
	}
	c, err := NewCase(source.NewFile("a.pkt", cookie), Variant{}, Options{})
	if err != nil || len(c.Refused) == 0 {
		t.Errorf("a variant for a script that was not to have one: %+v, %v", c, err)
	}
}
