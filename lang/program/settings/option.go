package settings

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Option describes one option by its name without dashes.
type Option struct {
	Name     string
	HasValue bool
	Metavar  string // what stands for the value in a usage line
	Help     string
	// Ours marks an option that the reference does not have, so that neither a
	// script nor the reference's command line may set it.
	Ours  bool
	apply func(s *Settings, value string) error
}

// Options returns all options, by name.
func Options() []Option {
	out := slices.Clone(options)
	slices.SortFunc(out, func(a, b Option) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// FindOption returns the option of that name.
func FindOption(name string) (Option, bool) {
	for _, o := range options {
		if o.Name == name {
			return o, true
		}
	}
	return Option{}, false
}

var options = []Option{
	{Name: "ip_version", HasValue: true, Metavar: "VERSION", Help: "ipv4, ipv4-mapped-ipv6 or ipv6", apply: setIPVersion},
	{Name: "local_ip", HasValue: true, Metavar: "ADDRESS", Help: "address of the TUN device", apply: text(func(s *Settings) *string { return &s.LocalIP })},
	{Name: "remote_ip", HasValue: true, Metavar: "ADDRESS[/BITS]", Help: "address that injected packets come from", apply: text(func(s *Settings) *string { return &s.RemoteIP })},
	{Name: "gateway_ip", HasValue: true, Metavar: "ADDRESS", Help: "gateway of the route to the remote address", apply: text(func(s *Settings) *string { return &s.GatewayIP })},
	{Name: "netmask_ip", HasValue: true, Metavar: "MASK", Help: "IPv4 netmask of the TUN device", apply: text(func(s *Settings) *string { return &s.NetmaskIP })},
	{Name: "bind_port", HasValue: true, Metavar: "PORT", Help: "live port for bind()", apply: port(func(s *Settings) *uint16 { return &s.BindPort })},
	{Name: "connect_port", HasValue: true, Metavar: "PORT", Help: "live port for connect()", apply: port(func(s *Settings) *uint16 { return &s.ConnectPort })},
	{Name: "mtu", HasValue: true, Metavar: "BYTES", Help: "MTU of the TUN device", apply: integer(68, 65535, func(s *Settings, n int64) { s.MTU = int(n) })},
	{Name: "mss", HasValue: true, Metavar: "BYTES", Help: "gso_size of injected TCP packets", apply: integer(1, 65535, func(s *Settings, n int64) { s.MSS = int(n) })},
	{Name: "speed", HasValue: true, Metavar: "MBITS", Help: "link speed of the TUN device", apply: integer(0, math.MaxUint32, func(s *Settings, n int64) { s.Speed = uint32(n) })},
	{Name: "is_anyip", Help: "do not put the local address on the TUN device", apply: flag(func(s *Settings) *bool { return &s.AnyIP })},
	{Name: "tolerance_usecs", HasValue: true, Metavar: "MICROSECONDS", Help: "how far from its time an event may happen", apply: integer(1, math.MaxInt64, func(s *Settings, n int64) { s.ToleranceMicroseconds = n })},
	{Name: "tolerance_percent", HasValue: true, Metavar: "PERCENT", Help: "the same, of the time since the event before", apply: setTolerancePercent},
	{Name: "tcp_ts_tick_usecs", HasValue: true, Metavar: "MICROSECONDS", Help: "length of a TS val tick; 0 leaves TS val unchecked", apply: integer(0, 1_000_000, func(s *Settings, n int64) { s.TimestampTick = int(n) })},
	{Name: "tcp_ts_ecr_scaled", Help: "map every inbound TS ecr to live values", apply: flag(func(s *Settings) *bool { return &s.ScaleTimestampEcho })},
	{Name: "strict_segments", Help: "check exact segmentation", apply: flag(func(s *Settings) *bool { return &s.StrictSegments })},
	{Name: "non_fatal", HasValue: true, Metavar: "KINDS", Help: "packet, syscall or both: only warn of differences there", apply: setNonFatal},
	{Name: "init_scripts", HasValue: true, Metavar: "COMMANDS", Help: "shell commands, separated by commas, to run first", apply: setInitScripts},
	{Name: "code_command", HasValue: true, Metavar: "COMMAND", Help: "shell command that runs the code", apply: text(func(s *Settings) *string { return &s.CodeCommand })},
	{Name: "code_format", HasValue: true, Metavar: "LANGUAGE", Help: "language of the code: python", apply: oneOf(func(s *Settings) *string { return &s.CodeFormat }, "python")},
	{Name: "code_sockopt", HasValue: true, Metavar: "NAME", Help: "TCP_INFO, TCP_CC_INFO or SO_MEMINFO", apply: oneOf(func(s *Settings) *string { return &s.CodeSockopt }, "", "TCP_INFO", "TCP_CC_INFO", "SO_MEMINFO")},
	{Name: "psp_udp_port", HasValue: true, Metavar: "PORT", Help: "UDP port of PSP packets", apply: port(func(s *Settings) *uint16 { return &s.PSPPort })},
	{Name: "send_omit_free", Help: "keep the buffers of sends that the kernel may still read", apply: flag(func(s *Settings) *bool { return &s.SendOmitFree })},
	{Name: "dry_run", Help: "check the script, run nothing", apply: flag(func(s *Settings) *bool { return &s.DryRun })},
	{Name: "define", HasValue: true, Metavar: "NAME=VALUE", Help: "replace the word NAME in the script", apply: setDefinition},
	{Name: "verbose", Help: "print every event", apply: flag(func(s *Settings) *bool { return &s.Verbose })},
	{Name: "debug", Help: "print more still", apply: flag(func(s *Settings) *bool { return &s.Debug })},

	{Name: "wire_client", Help: "remote mode", apply: unsupported("wire_client")},
	{Name: "wire_server", Help: "remote mode", apply: unsupported("wire_server")},
	{Name: "wire_server_ip", HasValue: true, Metavar: "ADDRESS", Help: "remote mode", apply: unsupported("wire_server_ip")},
	{Name: "wire_server_at", HasValue: true, Metavar: "ADDRESS", Help: "remote mode", apply: unsupported("wire_server_at")},
	{Name: "wire_server_port", HasValue: true, Metavar: "PORT", Help: "remote mode", apply: unsupported("wire_server_port")},
	{Name: "wire_client_dev", HasValue: true, Metavar: "DEVICE", Help: "remote mode", apply: unsupported("wire_client_dev")},
	{Name: "wire_server_dev", HasValue: true, Metavar: "DEVICE", Help: "remote mode", apply: unsupported("wire_server_dev")},
	{Name: "so_filename", HasValue: true, Metavar: "FILE", Help: "stack in a shared object", apply: unsupported("so_filename")},
	{Name: "so_flags", HasValue: true, Metavar: "FLAGS", Help: "stack in a shared object", apply: unsupported("so_flags")},

	{Name: "timeout", HasValue: true, Metavar: "DURATION", Help: "end a script that takes longer", Ours: true, apply: duration(func(s *Settings) *time.Duration { return &s.Timeout })},
	{Name: "spin", HasValue: true, Metavar: "DURATION", Help: "spin instead of sleeping this long before an event", Ours: true, apply: duration(func(s *Settings) *time.Duration { return &s.Spin })},
	{Name: "profile", HasValue: true, Metavar: "NAME", Help: "stack settings: simple", Ours: true, apply: setProfile},
	{Name: "quickack", Help: "acknowledge at once", Ours: true, apply: flag(func(s *Settings) *bool { return &s.QuickACK })},
}

func text(field func(*Settings) *string) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		*field(s) = value
		return nil
	}
}

