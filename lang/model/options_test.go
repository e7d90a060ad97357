package model

import (
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program/settings"
)

// synOf reads the options of an injected SYN.
func synOf(t *testing.T, options string) SynOptions {
	t.Helper()
	script := parse(t, "syn.pkt", "0 < S 0:0(0) win 1000"+options+"\n")
	return synOptions(script.Statements[0].Action.(*lang.Packet).TCP(), StatementAt(0))
}

func TestSynOptions(t *testing.T) {
	for _, test := range []struct {
		text string
		want SynOptions
	}{
		{"", SynOptions{MaxSegment: Exactly(536)}}, // RFC 9293, section 3.7.1
		{" <mss 1000>", SynOptions{MaxSegment: Exactly(1000)}},
		{" <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>", SynOptions{MaxSegment: Exactly(1460), SACK: true,
			Timestamps: true, WindowScale: true, Shift: 7}},
		{" <mss 1460,nop,wscale 0>", SynOptions{MaxSegment: Exactly(1460), WindowScale: true}},
		{" <mss 1460,nop,wscale 15>", SynOptions{MaxSegment: Exactly(1460), WindowScale: true, Shift: 14}},
		// RFC 7323, section 2.3
		{" <mss 1460,FO,nop,nop>", SynOptions{MaxSegment: Exactly(1460), FastOpen: true}},
		{" <mss 1460,FO 0102030405060708,nop,nop>", SynOptions{MaxSegment: Exactly(1460), FastOpen: true,
			Cookie: true}},
	} {
		test.want.Statement, test.want.Seen = StatementAt(0), true
		if got := synOf(t, test.text); got != test.want {
			t.Errorf("%q: got %+v, want %+v", test.text, got, test.want)
		}
	}
}

// Both sides have to offer an option (RFC 7323, sections 2.2 and 3.2; RFC 2018,
// section 2). One whose options nobody has seen may have.
func TestNegotiate(t *testing.T) {
	with, without, unseen := SynOptions{Seen: true, SACK: true, Timestamps: true, WindowScale: true},
		SynOptions{Seen: true}, SynOptions{}
	for _, test := range []struct {
		peer, local SynOptions
		want        Fact
	}{
		{with, with, Exactly(1)}, {with, without, Exactly(0)}, {without, with, Exactly(0)}, {without, without,
			Exactly(0)},
		{with, unseen, Unknown()}, {unseen, with, Unknown()}, {without, unseen, Exactly(0)}, {unseen, without,
			Exactly(0)},
	} {
		o := Options{Peer: test.peer, Local: test.local}
		o.negotiate()
		if o.SACK != test.want || o.Timestamps != test.want || o.WindowScaling != test.want {
			t.Errorf("%+v and %+v agree on SACK %v, timestamps %v, scaling %v; want %v", test.peer, test.local,
				o.SACK, o.Timestamps, o.WindowScaling, test.want)
		}
	}
}

// A window is scaled where both sides offered it (RFC 7323, section 2.3).
func TestPeerShift(t *testing.T) {
	scaled, zero, none := SynOptions{Seen: true, WindowScale: true, Shift: 7}, SynOptions{Seen: true,
		WindowScale: true}, SynOptions{Seen: true}
	for _, test := range []struct {
		peer, local SynOptions
		shift       int64
		certain     bool
	}{
		{scaled, scaled, 7, true}, {scaled, none, 0, true}, {none, scaled, 0, true}, {scaled, SynOptions{}, 0, false},
		{zero, SynOptions{}, 0, true}, {none, SynOptions{}, 0, true}, {SynOptions{}, scaled, 0, false},
	} {
		o := Options{Peer: test.peer, Local: test.local}
		o.negotiate()
		if shift, certain := o.peerShift(); shift != test.shift && certain || certain != test.certain {
			t.Errorf("%+v and %+v: shift %d %v, want %d %v", test.peer, test.local, shift, certain, test.shift,
				test.certain)
		}
	}
}

// A timestamp that goes back may be refused (RFC 7323, section 5.2); they wrap.
func TestTimestamps(t *testing.T) {
	take := func(o *Options, value string) bool {
		script := parse(t, "ts.pkt", "0 < . 1:1(0) ack 1 win 1000 <nop,nop,TS val "+value+" ecr 0>\n")
		return o.takeTimestamp(script.Statements[0].Action.(*lang.Packet).TCP())
	}
	o := &Options{}
	for _, test := range []struct {
		value  string
		old    bool
		recent uint32
	}{{"100", false, 100}, {"100", false, 100}, {"99", true, 100}, {"2000000000", false, 2000000000},
		{"4000000000", false, 4000000000}, {"5", false, 5}, {"4294967295", true, 5}} {
		if old := take(o, test.value); old != test.old || o.recent != test.recent {
			t.Errorf("%s: old %v, TS.Recent %d; want %v, %d", test.value, old, o.recent, test.old, test.recent)
		}
	}
}

// The effective MSS: the peer's, no more than the MTU leaves, less the options
// that every segment carries (RFC 9293, section 3.7.1; RFC 6691).
func TestMaxSegment(t *testing.T) {
	seen := func(mss int64) SynOptions { return SynOptions{Seen: true, MaxSegment: Exactly(mss)} }
	for _, test := range []struct {
		name string
		peer SynOptions
		ts   Fact
		own  Fact
		mtu  int
		want Fact
	}{
		{"the peer's", seen(1000), Exactly(0), Exactly(0), 1500, Exactly(1000)},
		{"less timestamps", seen(1000), Exactly(1), Exactly(0), 1500, Exactly(988)},
		{"of IPv4 or IPv6", seen(1460), Exactly(0), Exactly(0), 1500, Between(1440, 1460)},
		{"a small MTU", seen(1460), Exactly(0), Exactly(0), 600, Between(540, 560)},
		{"TCP_MAXSEG", seen(1460), Exactly(0), Exactly(500), 1500, Between(1, 500)},
		{"nobody knows about timestamps", seen(1000), Unknown(), Exactly(0), 1500, Between(988, 1000)},
		{"nobody has seen the SYN", SynOptions{}, Exactly(0), Exactly(0), 1500, Unknown()},
	} {
		c := &Connection{Options: Options{Peer: test.peer, Timestamps: test.ts}}
		options := settings.Default()
		options.MTU = test.mtu
		c.updateMaxSegment(newEnvironment(&options), test.own)
		if c.Send.MaxSegment != test.want {
			t.Errorf("%s: got %v, want %v", test.name, c.Send.MaxSegment, test.want)
		}
	}
}
