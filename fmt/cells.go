package format

import "github.com/pktlang/pkt/lang"

// cell is a part of a packet that authors align in columns: the flags, the
// sequence range, the ack number, an option.
type cell struct {
	piece int32 // index of its first piece
	// kind tells which cells of other packets it is compared with: the name of
	// a field, and for options the word that they begin with.
	kind string
	// pivot is how far after its start lies the place at which such cells are
	// aligned by their ends: the dot of the flags, the colon of a range, the
	// last digit of a number.
	pivot int32
}

// cells lists the parts of a packet, left to right. From is the index of the
// statement's first piece.
func cells(out []cell, st *lang.Statement, packet *lang.Packet, from int) []cell {
	c := cellReader{out: out, st: st, from: from}
	for _, e := range packet.Encapsulations {
		c.add(e.Where().Off, "encapsulation", 0)
	}
	if packet.IP != nil {
		c.add(packet.IP.Off, "ip", 0)
	}
	if packet.PSP != nil {
		c.add(packet.PSP.Off, "psp", 0)
	}
	if packet.Ports != nil {
		c.add(packet.Ports.Off, "ports", 0)
	}
	if tcp := packet.TCP(); tcp != nil {
		c.tcp(tcp)
	} else if packet.Transport != nil {
		c.add(packet.Transport.Where().Off, "transport", 0)
	}
	return c.out
}

type cellReader struct {
	out   []cell
	st    *lang.Statement
	from  int
	at    int // index of the next token to look at
	count int // of cells made
}

// mostCells is how many cells of a packet are looked at: more than 40 bytes of
// TCP options can fill.
const mostCells = 96

// add makes a cell of the token that begins at an offset. Cells come in the
// order of the text.
func (c *cellReader) add(offset int32, kind string, pivot int32) {
	if c.count == mostCells {
		return
	}
	for c.at < len(c.st.Tokens) && c.st.Tokens[c.at].Off < offset {
		c.at++
	}
	if c.at < len(c.st.Tokens) && c.st.Tokens[c.at].Off == offset {
		c.out = append(c.out, cell{piece: int32(c.from + c.at), kind: kind, pivot: pivot})
		c.count++
	}
}

func (c *cellReader) tcp(t *lang.TCP) {
	c.add(t.Flags.Off, "flags", dotOf(t.Flags.Text))
	c.add(t.Seq.Off, "seq", t.Seq.Left.End-t.Seq.Off)
	c.field("ack", "ack number", t.Ack)
	c.field("win", "win number", t.Win)
	c.field("urg", "urg number", t.Urg)
	if t.Options == nil {
		return
	}
	c.add(t.Options.Off, "options", 0)
	for i, o := range t.Options.List {
		if i > 0 {
			c.add(o.Where().Off, o.OptionName(), 0)
		}
		if ts, ok := o.(*lang.Timestamps); ok {
			c.field("val", "val number", &ts.Val)
			c.field("ecr", "ecr number", &ts.Ecr)
		}
	}
}

func (c *cellReader) field(kind, number string, n *lang.Number) {
	if n == nil {
		return
	}
	c.add(n.Keyword.Off, kind, 0)
	c.add(n.Off, number, n.End-n.Off)
}

// dotOf is where the dot of flags stands, or would stand after their letters:
// `S`, `S.` and ` .` are aligned by it.
func dotOf(flags string) int32 {
	for i := range len(flags) {
		if flags[i] == '.' {
			return int32(i)
		}
	}
	return int32(len(flags))
}
