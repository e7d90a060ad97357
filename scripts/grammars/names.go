package main

import (
	"slices"

	"github.com/pktlang/pkt/lang/vocab"
)

// names are the words of the language by how editors colour them.
type names struct {
	calls      []string // system calls
	constants  []string // symbols of system calls, without errnos
	errnos     []string
	options    []string // of TCP
	transports []string // udp, icmp, and outer headers
	segments   []string // ack, win, urg, mtu, id
	fields     []string // of options, IP information and structures
	functions  []string // inet_addr and the like
	icmp       []string // types and codes
	settings   []string // of scripts, without dashes
	ecn        []string
}

// collectNames sorts the table of names, so that the grammars change only where
// the table does.
func collectNames() names {
	var n names
	for _, c := range vocab.SystemCalls() {
		n.calls = append(n.calls, c.Name)
	}
	for _, c := range vocab.Constants() {
		if c.Kind == vocab.ErrorNumber {
			n.errnos = append(n.errnos, c.Name)
		} else {
			n.constants = append(n.constants, c.Name)
		}
	}
	for _, o := range vocab.TCPOptions() {
		n.options = append(n.options, o.Name)
	}
	for _, w := range vocab.ECNWords() {
		n.ecn = append(n.ecn, w.Name)
	}
	for _, s := range vocab.ScriptOptions() {
		n.settings = append(n.settings, s.Name)
	}
	for _, t := range vocab.ICMPTypes() {
		n.icmp = append(n.icmp, t.Name)
		for _, c := range t.Codes {
			n.icmp = append(n.icmp, c.Name)
		}
	}
	n.addKeywords()
	for _, list := range n.all() {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return n
}

func (n *names) all() []*[]string {
	return []*[]string{
		&n.calls, &n.constants, &n.errnos, &n.options, &n.transports, &n.segments,
		&n.fields, &n.functions, &n.icmp, &n.settings, &n.ecn,
	}
}

func (n *names) addKeywords() {
	for _, k := range vocab.Keywords() {
		switch k.Group {
		case vocab.TransportKeyword, vocab.EncapsulationKeyword, vocab.ChunkKeyword:
			n.transports = append(n.transports, k.Name)
		case vocab.SegmentKeyword, vocab.ICMPKeyword:
			n.segments = append(n.segments, k.Name)
		case vocab.FunctionKeyword:
			n.functions = append(n.functions, k.Name)
		default:
			n.fields = append(n.fields, k.Name)
		}
	}
}
