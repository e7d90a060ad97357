package model

// SocketOptions is a set of socket options that bear on what the stack does. The
// model does not follow their values: it is less certain where one was set.
type SocketOptions uint16

// The groups of socket options.
const (
	FastOpenConnectOptions SocketOptions = 1 << iota // TCP_FASTOPEN_CONNECT
	LingerOptions                                    // SO_LINGER
	CorkOptions                                      // TCP_CORK, TCP_NODELAY: when small segments leave
	AcksOptions                                      // TCP_QUICKACK: when acknowledgments leave
	DeferAcceptOptions                               // TCP_DEFER_ACCEPT
	ReceiveBufferOptions                             // SO_RCVBUF, TCP_WINDOW_CLAMP: what window is offered
	SendBufferOptions                                // SO_SNDBUF: what a write takes
	TimersOptions                                    // TCP_USER_TIMEOUT, keepalive and the like
	SynCountOptions                                  // TCP_SYNCNT
	ReceiveTimeoutOptions                            // SO_RCVTIMEO, SO_SNDTIMEO, SO_RCVLOWAT
	OtherOptions                                     // anything with an effect that the model does not follow
)

// Any reports whether one of the groups was set.
func (s SocketOptions) Any(groups SocketOptions) bool { return s&groups != 0 }

// optionGroups says what a socket option bears on; the options that change
// nothing which the model holds are in withoutEffect.
var optionGroups = map[string]SocketOptions{
	"TCP_FASTOPEN_CONNECT": FastOpenConnectOptions, "SO_LINGER": LingerOptions,
	"TCP_CORK": CorkOptions, "TCP_QUICKACK": AcksOptions,
	"TCP_DEFER_ACCEPT": DeferAcceptOptions, "SO_RCVBUF": ReceiveBufferOptions,
	"SO_RCVBUFFORCE": ReceiveBufferOptions, "TCP_WINDOW_CLAMP": ReceiveBufferOptions,
	"SO_SNDBUF": SendBufferOptions, "SO_SNDBUFFORCE": SendBufferOptions, "TCP_NOTSENT_LOWAT": SendBufferOptions,
	"TCP_USER_TIMEOUT": TimersOptions, "SO_KEEPALIVE": TimersOptions, "TCP_KEEPIDLE": TimersOptions,
	"TCP_KEEPINTVL": TimersOptions, "TCP_KEEPCNT": TimersOptions, "TCP_SYNCNT": SynCountOptions,
	"TCP_LINGER2": TimersOptions, "SO_RCVTIMEO": ReceiveTimeoutOptions, "SO_SNDTIMEO": ReceiveTimeoutOptions,
	"SO_RCVLOWAT": ReceiveTimeoutOptions, "TCP_RTO_MAX_MS": TimersOptions, "TCP_RTO_MIN_US": TimersOptions,
	"TCP_DELACK_MAX_US": AcksOptions,
}

var withoutEffect = map[string]bool{
	"SO_REUSEADDR": true, "SO_REUSEPORT": true, "TCP_NODELAY": true, "SO_ZEROCOPY": true, "TCP_INQ": true,
	"SO_TIMESTAMPING": true, "SO_TIMESTAMP": true, "SO_TIMESTAMPNS": true, "IP_FREEBIND": true, "IP_RECVERR": true,
	"IPV6_RECVERR": true, "IPV6_V6ONLY": true, "SO_PRIORITY": true, "SO_MARK": true, "IP_TOS": true,
	"IPV6_TCLASS": true,
	"SO_DEBUG":    true, "SO_OOBINLINE": true, "IP_TTL": true, "IPV6_UNICAST_HOPS": true,
	"SO_BINDTODEVICE": true, "SO_INCOMING_CPU": true, "SO_BUSY_POLL": true, "TCP_SAVE_SYN": true,
}
