package query

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// ofTCP is a field that only TCP segments have.
func ofTCP(read func(*lang.TCP) value) func(*Event) value {
	return ofPacket(func(p *lang.Packet) value {
		if t := p.TCP(); t != nil {
			return read(t)
		}
		return value{}
	})
}

func tcpFields() []Field {
	return []Field{
		{Name: "tcp.flags", Type: Flags,
			Doc:  "the flags: FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, AE, or as scripts write them, \"S.\"",
			read: ofTCP(func(t *lang.TCP) value { return number(int64(t.Flags.Set)) })},
		{Name: "tcp.seq", Type: Number, Doc: "the first sequence number",
			read: ofTCP(func(t *lang.TCP) value { return ofNumber(&t.Seq.Left) })},
		{Name: "tcp.end", Type: Number, Doc: "the sequence number after the last byte",
			read: ofTCP(func(t *lang.TCP) value { return ofNumber(&t.Seq.Right) })},
		{Name: "tcp.ack", Type: Number, Doc: "the acknowledgment number that is given",
			read: ofTCP(func(t *lang.TCP) value { return ofNumber(t.Ack) })},
		{Name: "tcp.win", Type: Number, Doc: "the window that is given, not scaled",
			read: ofTCP(func(t *lang.TCP) value { return ofNumber(t.Win) })},
		{Name: "tcp.urg", Type: Number, Doc: "the urgent pointer that is given",
			read: ofTCP(func(t *lang.TCP) value { return ofNumber(t.Urg) })},
	}
}

// optionFields has one field for each TCP option, and those for what stands in
// some.
func optionFields() []Field {
	list := []Field{
		{Name: "options", Type: Number, Doc: "how many TCP options are given",
			read: ofTCP(func(t *lang.TCP) value {
				if t.Options == nil || t.Options.Unchecked {
					return value{}
				}
				return number(int64(len(t.Options.List)))
			})},
	}
	for _, o := range vocab.TCPOptions() {
		f := Field{Name: "option." + o.Name, Type: Truth, Doc: "the TCP option " + o.Name,
			read: ofOption(o.Name, func(lang.TCPOption) value { return truth(true) })}
		if n, ok := optionNumbers[o.Name]; ok {
			f.Type, f.Doc, f.read = Number, n.doc, ofOption(o.Name, n.read)
		} else if o.Dialect != vocab.Base {
			f.Doc += fmt.Sprintf(" (%s dialect)", o.Dialect)
		}
		list = append(list, f)
	}
	return append(list,
		Field{Name: "option.TS.val", Type: Number, Doc: "the timestamp of the sender",
			read: ofOption("TS", func(o lang.TCPOption) value { return ofNumber(&o.(*lang.Timestamps).Val) })},
		Field{Name: "option.TS.ecr", Type: Number, Doc: "the timestamp that is echoed",
			read: ofOption("TS", func(o lang.TCPOption) value { return ofNumber(&o.(*lang.Timestamps).Ecr) })},
	)
}

// optionNumbers are the options that stand for a number.
var optionNumbers = map[string]struct {
	doc  string
	read func(lang.TCPOption) value
}{
	"mss": {"the maximum segment size, in bytes",
		func(o lang.TCPOption) value { return ofNumber(&o.(*lang.MSS).Value) }},
	"wscale": {"the window scale, in bits",
		func(o lang.TCPOption) value { return ofNumber(&o.(*lang.WindowScale).Shift) }},
	"sack": {"the number of SACK blocks",
		func(o lang.TCPOption) value { return number(int64(len(o.(*lang.SACK).Blocks))) }},
}

// ofOption reads the first option of that name. What a dialect writes in another
// way under a name of the base language is there, and has no number.
func ofOption(name string, read func(lang.TCPOption) value) func(*Event) value {
	return ofTCP(func(t *lang.TCP) value {
		if t.Options == nil {
			return value{}
		}
		for _, o := range t.Options.List {
			if o.OptionName() != name {
				continue
			}
			if _, other := o.(*lang.OtherOption); other {
				return value{present: true}
			}
			return read(o)
		}
		return value{}
	})
}
