package model

import (
	"testing"

	"github.com/pktlang/pkt/lang/program/settings"
)

// environmentAfter is the environment after commands, of a run with the default
// settings.
func environmentAfter(commands ...string) *Environment {
	options := settings.Default()
	e := newEnvironment(&options)
	for _, command := range commands {
		e = e.command(command)
	}
	return e
}

func TestSysctls(t *testing.T) {
	for _, test := range []struct {
		commands []string
		name     string
		value    string
		certain  bool
	}{
		{nil, "tcp_sack", "", false}, // the machine may have any
		{[]string{"sysctl -q net.ipv4.tcp_sack=0"}, "tcp_sack", "0", true},
		{[]string{"sysctl -q -w net/ipv4/tcp_sack=0 net.ipv4.tcp_dsack=1"}, "tcp_dsack", "1", true},
		{[]string{`sysctl -w net.ipv4.tcp_rmem="4096 131072 6291456"`}, "tcp_rmem", "4096 131072 6291456", true},
		{[]string{"echo 1 > /proc/sys/net/ipv4/tcp_sack"}, "tcp_sack", "1", true},
		{[]string{"./set_sysctls.py /proc/sys/net/ipv4/tcp_sack=1"}, "tcp_sack", "1", true},
		{[]string{"sysctl -q net.ipv4.tcp_sack=$VALUE"}, "tcp_sack", "", false},
		{[]string{"sysctl -q net.ipv4.tcp_sack=0", "sysctl -q net.ipv4.tcp_sack=1"}, "tcp_sack", "1", true},
		{[]string{"sysctl -q net.ipv4.tcp_sack=0; true && echo done | cat"}, "tcp_sack", "0", true},
		{[]string{"sysctl -q net.ipv4.tcp_sack=0", "./tune.sh"}, "tcp_sack", "", false},
		{[]string{"../common/defaults.sh"}, "tcp_sack", "1", true},
		{[]string{"../common/defaults.sh"}, "tcp_reordering", "", false},
		{[]string{"../common/defaults.sh", "sysctl -q net.ipv4.tcp_sack=0"}, "tcp_sack", "0", true},
		{[]string{"../common/defaults.sh", "./tune.sh"}, "tcp_sack", "", false},
		{[]string{"./tune.sh", "../common/defaults.sh"}, "tcp_sack", "1", true},
		{[]string{"../common/defaults.sh", "/tmp/sysctl_restore_1.sh"}, "tcp_sack", "", false},
	} {
		value, certain := environmentAfter(test.commands...).Sysctl(test.name)
		if value != test.value || certain != test.certain {
			t.Errorf("%q: %s is %q %v, want %q %v", test.commands, test.name, value, certain, test.value, test.certain)
		}
	}
}

func TestCommands(t *testing.T) {
	type facts struct {
		Stack           Stack
		Shown           bool
		MTU             Fact
		InitialWindow   Fact
		Segmentation    Fact
		Loss, QuickAcks bool
	}
	base := facts{MTU: Exactly(1500), InitialWindow: Exactly(10), Segmentation: Between(0, 1)}
	with := func(change func(*facts)) facts { f := base; change(&f); return f }
	for command, want := range map[string]facts{
		"true":                          base,
		"# a comment":                   base,
		"sleep 1; rm -f x 2>/dev/null":  base,
		"nstat -n":                      with(func(f *facts) { f.Shown = true }),
		"ip link set dev tun0 mtu 1200": with(func(f *facts) { f.Shown, f.MTU = true, Exactly(1200) }),
		"ip link set dev tun0 up":       with(func(f *facts) { f.Shown, f.Segmentation = true, Unknown() }),
		"ip route change default via 192.0.2.1 initcwnd 4": with(func(f *facts) {
			f.Shown, f.MTU, f.InitialWindow = true, Unknown(), Unknown()
		}),
		"ip route change 192.0.2.0/24 dev tun0 quickack 1": with(func(f *facts) {
			f.Shown, f.MTU, f.InitialWindow, f.QuickAcks = true, Unknown(), Unknown(), true
		}),
		"ip tcp_metrics flush all":        with(func(f *facts) { f.Shown = true }),
		"ethtool -K tun0 tso off gso off": with(func(f *facts) { f.Segmentation = Exactly(0) }),
		"ethtool -K tun0 gro off":         with(func(f *facts) { f.Segmentation = Unknown() }),
		"tc qdisc add dev tun0 root fq":   with(func(f *facts) { f.Shown, f.Loss = true, true }),
		"iptables -A OUTPUT -j DROP":      with(func(f *facts) { f.Loss = true }),
		"sysctl net.inet.tcp.hostcache=1": with(func(f *facts) { f.Stack, f.Shown = FreeBSD, true }),
		"sudo sysctl net.ipv4.tcp_ecn=0":  with(func(f *facts) { f.Shown = true }),
		"./unknown.sh": with(func(f *facts) {
			f.MTU, f.InitialWindow, f.Segmentation,
				f.Loss = Unknown(), Unknown(), Unknown(), true
		}),
		"ip netns exec x sysctl -a; uname": base,
	} {
		e := environmentAfter(command)
		got := facts{e.Stack, e.StackShown, e.MTU, e.InitialWindow, e.Segmentation, e.LossPossible, e.QuickAcks}
		if got != want {
			t.Errorf("%s: got %+v, want %+v", command, got, want)
		}
	}
}

// Linux: tcp_select_initial_window.
func TestWindowScale(t *testing.T) {
	for rmem, want := range map[string]int64{
		"4096 131072 6291456": 7, "4096 540000 15728640": 8, "4096 131072 65535": 0, "4096 131072 65536": 1,
		"4096 1 1073741824": 14,
	} {
		e := environmentAfter(`sysctl -q net.ipv4.tcp_rmem="` + rmem + `"`)
		if got, certain := e.windowScale(); got != want || !certain {
			t.Errorf("%s: %d %v, want %d", rmem, got, certain, want)
		}
	}
	for _, e := range []*Environment{environmentAfter(), environmentAfter(`sysctl -q net.ipv4.tcp_rmem="1 2"`)} {
		if got, certain := e.windowScale(); certain {
			t.Errorf("the scale is %d, but nothing tells it", got)
		}
	}
}

// What the options say: those of a script, of pkt.toml or of a command line.
func TestSettings(t *testing.T) {
	options, problems := settings.Resolve(settings.Layer{Origin: settings.FromProject,
		Assignments: []settings.Assignment{
			{Name: "ip_version", Value: "ipv6", HasValue: true}, {Name: "mtu", Value: "1520", HasValue: true},
			{Name: "tolerance_usecs", Value: "9000", HasValue: true}, {Name: "quickack"},
		}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	e := newEnvironment(&options)
	if !e.IPVersion.Is(6) || !e.MTU.Is(1520) || e.Tolerance(0) != 9000 || e.Tolerance(1_000_000) != 125_000 ||
		!e.QuickAcks {
		t.Errorf("got IPv%v, MTU %v, tolerance %d, quick ACKs %v", e.IPVersion, e.MTU, e.Tolerance(0), e.QuickAcks)
	}
	if e = environmentAfter(); e.IPVersion != Between(4, 6) || !e.MTU.Is(1500) || e.Tolerance(0) != 4000 {
		t.Errorf("by default: IPv%v, MTU %v, tolerance %d", e.IPVersion, e.MTU, e.Tolerance(0))
	}
	same := options
	same.MTU = 1500
	if !sameSettings(&options, &options) || sameSettings(&options, &same) {
		t.Error("settings differ where one that the model takes does")
	}
}
