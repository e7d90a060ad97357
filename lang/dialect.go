package lang

// What the dialects add to packets and structures is kept as names and values:
// enough to format, to show and to leave alone.

// dialectIPField reads a field of the IP header that a dialect adds.
func (p *parser) dialectIPField() (Field, bool, bool) { return Field{}, false, false }

// dialectTransport reads a packet of a protocol that a dialect adds.
func (p *parser) dialectTransport(*Packet) (Transport, bool, bool) { return nil, false, false }

// dialectTCPOption reads a TCP option that a dialect adds.
func (p *parser) dialectTCPOption() (TCPOption, bool, bool) { return nil, false, false }

// dialectStructure tells whether the structure that begins at the current token
// has fields of a dialect, and so is read as a plain list.
func (p *parser) dialectStructure() bool { return false }
