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
	Statement  int  // where it stands, -1 when it was not seen
	Seen       bool // with its options: <...> does not tell them
	MaxSegment Fact // 536 where there is none (RFC 9293, section 3.7.1)
	Timestamps bool
	SACK       bool
	// Scale is the shift of the window scale option, -1 without it.
	Scale    int64
	FastOpen bool // with or without a cookie
	Cookie   bool
	ECN      bool // ECE and CWR, or AccECN
	AccECN   bool // RFC 9768: segments may then carry its option
	Other    bool // an option that the model does not follow
}

const defaultMSS = 536 // RFC 9293, section 3.7.1

func synOptions(tcp *lang.TCP, statement int) SynOptions {
	o := SynOptions{Statement: statement, Seen: true, MaxSegment: Exactly(defaultMSS), Scale: -1}
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
			o.Scale = min(option.Shift.Value, 14) // RFC 7323, section 2.3
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

// both tells what two SYNs negotiate: 1 if both offer it, 0 if one certainly
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
func (c *Connection) negotiate() {
	o := &c.Options
	o.Timestamps = both(o.Peer, o.Local, func(s SynOptions) bool { return s.Timestamps })
	o.SACK = both(o.Peer, o.Local, func(s SynOptions) bool { return s.SACK })
	o.WindowScaling = both(o.Peer, o.Local, func(s SynOptions) bool { return s.Scale >= 0 })
}

// peerScale is the shift that the peer's windows carry.
func (c *Connection) peerScale() (shift int64, certain bool) {
	if v, ok := c.Options.WindowScaling.Value(); ok {
		if v == 0 {
			return 0, true
		}
		return c.Options.Peer.Scale, true
	}
	return 0, c.Options.Peer.Seen && c.Options.Peer.Scale <= 0
}

// updateMaxSegment works out the effective MSS: the peer's, no more than fits
// the MTU, less the timestamps option (Linux: tcp_sync_mss, tcp_current_mss).
func (c *Connection) updateMaxSegment(e *Environment, own Fact) {
	peer, ok := c.Options.Peer.MaxSegment.Value()
	if !ok {
		c.Send.MaxSegment = Unknown()
		return
	}
	top, low := peer, int64(0)
	if v, ok := own.Value(); ok && v > 0 {
		top = min(top, v)
	}
	mtu, certain := e.MTU.Value()
	if certain {
		top = min(top, mtu-40)
		low = min(top, mtu-60) // over IPv6
	}
	low -= timestampsLength
	if c.Options.Timestamps.Is(1) {
		top -= timestampsLength
	} else if c.Options.Timestamps.Is(0) && certain {
		low = min(top, mtu-60)
	}
	if c.Options.Peer.AccECN || c.Options.Local.AccECN {
		low -= accECNLength
	}
	if v, ok := own.Value(); !ok || v > 0 || c.optionsSet.Any(OtherOptions) {
		low = 0
	}
	c.Send.MaxSegment = Between(max(low, 1), max(top, 1))
}

// The lengths of options that segments with data carry, with their padding, in
// bytes.
const (
	timestampsLength = 12
	accECNLength     = 12 // at most (RFC 9768, section 3.2.3)
)
