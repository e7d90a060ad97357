// Package settings holds what a run of a script can be told: every option of
// the reference's command line and of scripts, and those of our own. It merges
// the places that an option can come from and works out the addresses.
package settings

import (
	"time"
)

// IPVersion says which IP the sockets and the packets of a run use.
type IPVersion string

// The IP versions, as --ip_version spells them.
const (
	IPv4       IPVersion = "ipv4"
	IPv4Mapped IPVersion = "ipv4-mapped-ipv6" // AF_INET6 sockets, IPv4 packets (RFC 4291, section 2.5.5.2)
	IPv6       IPVersion = "ipv6"
)

// SocketsIPv6 tells whether sockets are AF_INET6.
func (v IPVersion) SocketsIPv6() bool { return v == IPv4Mapped || v == IPv6 }

// PacketsIPv6 tells whether packets are IPv6.
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

	// Definitions are those of the command line and the project (-D), by name.
	Definitions map[string]string `json:"definitions,omitempty"`

	// Timeout ends a script that takes longer.
	Timeout time.Duration `json:"timeout"`
	// Profile names a set of stack settings; see Profiles.
	Profile string `json:"profile,omitempty"`
	// QuickACK turns delayed acknowledgments off on the route to the remote
	// address, as `ip route change ... quickack 1` does.
	QuickACK bool `json:"quickack,omitempty"`
	// Spin is how long before an event the runner stops sleeping and spins.
	Spin time.Duration `json:"spin"`

	// Unsupported are options that were given and are understood, but that
	// this program cannot do yet.
	Unsupported []string `json:"unsupported,omitempty"`
	// Origins says for each option that was given who won, by option name.
	Origins map[string]Origin `json:"origins,omitempty"`
}

// Origin is a place that an option can come from. A later one wins.
type Origin string

// The origins, weakest first. That the command line wins over the script is the
// reference's rule.
const (
	FromProject     Origin = "pkt.toml"
	FromScript      Origin = "script"
	FromCommandLine Origin = "command line"
)

// Default returns the settings of a run that was told nothing.
func Default() Settings {
	return Settings{
		IPVersion:             IPv4,
		BindPort:              8080,
		ConnectPort:           8080,
		MTU:                   1500,
		ToleranceMicroseconds: 4000,
		// Linux timers may be late by an eighth since they stopped cascading
		// (kernel commit 500462a9de65, v4.8).
		TolerancePercent: 12.5,
		CodeCommand:      "python3",
		CodeFormat:       "python",
		Timeout:          3 * time.Minute,
		Spin:             100 * time.Microsecond,
	}
}
