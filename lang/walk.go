package lang

// Children returns the nodes directly below a node, in source order where they
// have one. Words and numbers have none.
func Children(n Node) []Node {
	var c children
	switch n := n.(type) {
	case *Packet:
		for _, e := range n.Encapsulations {
			c.add(e)
		}
		addPointer(&c, n.IP)
		addPointer(&c, n.PSP)
		addPointer(&c, n.Ports)
		addPointer(&c, n.Named)
		if n.Transport != nil {
			c.add(n.Transport)
		}
		addPointer(&c, n.UDP)
	case *TCP:
		c.add(&n.Flags)
		c.add(&n.Seq)
		addPointer(&c, n.Ack)
		addPointer(&c, n.Win)
		addPointer(&c, n.Urg)
		addPointer(&c, n.Options)
	case *SystemCall:
		addPointer(&c, n.Until)
		c.add(&n.Name)
		c.exprs(n.Args...)
		c.exprs(n.Result)
		addPointer(&c, n.Errno)
		addPointer(&c, n.Note)
	default:
		c.packetPart(n)
		c.option(n)
		c.expression(n)
	}
	return c.nodes
}

type children struct{ nodes []Node }

func (c *children) add(n Node) { c.nodes = append(c.nodes, n) }

// numbers adds those that were written; what was left out has no span.
func (c *children) numbers(ns ...*Number) {
	for _, n := range ns {
		if !n.Empty() {
			c.add(n)
		}
	}
}

func (c *children) exprs(es ...Expr) {
	for _, e := range es {
		if e != nil {
			c.add(e)
		}
	}
}

// addPointer adds a node that may be absent; a generic function, because a nil
// pointer in an interface is not nil.
func addPointer[T any, P interface {
	*T
	Node
}](c *children, n P) {
	if n != nil {
		c.add(n)
	}
}

func (c *children) packetPart(n Node) {
	switch n := n.(type) {
	case *UDP:
		c.numbers(&n.Length)
	case *OtherTransport:
		c.add(&n.Protocol)
	case *ICMP:
		c.add(&n.Type)
		addPointer(c, n.Code)
		addPointer(c, n.MTU)
		addPointer(c, n.ID)
		addPointer(c, n.Echoed)
	case *Echoed:
		addPointer(c, n.Seq)
		addPointer(c, n.Length)
		addPointer(c, n.UDP)
	case *IPHeader:
		addPointer(c, n.IP)
		c.add(&n.Source)
		c.add(&n.Destination)
	case *IPInfo:
		addPointer(c, n.ECN)
		addPointer(c, n.TOS)
		addPointer(c, n.FlowLabel)
		addPointer(c, n.TTL)
		c.fields(n.Other)
	case *GRE:
		addPointer(c, n.Present)
	case *GREFields:
		for i := range n.FlagWords {
			c.add(&n.FlagWords[i])
		}
		c.numbers(&n.Flags, &n.Sum, &n.Off, &n.Key, &n.Seq)
	case *MPLS:
		for i := range n.Labels {
			c.add(&n.Labels[i])
		}
	case *MPLSLabel:
		c.numbers(&n.Label, &n.TrafficClass, &n.TTL)
	case *PSP:
		c.numbers(&n.SPI)
	case *Ports:
		c.numbers(&n.Source, &n.Destination)
	case *SequenceRange:
		c.numbers(&n.Left, &n.Right, &n.Length)
	case *Field:
		c.add(&n.Name)
		c.exprs(n.Value)
	}
}

func (c *children) fields(fields []Field) {
	for i := range fields {
		c.add(&fields[i])
	}
}

func (c *children) option(n Node) {
	switch n := n.(type) {
	case *TCPOptions:
		for _, o := range n.List {
			c.add(o)
		}
	case *MSS:
		c.numbers(&n.Value)
	case *WindowScale:
		c.numbers(&n.Shift)
	case *SACK:
		for i := range n.Blocks {
			c.add(&n.Blocks[i])
		}
	case *SACKBlock:
		c.numbers(&n.Left, &n.Right)
	case *Timestamps:
		c.numbers(&n.Val, &n.Ecr)
	case *MD5:
		c.add(&n.Digest)
	case *FastOpen:
		addPointer(c, n.Cookie)
	case *AccECN:
		for i := range n.Fields {
			c.add(&n.Fields[i])
		}
	case *AccECNField:
		c.numbers(&n.Value)
	case *OtherOption:
		c.add(&n.Name)
		c.fields(n.Fields)
	case *Option:
		addPointer(c, n.Value)
	case *OptionValue:
		addPointer(c, n.Define)
	case *Time:
		if !n.Start.Empty() {
			c.add(&n.Start)
		}
		if !n.Stop.Empty() {
			c.add(&n.Stop)
		}
	}
}

