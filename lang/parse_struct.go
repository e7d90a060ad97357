package lang

import "github.com/pktlang/pkt/lang/vocab"

// structureReader knows by the word after the brace which structure begins. All of
// them have fixed fields in a fixed order.
func (p *parser) structureReader(word string) func(Token) (Expr, bool) {
	switch word {
	case "sa_family":
		return p.sockaddr
	case "msg_name":
		return p.msgHdr
	case "cmsg_level":
		return p.controlMessage
	case "scm_sec":
		return p.scmTimestamping
	case "ee_errno":
		return p.sockExtendedErr
	case "fd":
		return p.pollFD
	case "events":
		return p.epollEvent
	case "onoff":
		return p.linger
	}
	return nil
}

// structure reads what stands in braces.
func (p *parser) structure() (Expr, bool) {
	first := p.take()
	t := *p.current()
	switch {
	case t.Kind == EllipsisToken && isByte(p.peek(1), ','):
		return p.iovec(first)
	case isByte(t, '(') || isByte(t, '}'):
		stack, ok := p.mplsLabels(first)
		if !ok || !p.closeStructure("the MPLS label stack") {
			return nil, false
		}
		stack.Span = p.since(first)
		return stack, true
	case t.Kind == WordToken && !t.Defined && p.greStarts(t):
		fields, ok := p.greFields()
		if !ok || !p.closeStructure("the GRE header") {
			return nil, false
		}
		return &GRE{p.since(first), fields}, true
	case t.Kind == WordToken && !t.Defined && (isByte(p.peek(1), '=') || isByte(p.peek(1), '(')):
		if read := p.structureReader(p.source(t)); read != nil && !p.dialectStructure() {
			return read(first)
		}
		if right, ok := vocab.Suggest(p.source(t), structureNames); ok && right != p.source(t) &&
			!p.dialectStructure() {
			return p.structureReader(right)(first) // which says that the field is misspelt
		}
	}
	elements, ok := p.list('}', "the list")
	if !ok {
		return nil, false
	}
	return &List{p.since(first), elements}, true
}

var structureNames = []string{"sa_family", "msg_name", "cmsg_level", "scm_sec", "ee_errno", "events", "onoff"}

func (p *parser) closeStructure(what string) bool {
	if p.accept('}') {
		return true
	}
	if t := p.current(); !t.FirstOnLine && (isByte(*t, ')') || isByte(*t, ',') || isByte(*t, ']')) {
		p.missing("}", "after "+what)
		return true
	}
	return p.unexpected("`}` after " + what)
}

// field takes "name =", and before all but the first field the comma.
func (p *parser) field(name string, first bool) bool {
	if !first && !p.accept(',') {
		if p.current().Kind != WordToken {
			return p.unexpected("`,` and the field `" + name + "`")
		}
		p.missing(",", "before the field `"+name+"`")
	}
	if p.keyword("field", name) == "" {
		return false
	}
	if !p.accept('=') {
		return p.unexpected("`=` after `" + name + "`")
	}
	return true
}

// fields reads "name = expression" for each name, in order.
func (p *parser) fields(what string, names []string, values ...*Expr) bool {
	for i, name := range names {
		if !p.field(name, i == 0) {
			return false
		}
		var ok bool
		if *values[i], ok = p.expression(); !ok {
			return false
		}
	}
	return p.closeStructure(what)
}

// numberFields reads "name = number" for each name, in order.
func (p *parser) numberFields(what string, names []string, values ...*Number) bool {
	for i, name := range names {
		if !p.field(name, i == 0) {
			return false
		}
		n, ok := p.number(Token{}, -1<<63+1, 1<<63-2, "`"+name+"`")
		if !ok {
			return false
		}
		*values[i] = *n
	}
	return p.closeStructure(what)
}

func (p *parser) controlMessage(first Token) (Expr, bool) {
	m := &ControlMessage{}
	ok := p.fields("the control message", []string{"cmsg_level", "cmsg_type", "cmsg_data"}, &m.Level, &m.Type, &m.Data)
	m.Span = p.since(first)
	return m, ok
}

func (p *parser) sockExtendedErr(first Token) (Expr, bool) {
	e := &SockExtendedErr{}
	ok := p.fields("the extended error",
		[]string{"ee_errno", "ee_origin", "ee_type", "ee_code", "ee_info", "ee_data"},
		&e.Errno, &e.Origin, &e.Type, &e.Code, &e.Info, &e.Data)
	e.Span = p.since(first)
	return e, ok
}

func (p *parser) scmTimestamping(first Token) (Expr, bool) {
	t := &SCMTimestamping{}
	ok := p.numberFields("the timestamp", []string{"scm_sec", "scm_nsec"}, &t.Seconds, &t.Nanoseconds)
	t.Span = p.since(first)
	return t, ok
}

func (p *parser) linger(first Token) (Expr, bool) {
	l := &Linger{}
	ok := p.numberFields("the linger structure", []string{"onoff", "linger"}, &l.OnOff, &l.Seconds)
	l.Span = p.since(first)
	return l, ok
}

func (p *parser) pollFD(first Token) (Expr, bool) {
	f := &PollFD{}
	var ok bool
	if !p.field("fd", true) {
		return nil, false
	}
	if f.FD, ok = p.expression(); !ok || !p.field("events", false) {
		return nil, false
	}
	if f.Events, ok = p.expression(); !ok {
		return nil, false
	}
	if p.is(',') {
		if !p.field("revents", false) {
			return nil, false
		}
		if f.Revents, ok = p.expression(); !ok {
			return nil, false
		}
	}
	ok = p.closeStructure("the pollfd structure")
	f.Span = p.since(first)
	return f, ok
}

