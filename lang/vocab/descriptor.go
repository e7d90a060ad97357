package vocab

// DescriptorUse says what a call does to the descriptor that an argument, its
// result or a field of a structure names. This table is the only place that
// says so: see Param.Descriptor, Call.ResultUse and Keyword.Descriptor.
type DescriptorUse uint8

// The uses of descriptors.
const (
	NoDescriptor DescriptorUse = iota
	// UsesDescriptor: it must be open.
	UsesDescriptor
	// OpensDescriptor: it is open after the call, where the call succeeds.
	OpensDescriptor
	// ClosesDescriptor: it must be open, and is not after the call, whatever
	// that returns (close(2)).
	ClosesDescriptor
)

var descriptorUseNames = [...]string{"no descriptor", "uses", "opens", "closes"}

// String is the use as a verb.
func (u DescriptorUse) String() string { return nameOf(descriptorUseNames[:], u) }

// DescriptorKind is what a descriptor refers to.
type DescriptorKind uint8

// The kinds of descriptors.
const (
	UnknownDescriptor DescriptorKind = iota
	SocketDescriptor
	PipeDescriptor
	EpollDescriptor
	FileDescriptor
)

var descriptorKindNames = [...]string{"descriptor", "socket", "pipe", "epoll instance", "file"}

// String is the kind as used in messages.
func (k DescriptorKind) String() string { return nameOf(descriptorKindNames[:], k) }

// ResultUse says whether the call returns a descriptor that it opens.
func (c *Call) ResultUse() DescriptorUse {
	if c.Result == DescriptorResult {
		return OpensDescriptor
	}
	return NoDescriptor
}

// FieldUse says what a structure's field of that name does to a descriptor.
func FieldUse(field string) DescriptorUse {
	if k := structureField(field); k != nil {
		return k.Descriptor
	}
	return NoDescriptor
}

// setDescriptor fills in the use of the parameters that name descriptors and
// say nothing else.
func (p *Param) setDescriptor() {
	switch {
	case p.Descriptor != NoDescriptor:
	case p.Kind == Descriptor:
		p.Descriptor = UsesDescriptor
	case p.Kind == DescriptorPair:
		p.Descriptor = OpensDescriptor
	}
}
