package model

import "github.com/pktlang/pkt/lang"

// Options are what the handshake negotiated.
type Options struct {
	// Peer is what the peer's SYN offers, Local what ours does.
	Peer, Local SynOptions
	// Timestamps, SACK and WindowScaling are 1 or 0 once the handshake tells,
	// and unknown before and where it does not.
	Timestamps, SACK, WindowScaling Fact

	recent         uint32 // the peer's last timestamp (RFC 7323: TS.Recent)
	localTimestamp uint32 // the last one of ours that the script shows
}

// SynOptions are the options of one SYN.
type SynOptions struct {
	Statement  StatementRef // none when it was not seen
	Seen       bool         // with its options: <...> does not tell them
	MaxSegment Fact         // 536 where there is none (RFC 9293, section 3.7.1)
	Timestamps bool
	SACK       bool
	// WindowScale says that it has a window scale option, Shift what it holds.
	WindowScale bool
	Shift       int64
	FastOpen    bool // with or without a cookie
	Cookie      bool
	ECN         bool // ECE and CWR, or AccECN
	AccECN      bool // RFC 9768: segments may then carry its option
	Other       bool // an option that the model does not follow
}

const (
	defaultMSS = 536 // RFC 9293, section 3.7.1
	maxShift   = 14  // RFC 7323, section 2.3
)

// synOptions reads the options of a SYN.
func synOptions(tcp *lang.TCP, statement StatementRef) SynOptions {
	o := SynOptions{Statement: statement, Seen: true, MaxSegment: Exactly(defaultMSS)}
	o.ECN = tcp.Flags.Set&(lang.ECE|lang.CWR|lang.AE) != 0 || tcp.Flags.ACE > 0
	o.AccECN = tcp.Flags.Set&lang.AE != 0 || tcp.Flags.ACE > 0
	if tcp.Options == nil {
		return o
	}
	if tcp.Options.Unchecked {
		o.Seen, o.MaxSegment = false, Unknown()
		return o
	}
	for _, option := range tcp.Options.List {
		switch option := option.(type) {
		case *lang.MSS:
			o.MaxSegment = Exactly(option.Value.Value)
		case *lang.WindowScale:
			o.WindowScale, o.Shift = true, min(option.Shift.Value, maxShift)
		case *lang.SACKPermitted:
			o.SACK = true
		case *lang.Timestamps:
			o.Timestamps = true
		case *lang.FastOpen:
			o.FastOpen, o.Cookie = true, option.Cookie != nil
		case *lang.AccECN:
			o.AccECN = true
		case *lang.OtherOption, *lang.MD5:
			o.Other = true
		}
	}
	return o
}

// both is what two SYNs negotiate: 1 if both offer it, 0 if one certainly
// does not.
func both(peer, local SynOptions, offers func(SynOptions) bool) Fact {
	switch {
	case peer.Seen && !offers(peer), local.Seen && !offers(local):
		return Exactly(0)
	case peer.Seen && local.Seen:
		return Exactly(1)
	}
	return Unknown()
}

// negotiate works out what the two SYNs agree on (RFC 7323, RFC 2018).
func (o *Options) negotiate() {
	o.Timestamps = both(o.Peer, o.Local, func(s SynOptions) bool { return s.Timestamps })
	o.SACK = both(o.Peer, o.Local, func(s SynOptions) bool { return s.SACK })
	o.WindowScaling = both(o.Peer, o.Local, func(s SynOptions) bool { return s.WindowScale })
}

// peerShift is the shift that the peer's windows carry.
func (o *Options) peerShift() (shift int64, certain bool) {
	switch {
	case o.WindowScaling.Is(1):
		return o.Peer.Shift, true
	case o.WindowScaling.Is(0):
		return 0, true
	}
	return 0, o.Peer.Seen && o.Peer.Shift == 0
}

// takeTimestamp takes the timestamp of a segment from the peer, and reports
// whether it is older than the last one, so that PAWS (RFC 7323, section 5) may
// refuse the segment.
func (o *Options) takeTimestamp(tcp *lang.TCP) (old bool) {
	ts := timestampsIn(tcp)
	if ts == nil {
		return false
	}
	value := uint32(ts.Val.Value)
	if before(value, o.recent) {
		return true
	}
	o.recent = value
	return false
}

// timestampsIn returns the timestamps option of a segment, or nil.
func timestampsIn(tcp *lang.TCP) *lang.Timestamps {
	if tcp.Options == nil {
		return nil
	}
	ts, _ := optionNamed(tcp.Options.List, "TS").(*lang.Timestamps)
	return ts
}

// optionNamed returns the first option of a list with that name, or nil.
func optionNamed(list []lang.TCPOption, name string) lang.TCPOption {
	for _, o := range list {
		if o.OptionName() == name {
			return o
		}
	}
	return nil
}

// updateMaxSegment works out the effective MSS: the peer's, no more than fits
// the MTU, less the timestamps option (Linux: tcp_sync_mss, tcp_current_mss).
// own is TCP_MAXSEG.
func (c *Connection) updateMaxSegment(e *Environment, own Fact) {
	peer, ok := c.Options.Peer.MaxSegment.Value()
	if !ok {
		c.Send.MaxSegment = Unknown()
		return
	}
	top, low := max(peer, leastMSS), int64(0)
	if v, ok := own.Value(); ok && v > 0 {
		top = min(top, v)
	}
	mtu, certain := e.MTU.Value()
	if certain {
		top = min(top, mtu-ipv4Headers)
		low = min(top, mtu-ipv6Headers) // over IPv6
	}
	low -= timestampsLength
	if c.Options.Timestamps.Is(1) {
		top -= timestampsLength
	} else if c.Options.Timestamps.Is(0) && certain {
		low = min(top, mtu-ipv6Headers)
	}
	if c.Options.Peer.AccECN || c.Options.Local.AccECN {
		low -= accECNLength
	}
	if v, ok := own.Value(); !ok || v > 0 || c.optionsSet.Any(OtherOptions) {
		low = 0
	}
	c.Send.MaxSegment = Between(max(low, 1), max(top, 1))
}

// The lengths of headers without options, and of the options that segments with
// data carry, with their padding, in bytes.
const (
	leastMSS         = 48 // to which Linux raises a smaller one (net.ipv4.tcp_min_snd_mss)
	ipv4Headers      = 40
	ipv6Headers      = 60
	timestampsLength = 12
	accECNLength     = 12 // at most (RFC 9768, section 3.2.3)
)