func (p *parser) epollEvent(first Token) (Expr, bool) {
	e := &EpollEvent{}
	var ok bool
	if !p.field("events", true) {
		return nil, false
	}
	if e.Events, ok = p.expression(); !ok {
		return nil, false
	}
	if !p.accept(',') {
		return nil, p.unexpected("`,` and the data of the event (`fd`, `ptr`, `u32` or `u64`)")
	}
	name := *p.current()
	field := p.keyword("field of the event's data", "fd", "ptr", "u32", "u64")
	if field == "" {
		return nil, false
	}
	e.Field = Word{Span: p.relative(name), Name: field}
	if !p.accept('=') {
		return nil, p.unexpected("`=` after `" + field + "`")
	}
	if e.Value, ok = p.expression(); !ok {
		return nil, false
	}
	ok = p.closeStructure("the epoll_event structure")
	e.Span = p.since(first)
	return e, ok
}

// iovec reads "{..., length}".
func (p *parser) iovec(first Token) (Expr, bool) {
	base := p.take()
	p.take() // the comma
	v := &Iovec{Base: &Ellipsis{p.relative(base)}}
	n, ok := p.number(Token{}, 0, 1<<31-1, "the length of the buffer")
	if !ok {
		return nil, false
	}
	v.Length = n
	ok = p.closeStructure("the iovec structure")
	v.Span = p.since(first)
	return v, ok
}

func (p *parser) sockaddr(first Token) (Expr, bool) {
	s := &Sockaddr{}
	if !p.field("sa_family", true) {
		return nil, false
	}
	family := *p.current()
	if family.Kind != WordToken {
		return nil, p.unexpected("`AF_INET` or `AF_INET6`")
	}
	p.take()
	s.Family = p.word(family)
	var ok bool
	if !p.field("sin_port", false) {
		return nil, false
	}
	if s.Port, ok = p.htons(); !ok || !p.field("sin_addr", false) {
		return nil, false
	}
	keyword := *p.current()
	if p.keyword("function", "inet_addr") == "" {
		return nil, false
	}
	version := 4
	switch s.Family.Name {
	case "AF_INET6":
		version = 6
	case "AF_INET":
	default:
		p.problem(s.Family.Span, CodeUnknownWord, "unknown address family `%s`: expected `AF_INET` or `AF_INET6`",
			short(s.Family.Name))
	}
	if !p.is('(') {
		return nil, p.unexpected("`(` and an address as a string")
	}
	if s.Address, ok = p.inetAddress(keyword, version); !ok {
		return nil, false
	}
	if a := s.Address.(*InetAddress); version == 4 && !validAddress(a.Text, 4) {
		p.problem(a.Span, CodeAddress, "%q is not an IPv4 address: expected one such as \"192.0.2.1\"", short(a.Text))
	}
	ok = p.closeStructure("the socket address")
	s.Span = p.since(first)
	return s, ok
}

// htons reads "htons(N)", which gives the port.
func (p *parser) htons() (Expr, bool) {
	if p.keyword("function", "htons") == "" {
		return nil, false
	}
	n, ok := p.parenthesised(0, 65535, "the port")
	if !ok {
		return nil, false
	}
	return n, true
}

func (p *parser) msgHdr(first Token) (Expr, bool) {
	m := &MsgHdr{}
	if !p.sizedField("msg_name", true, func() bool {
		if p.current().Kind != EllipsisToken {
			return p.unexpected("`...` as the length of the name")
		}
		p.take()
		return true
	}) {
		return nil, false
	}
	name := *p.current()
	if name.Kind != EllipsisToken {
		return nil, p.unexpected("`...` as the name")
	}
	p.take()
	m.Name = &Ellipsis{p.relative(name)}
	if !p.sizedField("msg_iov", false, func() bool {
		n, ok := p.number(Token{}, 0, 1<<31-1, "the number of buffers")
		if ok {
			m.IovLen = *n
		}
		return ok
	}) {
		return nil, false
	}
	var ok bool
	if m.Iov, ok = p.array(); !ok || !p.field("msg_flags", false) {
		return nil, false
	}
	if m.Flags, ok = p.expression(); !ok {
		return nil, false
	}
	if p.is(',') {
		if !p.field("msg_control", false) {
			return nil, false
		}
		if m.Control, ok = p.array(); !ok {
			return nil, false
		}
	}
	ok = p.closeStructure("the message header")
	m.Span = p.since(first)
	return m, ok
}

// sizedField takes "name(size) =".
func (p *parser) sizedField(name string, first bool, size func() bool) bool {
	if !first && !p.accept(',') {
		return p.unexpected("`,` and the field `" + name + "`")
	}
	if p.keyword("field", name) == "" {
		return false
	}
	if !p.accept('(') {
		return p.unexpected("`(` and the length after `" + name + "`")
	}
	if !size() {
		return false
	}
	if !p.accept(')') {
		p.missing(")", "after the length")
	}
	if !p.accept('=') {
		return p.unexpected("`=` after `" + name + "`")
	}
	return true
}

func (p *parser) array() (*Array, bool) {
	first := *p.current()
	if !p.accept('[') {
		return nil, p.unexpected("an array in `[` and `]`")
	}
	elements, ok := p.list(']', "the array")
	return &Array{p.since(first), elements}, ok
}
