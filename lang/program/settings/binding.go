package settings

import (
	"strconv"
	"strings"
	"time"

	"github.com/pktlang/pkt/lang/vocab"
)

// bindings take the value of an option of vocab's table to the fields of
// Settings. The value has been checked against the table.
var bindings = map[string]func(s *Settings, value string){
	"ip_version": func(s *Settings, value string) { s.IPVersion = IPVersion(value) },
	"local_ip":   text(func(s *Settings) *string { return &s.LocalIP }),
	"remote_ip":  text(func(s *Settings) *string { return &s.RemoteIP }),
	"gateway_ip": text(func(s *Settings) *string { return &s.GatewayIP }),
	"netmask_ip": text(func(s *Settings) *string { return &s.NetmaskIP }),
	"is_anyip":   flag(func(s *Settings) *bool { return &s.AnyIP }),
	"quickack":   flag(func(s *Settings) *bool { return &s.QuickACK }),
	"seed":       number(func(s *Settings) *int64 { return &s.Seed }),
	"profile":    text(func(s *Settings) *string { return &s.Profile }),
	"dry_run":    flag(func(s *Settings) *bool { return &s.DryRun }),
	"verbose":    flag(func(s *Settings) *bool { return &s.Verbose }),
	"debug":      flag(func(s *Settings) *bool { return &s.Debug }),
	"timeout":    duration(func(s *Settings) *time.Duration { return &s.Timeout }),
	"spin":       duration(func(s *Settings) *time.Duration { return &s.Spin }),
	"non_fatal":  nonFatal,
	"init_scripts": func(s *Settings, value string) {
		s.InitScripts = strings.FieldsFunc(value, func(r rune) bool { return r == ',' })
	},

	"bind_port":    number(func(s *Settings) *uint16 { return &s.BindPort }),
	"connect_port": number(func(s *Settings) *uint16 { return &s.ConnectPort }),
	"psp_udp_port": number(func(s *Settings) *uint16 { return &s.PSPPort }),
	"mtu":          number(func(s *Settings) *int { return &s.MTU }),
	"mss":          number(func(s *Settings) *int { return &s.MSS }),
	"speed":        number(func(s *Settings) *uint32 { return &s.Speed }),

	"tolerance_usecs": number(func(s *Settings) *int64 { return &s.ToleranceMicroseconds }),
	"tolerance_percent": func(s *Settings, value string) {
		s.TolerancePercent, _ = strconv.ParseFloat(value, 64)
	},
	"tcp_ts_tick_usecs": number(func(s *Settings) *int { return &s.TimestampTick }),
	"tcp_ts_ecr_scaled": flag(func(s *Settings) *bool { return &s.ScaleTimestampEcho }),
	"strict_segments":   flag(func(s *Settings) *bool { return &s.StrictSegments }),
	"send_omit_free":    flag(func(s *Settings) *bool { return &s.SendOmitFree }),

	"code_command": text(func(s *Settings) *string { return &s.CodeCommand }),
	"code_format":  text(func(s *Settings) *string { return &s.CodeFormat }),
	"code_sockopt": text(func(s *Settings) *string { return &s.CodeSockopt }),
}

// bind takes a value that the option may have to where it belongs.
func (s *Settings) bind(option *vocab.Setting, value string) {
	if option.Unsupported || option.Dialect != vocab.Base {
		s.Unsupported = append(s.Unsupported, option.Name)
		return
	}
	bindings[option.Name](s, value)
}

func text(field func(*Settings) *string) func(*Settings, string) {
	return func(s *Settings, value string) { *field(s) = value }
}

func flag(field func(*Settings) *bool) func(*Settings, string) {
	return func(s *Settings, _ string) { *field(s) = true }
}

func number[T int | int64 | uint16 | uint32](field func(*Settings) *T) func(*Settings, string) {
	return func(s *Settings, value string) {
		n, _ := strconv.ParseInt(value, 10, 64)
		*field(s) = T(n)
	}
}

func duration(field func(*Settings) *time.Duration) func(*Settings, string) {
	return func(s *Settings, value string) { *field(s), _ = time.ParseDuration(value) }
}

// nonFatal passes over words that it does not know, as google/packetdrill does.
func nonFatal(s *Settings, value string) {
	for _, kind := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		switch kind {
		case "packet":
			s.NonFatalPackets = true
		case "syscall":
			s.NonFatalSystemCalls = true
		}
	}
}
