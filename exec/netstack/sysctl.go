package netstack

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"

	"github.com/pktlang/pkt/exec/abi"
)

// sysctl is a kernel setting of Linux that means something to this stack
// (Documentation/networking/ip-sysctl.rst).
type sysctl struct {
	// same are values that say what the stack does in any case.
	same []string
	// read returns what sets a value, or what is wrong with it; nil where there
	// is nothing to set.
	read func(value string) (setter, error)
}

// setter sets up a stack.
type setter func(*Machine) error

// sysctls are those that can be honoured, by their names with dots.
var sysctls = map[string]sysctl{
	"net.ipv4.tcp_sack":               {read: oneOf("0", "1").then(setSACK)},
	"net.ipv4.tcp_timestamps":         {read: oneOf("0", "1", "2").then(setTimestamps)},
	"net.ipv4.tcp_window_scaling":     {read: oneOf("0", "1").then(setScaling)},
	"net.ipv4.tcp_moderate_rcvbuf":    {read: oneOf("0", "1").then(setModeration)},
	"net.ipv4.tcp_congestion_control": {read: oneOf("reno", "cubic").then(setDefaultCongestion)},
	"net.ipv4.tcp_recovery":           {read: number(0, 7, setRecovery)},
	"net.ipv4.tcp_syn_retries":        {read: number(1, 127, setSynRetries)},
	"net.ipv4.tcp_retries2":           {read: number(1, 255, setRetries)},
	"net.ipv4.tcp_fin_timeout":        {read: number(1, maxSeconds, setFinTimeout)},
	"net.ipv4.tcp_rto_min_us":         {read: number(1, 1_000_000, setLeastRTO)},
	"net.ipv4.tcp_rto_max_ms":         {read: number(1000, 120_000, setLongestRTO)},
	"net.ipv4.tcp_keepalive_time":     {read: number(1, maxKeepIdle, setDefault(abi.TCP_KEEPIDLE))},
	"net.ipv4.tcp_keepalive_intvl":    {read: number(1, maxKeepInt, setDefault(abi.TCP_KEEPINTVL))},
	"net.ipv4.tcp_keepalive_probes":   {read: number(1, maxKeepCount, setDefault(abi.TCP_KEEPCNT))},
	"net.ipv4.ip_default_ttl":         {read: number(1, 255, setTTL)},
	"net.ipv4.tcp_rmem":               {read: sizes(setReceiveMemory)},
	"net.ipv4.tcp_wmem":               {read: sizes(setSendMemory)},

	"net.ipv4.tcp_tw_reuse":              {same: []string{"0", "2"}},
	"net.ipv4.tcp_ecn":                   {same: []string{"0", "2"}},
	"net.ipv4.tcp_ecn_option":            {same: []string{"0"}},
	"net.ipv4.tcp_fastopen":              {same: []string{"0", "1"}},
	"net.ipv4.tcp_dsack":                 {same: []string{"0", "1"}},
	"net.ipv4.tcp_frto":                  {same: []string{"0", "2"}},
	"net.ipv4.tcp_early_retrans":         {same: []string{"0", "3"}},
	"net.ipv4.tcp_slow_start_after_idle": {same: []string{"0", "1"}},
	"net.ipv4.tcp_no_metrics_save":       {same: []string{"0", "1"}},
	"net.ipv4.tcp_syncookies":            {same: []string{"0", "1"}},
	"net.ipv4.tcp_autocorking":           {same: []string{"0", "1"}},
	"net.ipv4.tcp_abort_on_overflow":     {same: []string{"0"}},
	"net.ipv4.tcp_mtu_probing":           {same: []string{"0"}},
	"net.ipv4.tcp_reordering":            {same: []string{"3"}},
	"net.core.somaxconn":                 {same: []string{"4096"}},
}

// readSysctl returns what sets a sysctl, or why it cannot be honoured.
func readSysctl(name, value string) (setter, error) {
	s, ok := sysctls[name]
	switch {
	case !ok:
		return nil, fmt.Errorf("the embedded stack has no setting %s", name)
	case slices.Contains(s.same, value):
		return func(*Machine) error { return nil }, nil
	case s.read == nil:
		return nil, fmt.Errorf("the embedded stack cannot be told %s=%s: it behaves as with %s",
			name, value, strings.Join(s.same, " or "))
	}
	set, err := s.read(value)
	if err != nil {
		return nil, fmt.Errorf("the embedded stack cannot be told %s=%s: expected %w", name, value, err)
	}
	return set, nil
}

// setSysctl sets one.
func (m *Machine) setSysctl(name, value string) error {
	set, err := readSysctl(name, value)
	if err != nil {
		return err
	}
	return set(m)
}

