package vocab

import (
	"slices"
	"testing"
)

func TestOptionsOfLevel(t *testing.T) {
	for _, c := range []struct {
		level, option string
		want          bool
	}{
		{"SOL_SOCKET", "SO_REUSEADDR", true},
		{"SOL_SOCKET", "TCP_NODELAY", false},
		{"IPPROTO_TCP", "TCP_NODELAY", true},
		{"SOL_TCP", "TCP_NODELAY", true},
		{"SOL_TCP", "SO_REUSEADDR", false},
		{"SOL_IP", "IP_TOS", true},
		{"IPPROTO_IP", "IP_TOS", true},
		{"IPPROTO_IP", "IP_PMTUDISC_DO", false},
		{"SOL_IPV6", "IPV6_TCLASS", true},
		{"SOL_UDP", "UDP_SEGMENT", true},
		{"IPPROTO_SCTP", "SCTP_NODELAY", true},
		{"SOL_MPTCP", "MPTCP_INFO", true},
		{"IPPROTO_MPTCP", "MPTCP_INFO", false},
		{"SHUT_WR", "SO_REUSEADDR", false},
	} {
		got := slices.ContainsFunc(OptionsOfLevel(c.level), func(o *Constant) bool { return o.Name == c.option })
		if got != c.want {
			t.Errorf("%s has %s: %v, want %v", c.level, c.option, got, c.want)
		}
	}
	for _, c := range ConstantsOfKind(SocketOption) {
		if !slices.Contains(OptionLevels(), c.Level) {
			t.Errorf("%s has the level %q, which is none", c.Name, c.Level)
		}
		if c.HasValue && c.Type == NoValue {
			t.Errorf("%s does not say what it takes", c.Name)
		}
	}
	for _, level := range OptionLevels() {
		if c, ok := LookupConstant(level); !ok || c.Kind != LevelConstant && c.Kind != ProtocolConstant {
			t.Errorf("the level %s is no constant", level)
		}
	}
}

func TestValueTypes(t *testing.T) {
	for name, want := range map[string]int{
		"SO_REUSEADDR": 4, "SO_LINGER": 8, "SO_RCVTIMEO": 16, "TCP_CONGESTION": 0, "TCP_INFO": 0, "TCP_KEEPIDLE": 4,
	} {
		c, ok := LookupConstant(name)
		if !ok {
			t.Errorf("%s is missing", name)
		} else if got := c.Type.Size(); got != want {
			t.Errorf("%s is %s with %d bytes, want %d", name, c.Type, got, want)
		}
	}
}

func TestErrno(t *testing.T) {
	e, ok := Errno("EAGAIN")
	if !ok || e.Value != 11 || e.Text != "Resource temporarily unavailable" {
		t.Errorf("Errno(EAGAIN) = %+v, %v", e, ok)
	}
	if e, ok := ErrnoByValue(11); !ok || e.Name != "EAGAIN" {
		t.Errorf("ErrnoByValue(11) = %+v, %v", e, ok)
	}
	if e, ok := ErrnoByValue(0); ok {
		t.Errorf("ErrnoByValue(0) = %+v", e)
	}
	if e, ok := ErrnoByText("connection refused"); !ok || e.Name != "ECONNREFUSED" {
		t.Errorf("ErrnoByText(connection refused) = %+v, %v", e, ok)
	}
	if e, ok := ErrnoByText("Operation is now in progress"); ok {
		t.Errorf("ErrnoByText of other words = %+v", e)
	}
	if c, ok := LookupConstant("EINPROGRESS"); !ok || c.Kind != ErrorNumber || c.Value != 115 {
		t.Errorf("LookupConstant(EINPROGRESS) = %+v, %v", c, ok)
	}
	if e, ok := Errno("ECAPMODE"); !ok || e.HasValue || e.Dialect != NPLab {
		t.Errorf("Errno(ECAPMODE) = %+v, %v", e, ok)
	}
}

func TestValuesFor(t *testing.T) {
	for _, c := range []struct {
		name, value string
		want        bool
	}{
		{"IP_MTU_DISCOVER", "IP_PMTUDISC_DO", true},
		{"IP_MTU_DISCOVER", "TCP_INFINITE_SSTHRESH", false},
		{"SO_TIMESTAMPING", "SOF_TIMESTAMPING_TX_ACK", true},
		{"SO_ERROR", "ECONNREFUSED", true},
		{"F_SETFL", "O_NONBLOCK", true},
		{"F_SETFL", "FD_CLOEXEC", false},
		{"F_SETFD", "FD_CLOEXEC", true},
		{"SO_REUSEADDR", "O_NONBLOCK", false},
	} {
		got := slices.ContainsFunc(ValuesFor(c.name), func(v *Constant) bool { return v.Name == c.value })
		if got != c.want {
			t.Errorf("%s takes %s: %v, want %v", c.name, c.value, got, c.want)
		}
	}
	for _, ch := range choices {
		if _, ok := LookupConstant(ch.name); !ok {
			t.Errorf("%s is missing", ch.name)
		}
		if len(ValuesFor(ch.name)) == 0 {
			t.Errorf("%s has no values", ch.name)
		}
	}
}
