package replay

import (
	"fmt"
	"strings"
	"time"

	"github.com/pktlang/pkt/lang"
)

// text writes the script.
func (s *session) text(f *Flow, name string) string {
	var b strings.Builder
	role, remote := "client", f.Server
	if s.server {
		role, remote = "server", f.Client
	}
	fmt.Fprintf(&b, "// The TCP connection from %s to %s in %s.\n", f.Client, f.Server, oneLine(name))
	fmt.Fprintf(&b, "// The %s %s is under test; what %s sent is injected. System calls are guessed\n", role,
		s.local, remote)
	b.WriteString("// from the packets.\n")
	for _, hint := range s.hints() {
		fmt.Fprintf(&b, "//\n// %s\n", hint)
	}
	b.WriteString("\n")
	options := b.Len()
	if s.local.Addr().Is6() {
		b.WriteString("--ip_version=ipv6\n")
	}
	if s.unknownEcho {
		b.WriteString("--tcp_ts_ecr_scaled\n")
	}
	if b.Len() > options {
		b.WriteString("\n")
	}
	before := time.Duration(0)
	for i, e := range s.events {
		if e.comment != "" {
			fmt.Fprintf(&b, "\n// %s\n", e.comment)
		}
		at := s.rounded(e.at)
		switch {
		case s.options.Absolute || i == 0:
			fmt.Fprintf(&b, "%s %s\n", seconds(at), e.action)
		default:
			fmt.Fprintf(&b, "+%s %s\n", seconds(at-before), e.action)
		}
		before = at
	}
	return b.String()
}

// oneLine keeps a name from ending the comment that it stands in.
func oneLine(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return '?'
		}
		return r
	}, name)
}

func (s *session) rounded(at time.Duration) time.Duration {
	return at.Round(max(s.options.Round, time.Microsecond))
}

// seconds is a time as scripts have it: 0, .1, 1.5.
func seconds(d time.Duration) string {
	if d == 0 {
		return "0"
	}
	text := fmt.Sprintf("%d.%06d", d/time.Second, d%time.Second/time.Microsecond)
	return strings.TrimPrefix(strings.TrimRight(strings.TrimRight(text, "0"), "."), "0")
}

// hints are settings that the handshake shows, each with its reason.
func (s *session) hints() []string {
	here, there := s.handshake(true), s.handshake(false)
	if here == nil {
		return nil
	}
	var out []string
	has := func(g *segment, option string) bool { return g != nil && strings.Contains(g.options(), option) }
	lacks := func(option string) bool {
		return !has(here, option) && (!s.server || has(there, option))
	}
	for _, h := range []struct{ option, sysctl, what string }{
		{"TS ", "net.ipv4.tcp_timestamps", "timestamps"}, {"sackOK", "net.ipv4.tcp_sack", "selective acknowledgments"},
		{"wscale", "net.ipv4.tcp_window_scaling", "window scaling"},
	} {
		if lacks(h.option) {
			out = append(out, fmt.Sprintf("Its SYN has no %s: set %s to 0 if the stack sends them.", h.what, h.sysctl))
		}
	}
	if has(here, "FO") {
		out = append(out, "Its SYN has a fast open option: net.ipv4.tcp_fastopen must allow it, and a cookie "+
			"depends on the key.")
	}
	if here.has(lang.ECE) {
		out = append(out, "Its SYN has ECN flags: net.ipv4.tcp_ecn must be 1, or 2 for a server.")
	}
	return out
}

// handshake is the SYN of one side, or nil.
func (s *session) handshake(local bool) *segment {
	for _, g := range s.segments {
		if g.has(lang.SYN) && s.outbound(g) == local {
			return g
		}
	}
	return nil
}
