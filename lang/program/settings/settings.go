// Package settings holds what a run of a script can be told: every option of
// google/packetdrill's command line and of scripts, and those of our own. It merges
// the places that an option can come from and works out the addresses.
package settings

import (
	"slices"
	"time"

	"github.com/pktlang/pkt/lang/vocab"
)

// IPVersion says which IP the sockets and the packets of a run use.
type IPVersion string

// The IP versions, as --ip_version spells them.
const (
	IPv4       IPVersion = "ipv4"
	IPv4Mapped IPVersion = "ipv4-mapped-ipv6" // AF_INET6 sockets, IPv4 packets (RFC 4291, section 2.5.5.2)
	IPv6       IPVersion = "ipv6"
)

// SocketsIPv6 reports whether sockets are AF_INET6.
func (v IPVersion) SocketsIPv6() bool { return v == IPv4Mapped || v == IPv6 }

// PacketsIPv6 reports whether packets are IPv6.
func (v IPVersion) PacketsIPv6() bool { return v == IPv6 }

// Settings are the settings of one run of one script. The zero value is not
// useful; start from Default or Resolve. It survives a trip through JSON, which
// is how it reaches the process that runs the script.
type Settings struct {
	IPVersion IPVersion `json:"ip_version"`
	// LocalIP, RemoteIP, GatewayIP and NetmaskIP are as they were given, empty
	// for the default; RemoteIP may carry a prefix length. Addresses has what
	// became of them.
	LocalIP   string    `json:"local_ip,omitempty"`
	RemoteIP  string    `json:"remote_ip,omitempty"`
	GatewayIP string    `json:"gateway_ip,omitempty"`
	NetmaskIP string    `json:"netmask_ip,omitempty"`
	Addresses Addresses `json:"addresses"`

	BindPort    uint16 `json:"bind_port"`    // the live port for a script's first local port
	ConnectPort uint16 `json:"connect_port"` // the live port for a script's first remote port

	MTU   int    `json:"mtu"`             // of the TUN device, in bytes
	MSS   int    `json:"mss,omitempty"`   // gso_size of injected TCP packets, in bytes; 0 for none
	Speed uint32 `json:"speed,omitempty"` // link speed of the TUN device in Mbit/s; 0 leaves the driver's
	AnyIP bool   `json:"is_anyip,omitempty"`

	// ToleranceMicroseconds and TolerancePercent say how far from its time an
	// event may happen: the larger of the two, the latter taken of the time
	// since the event before.
	ToleranceMicroseconds int64   `json:"tolerance_usecs"`
	TolerancePercent      float64 `json:"tolerance_percent"`

	// TimestampTick is the microseconds per tick of the TS val that the stack
	// sends; 0 leaves outbound TS val unchecked.
	TimestampTick int `json:"tcp_ts_tick_usecs"`
	// ScaleTimestampEcho maps any inbound TS ecr to live values, also one that
	// the stack never sent as TS val in the script.
	ScaleTimestampEcho bool `json:"tcp_ts_ecr_scaled,omitempty"`
	StrictSegments     bool `json:"strict_segments,omitempty"` // check exact segmentation

	NonFatalPackets     bool `json:"non_fatal_packet,omitempty"`  // a packet that differs is a warning
	NonFatalSystemCalls bool `json:"non_fatal_syscall,omitempty"` // a system call that differs is a warning

	InitScripts []string `json:"init_scripts,omitempty"` // shell commands run before the script
	CodeCommand string   `json:"code_command"`           // shell command that runs the code
	CodeFormat  string   `json:"code_format"`            // language of the code
	CodeSockopt string   `json:"code_sockopt,omitempty"` // accepted for the reference's sake; see package code

	PSPPort      uint16 `json:"psp_udp_port,omitempty"`
	SendOmitFree bool   `json:"send_omit_free,omitempty"` // keep the buffers of zero-copy sends
	DryRun       bool   `json:"dry_run,omitempty"`        // check the script, run nothing
	Verbose      bool   `json:"verbose,omitempty"`
	Debug        bool   `json:"debug,omitempty"`

	// Definitions are all that hold for the script, its own among them, by name.
	Definitions map[string]string `json:"definitions,omitempty"`

	// Timeout ends a script that takes longer.
	Timeout time.Duration `json:"timeout"`
	// Profile names a set of stack settings; see Profiles.
	Profile string `json:"profile,omitempty"`
	// QuickACK turns delayed acknowledgments off on the route to the remote
	// address, as `ip route change ... quickack 1` does.
	QuickACK bool `json:"quickack,omitempty"`
	// Seed makes what the embedded stack takes by chance.
	Seed int64 `json:"seed,omitempty"`
	// Spin is how long before an event the runner stops sleeping and spins.
	Spin time.Duration `json:"spin"`

	// Unsupported are options that were given and are understood, but that
	// this program cannot do yet.
	Unsupported []string `json:"unsupported,omitempty"`
	// Options are the options that were given, and Defined the definitions, by
	// name: each with where every value came from, and so which one holds.
	Options []Choice `json:"options,omitempty"`
	Defined []Choice `json:"defined,omitempty"`
}

// Given reports whether an option was given anywhere.
func (s *Settings) Given(option string) bool {
	return slices.ContainsFunc(s.Options, func(c Choice) bool { return c.Name == option })
}

// Tolerance is how far from its time something may happen, in microseconds, when
// so many have passed since what came before it (packetdrill: verify_time).
func (s *Settings) Tolerance(since int64) int64 {
	return max(s.ToleranceMicroseconds, int64(s.TolerancePercent/100*float64(since)))
}

// Origin is a place that an option or a definition can come from.
type Origin string

// The origins, weakest first. That the command line wins over the script is the
// reference's rule.
const (
	FromDefault     Origin = "default"
	FromProject     Origin = "pkt.toml"
	FromScript      Origin = "script"
	FromVariant     Origin = "variant"
	FromCommandLine Origin = "command line"
)

// places are the options that each origin may give: the command line is ours, or
// that of the program under the name packetdrill, and each refuses on reading
// what it does not have.
var places = map[Origin]vocab.SetBy{
	FromDefault:     vocab.Anyone,
	FromProject:     vocab.ByProject,
	FromScript:      vocab.ByScript,
	FromVariant:     vocab.ByProject,
	FromCommandLine: vocab.ByCommandLine | vocab.ByPacketdrill,
}

// Default returns the settings of a run that was told nothing: the defaults of
// the table of options. Addresses stay open, as they depend on the IP version.
func Default() Settings {
	var s Settings
	for _, option := range vocab.Options(vocab.Anyone) {
		switch option.Kind {
		case vocab.AddressSetting, vocab.PrefixSetting, vocab.NetmaskSetting:
			continue
		}
		if option.Default != "" && !option.Unsupported {
			s.bind(option, option.Default)
		}
	}
	return s
}