// choices are the values of a sysctl that has few.
type choices []string

func oneOf(values ...string) choices { return values }

func (c choices) then(set func(*Machine, string) error) func(string) (setter, error) {
	return func(value string) (setter, error) {
		if !slices.Contains(c, value) {
			return nil, errors.New(strings.Join(c, " or "))
		}
		return func(m *Machine) error { return set(m, value) }, nil
	}
}

// number is a sysctl that is a whole number.
func number(low, high int, set func(*Machine, int) error) func(string) (setter, error) {
	return func(value string) (setter, error) {
		n, err := strconv.Atoi(value)
		if err != nil || n < low || n > high {
			return nil, fmt.Errorf("%d to %d", low, high)
		}
		return func(m *Machine) error { return set(m, n) }, nil
	}
}

// maxSeconds keeps times in seconds apart from overflow.
const maxSeconds = 1 << 20

// sizes is a sysctl of three sizes in bytes: the least, the one to begin with,
// the most.
func sizes(set func(m *Machine, least, usual, most int) error) func(string) (setter, error) {
	return func(value string) (setter, error) {
		var least, usual, most int
		if n, _ := fmt.Sscan(value, &least, &usual, &most); n != 3 || least < 1 || usual < least || most < usual {
			return nil, errors.New("three sizes in bytes, none less than the one before")
		}
		return func(m *Machine) error { return set(m, least, usual, most) }, nil
	}
}

func (m *Machine) setTCP(o tcpip.SettableTransportProtocolOption) error {
	if err := m.stack.SetTransportProtocolOption(tcp.ProtocolNumber, o); err != nil {
		return fmt.Errorf("the embedded stack refuses %T: %s", o, err)
	}
	return nil
}

func setSACK(m *Machine, value string) error {
	o := tcpip.TCPSACKEnabled(value == "1")
	return m.setTCP(&o)
}

func setTimestamps(m *Machine, value string) error {
	m.link.setWire(func(w *wire) { w.noTimestamps = value == "0" })
	return nil
}

func setScaling(m *Machine, value string) error {
	m.link.setWire(func(w *wire) { w.noScaling = value == "0" })
	return nil
}

func setModeration(m *Machine, value string) error {
	o := tcpip.TCPModerateReceiveBufferOption(value == "1")
	return m.setTCP(&o)
}

func setDefaultCongestion(m *Machine, value string) error {
	o := tcpip.CongestionControlOption(value)
	return m.setTCP(&o)
}

func setRecovery(m *Machine, n int) error {
	o := tcpip.TCPRecovery(n)
	return m.setTCP(&o)
}

func setSynRetries(m *Machine, n int) error {
	o := tcpip.TCPSynRetriesOption(n)
	return m.setTCP(&o)
}

func setRetries(m *Machine, n int) error {
	o := tcpip.TCPMaxRetriesOption(n)
	return m.setTCP(&o)
}

func setFinTimeout(m *Machine, seconds int) error {
	o := tcpip.TCPLingerTimeoutOption(time.Duration(seconds) * time.Second)
	return m.setTCP(&o)
}

func setLeastRTO(m *Machine, micros int) error {
	o := tcpip.TCPMinRTOOption(time.Duration(micros) * time.Microsecond)
	return m.setTCP(&o)
}

func setLongestRTO(m *Machine, millis int) error {
	o := tcpip.TCPMaxRTOOption(time.Duration(millis) * time.Millisecond)
	return m.setTCP(&o)
}

// setDefault is the value that an option of each new socket begins with.
func setDefault(name int32) func(*Machine, int) error {
	return func(m *Machine, n int) error {
		m.kernel.begin(choice{tcpOption(name), int32Data(int32(n))})
		return nil
	}
}

func setTTL(m *Machine, n int) error {
	o := tcpip.DefaultTTLOption(n)
	if err := m.stack.SetNetworkProtocolOption(header.IPv4ProtocolNumber, &o); err != nil {
		return fmt.Errorf("the embedded stack refuses a TTL: %s", err)
	}
	return nil
}

func setReceiveMemory(m *Machine, least, usual, most int) error {
	return m.setTCP(&tcpip.TCPReceiveBufferSizeRangeOption{Min: least, Default: usual, Max: most})
}

// setSendMemory leaves room for an initial window, as Linux does whatever the
// sysctl says (tcp_init_buffer_space).
func setSendMemory(m *Machine, least, usual, most int) error {
	return m.setTCP(&tcpip.TCPSendBufferSizeRangeOption{Min: least,
		Default: min(max(usual, usualSend), most), Max: most})
}