func (c *children) expression(n Node) {
	switch n := n.(type) {
	case *Or:
		c.exprs(n.Terms...)
	case *Assign:
		c.add(&n.Name)
		c.exprs(n.Size...)
		c.exprs(n.Value)
	case *Array:
		c.exprs(n.Elements...)
	case *List:
		c.exprs(n.Elements...)
	case *Sockaddr:
		c.add(&n.Family)
		c.exprs(n.Port, n.Address)
	case *MsgHdr:
		c.exprs(n.Name)
		c.numbers(&n.IovLen)
		addPointer(c, n.Iov)
		c.exprs(n.Flags)
		addPointer(c, n.Control)
	case *ControlMessage:
		c.exprs(n.Level, n.Type, n.Data)
	case *SCMTimestamping:
		c.numbers(&n.Seconds, &n.Nanoseconds)
	case *SockExtendedErr:
		c.exprs(n.Errno, n.Origin, n.Type, n.Code, n.Info, n.Data)
	case *Iovec:
		c.exprs(n.Base, n.Length)
	case *PollFD:
		c.exprs(n.FD, n.Events, n.Revents)
	case *EpollEvent:
		c.exprs(n.Events)
		c.add(&n.Field)
		c.exprs(n.Value)
	case *Linger:
		c.numbers(&n.OnOff, &n.Seconds)
	case *CallExpr:
		c.add(&n.Name)
		c.exprs(n.Args...)
	}
}

// Walk calls visit for a node and, where visit returns true, for all below it.
func Walk(n Node, visit func(Node) bool) {
	if !visit(n) {
		return
	}
	for _, child := range Children(n) {
		Walk(child, visit)
	}
}

// Roots are the topmost nodes of the statement: its option, or its time and
// action.
func (s *Statement) Roots() []Node {
	var c children
	addPointer(&c, s.Option)
	addPointer(&c, s.Time)
	if s.Action != nil {
		c.add(s.Action)
	}
	return c.nodes
}

// Walk visits every node of the statement.
func (s *Statement) Walk(visit func(Node) bool) {
	for _, root := range s.Roots() {
		Walk(root, visit)
	}
}

// At finds the statement that holds an offset, and the nodes around it from
// the outermost to the innermost. A place right after a node is in it. The
// statement is nil only where the offset is outside the file.
func (s *Script) At(offset int) (*Statement, []Node) {
	index := s.StatementIndex(offset)
	if index < 0 {
		return nil, nil
	}
	st := s.Statements[index]
	at := int32(offset - st.Base)
	var path []Node
	nodes := st.Roots()
	for len(nodes) > 0 {
		next := holding(nodes, at)
		if next == nil {
			break
		}
		path = append(path, next)
		nodes = Children(next)
	}
	return st, path
}

// holding picks the node that holds an offset: one that holds the byte after
// it before one that ends there.
func holding(nodes []Node, at int32) Node {
	var touching Node
	for _, n := range nodes {
		w := n.Where()
		if w.Off <= at && at < w.End {
			return n
		}
		if at == w.End && !w.Empty() {
			touching = n
		}
	}
	return touching
}

// StatementIndex is the index of the statement that holds an offset, or -1. An
// offset between two statements belongs to the first when it stands right
// after it on the same line, and to the second otherwise.
func (s *Script) StatementIndex(offset int) int {
	if offset < 0 || offset > len(s.File.Text) || len(s.Statements) == 0 {
		return -1
	}
	low, high := 0, len(s.Statements)
	for low+1 < high {
		if mid := (low + high) / 2; s.Statements[mid].Base <= offset {
			low = mid
		} else {
			high = mid
		}
	}
	// At the end of a text without a last line end nothing else begins.
	between := offset < s.Statements[low].Start() || s.Statements[low].Kind == EndStatement
	if low > 0 && between && s.sameLine(s.Statements[low-1], offset) {
		return low - 1
	}
	return low
}

func (s *Script) sameLine(st *Statement, offset int) bool {
	end := st.Base + int(st.Length)
	for _, c := range s.File.Text[end:offset] {
		if c == '\n' || c == '\r' {
			return false
		}
	}
	return true
}

// TokenAt is the token or comment of a statement that holds an offset in the
// file, or nil.
func (s *Statement) TokenAt(offset int) *Token {
	at := int32(offset - s.Base)
	var touching *Token
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.Off <= at && at < t.End {
			return t
		}
		if t.End == at {
			touching = t
		}
	}
	return touching
}