func flag(field func(*Settings) *bool) func(*Settings, string) error {
	return func(s *Settings, _ string) error {
		*field(s) = true
		return nil
	}
}

func integer(low, high int64, set func(*Settings, int64)) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n < low || n > high {
			if high == math.MaxInt64 {
				return fmt.Errorf("expected a whole number from %d up", low)
			}
			return fmt.Errorf("expected a whole number from %d to %d", low, high)
		}
		set(s, n)
		return nil
	}
}

func port(field func(*Settings) *uint16) func(*Settings, string) error {
	return integer(1, math.MaxUint16, func(s *Settings, n int64) { *field(s) = uint16(n) })
}

func duration(field func(*Settings) *time.Duration) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		d, err := time.ParseDuration(value)
		if err != nil || d < 0 {
			return errors.New("expected a duration such as 90s or 200us")
		}
		*field(s) = d
		return nil
	}
}

func oneOf(field func(*Settings) *string, allowed ...string) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		for _, a := range allowed {
			if value == a {
				*field(s) = value
				return nil
			}
		}
		return fmt.Errorf("expected %s", enumerate(allowed))
	}
}

// enumerate writes "a, b or c", leaving out the empty word.
func enumerate(words []string) string {
	var named []string
	for _, w := range words {
		if w != "" {
			named = append(named, w)
		}
	}
	if len(named) < 2 {
		return strings.Join(named, "")
	}
	last := len(named) - 1
	return strings.Join(named[:last], ", ") + " or " + named[last]
}

func unsupported(name string) func(*Settings, string) error {
	return func(s *Settings, _ string) error {
		s.Unsupported = append(s.Unsupported, name)
		return nil
	}
}

func setIPVersion(s *Settings, value string) error {
	switch v := IPVersion(value); v {
	case IPv4, IPv4Mapped, IPv6:
		s.IPVersion = v
		return nil
	}
	return errors.New("expected ipv4, ipv4-mapped-ipv6 or ipv6")
}

func setTolerancePercent(s *Settings, value string) error {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || !(f >= 0 && f <= 100) {
		return errors.New("expected a number from 0 to 100")
	}
	s.TolerancePercent = f
	return nil
}

// setNonFatal passes over words that it does not know, as the reference does.
func setNonFatal(s *Settings, value string) error {
	for _, kind := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		switch kind {
		case "packet":
			s.NonFatalPackets = true
		case "syscall":
			s.NonFatalSystemCalls = true
		}
	}
	return nil
}

func setInitScripts(s *Settings, value string) error {
	s.InitScripts = nil
	for _, command := range strings.Split(value, ",") {
		if command != "" {
			s.InitScripts = append(s.InitScripts, command)
		}
	}
	return nil
}

func setDefinition(s *Settings, value string) error {
	name, is, ok := strings.Cut(value, "=")
	if !ok || name == "" {
		return errors.New("expected NAME=VALUE")
	}
	if s.Definitions == nil {
		s.Definitions = map[string]string{}
	}
	s.Definitions[name] = is
	return nil
}

func setProfile(s *Settings, value string) error {
	if _, ok := Profiles[value]; !ok && value != "" {
		return fmt.Errorf("expected %s", enumerate(profileNames()))
	}
	s.Profile = value
	return nil
}
