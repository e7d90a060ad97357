package settings

// Profile is a set of stack settings, put in place before a script runs.
type Profile struct {
	// Sysctls are written in order; a name is relative to /proc/sys, with
	// slashes.
	Sysctls []Sysctl
	// MaxSegments is the most segments that one packet on the TUN device may
	// stand for (IFLA_GSO_MAX_SEGS); 1 turns segmentation offload off, 0
	// leaves the driver's.
	MaxSegments int
}

// Sysctl is a kernel setting of a network namespace.
type Sysctl struct {
	Name, Value string
}

// Profiles are the profiles by name. "simple" is a TCP without extensions, as
// textbooks draw it: what one write sends is on the wire as the MSS cuts it, a
// window is what the header says, and a loss is found by RFC 5681 and RFC 6298
// alone.
var Profiles = map[string]Profile{
	"simple": {
		Sysctls: []Sysctl{
			{"net/ipv4/tcp_timestamps", "0"},
			{"net/ipv4/tcp_sack", "0"},
			{"net/ipv4/tcp_dsack", "0"},
			{"net/ipv4/tcp_window_scaling", "0"},
			{"net/ipv4/tcp_ecn", "0"},
			{"net/ipv4/tcp_early_retrans", "0"}, // tail loss probe
			{"net/ipv4/tcp_recovery", "0"},      // RACK
			{"net/ipv4/tcp_frto", "0"},
			{"net/ipv4/tcp_fastopen", "0"},
			{"net/ipv4/tcp_slow_start_after_idle", "0"},
			{"net/ipv4/tcp_congestion_control", "reno"},
		},
		MaxSegments: 1,
	},
}
