package vocab

var (
	anySCTPFlag = []ConstantKind{MessageFlag, SocketOption, OtherConstant}
	anyOther    = []ConstantKind{OtherConstant}
)

// dialectCalls are the calls that only nplab/packetdrill knows: the SCTP
// extensions of the socket API.
var dialectCalls = []Call{
	{
		Name: "sctp_bindx", Dialect: NPLab, Source: "RFC 6458 section 9.1",
		Doc: "adds addresses to an SCTP endpoint or takes them away",
		Params: []Param{
			{Name: "sd", Kind: Descriptor},
			{Name: "addrs", Kind: Structure},
			{Name: "addrcnt", Kind: ElementCount},
			{Name: "flags", Kind: Flags, Constants: anyOther},
		},
	},
	{
		Name: "sctp_peeloff", Dialect: NPLab, Result: DescriptorResult, Opens: SocketDescriptor,
		Source: "RFC 6458 section 9.2",
		Doc:    "moves one association of a one-to-many socket to a socket of its own",
		Params: []Param{
			{Name: "sd", Kind: Descriptor},
			{Name: "assoc_id", Kind: Number},
		},
	},
	{
		Name: "sctp_getpaddrs", Dialect: NPLab, Result: ValueResult, Source: "RFC 6458 section 9.3",
		Doc: "returns the peer's addresses and how many there are",
		Params: []Param{
			{Name: "sd", Kind: Descriptor},
			{Name: "assoc_id", Kind: Number},
			{Name: "addrs", Kind: Structure, Out: true, Ellipsis: EllipsisAllowed},
		},
	},
	{
		Name: "sctp_freepaddrs", Dialect: NPLab, Source: "RFC 6458 section 9.4",
		Doc: "frees what sctp_getpaddrs returned",
		Params: []Param{
			{Name: "addrs", Kind: Structure},
		},
	},
	{
		Name: "sctp_getladdrs", Dialect: NPLab, Result: ValueResult, Source: "RFC 6458 section 9.5",
		Doc: "returns the local addresses and how many there are",
		Params: []Param{
			{Name: "sd", Kind: Descriptor},
			{Name: "assoc_id", Kind: Number},
			{Name: "addrs", Kind: Structure, Out: true, Ellipsis: EllipsisAllowed},
		},
	},
	{
		Name: "sctp_freeladdrs", Dialect: NPLab, Source: "RFC 6458 section 9.6",
		Doc: "frees what sctp_getladdrs returned",
		Params: []Param{
			{Name: "addrs", Kind: Structure},
		},
	},
	{
		Name: "sctp_sendmsg", Dialect: NPLab, Result: BytesResult, Blocking: true, Source: "RFC 6458 section 9.7",
		Doc: "sends a message with its stream, payload protocol and lifetime",
		Params: []Param{
			{Name: "sd", Kind: Descriptor},
			{Name: "msg", Kind: Buffer, Ellipsis: EllipsisRequired},
			{Name: "len", Kind: Length},
			{Name: "to", Kind: SocketAddress, Constants: anyNull, Ellipsis: EllipsisUsual},
			{Name: "tolen", Kind: AddressLength, Ellipsis: EllipsisUsual},
			{Name: "ppid", Kind: Number},
			{Name: "flags", Kind: Flags, Constants: anySCTPFlag},
			{Name: "stream_no", Kind: Number},
			{Name: "pr_value", Kind: Number},
			{Name: "context", Kind: Number},
		},
	},
	{
		Name: "sctp_recvmsg", Dialect: NPLab, Result: BytesResult, Blocking: true, Source: "RFC 6458 section 9.8",
		Doc: "receives a message with its sctp_sndrcvinfo",
		Params: []Param{
			{Name: "sd", Kind: Descriptor},
			{Name: "msg", Kind: Buffer, Out: true, Ellipsis: EllipsisRequired},
			{Name: "len", Kind: Length},
			{Name: "from", Kind: SocketAddress, Out: true, Ellipsis: EllipsisUsual},
			{Name: "fromlen", Kind: AddressLength, Out: true, Ellipsis: EllipsisUsual},
			{Name: "sinfo", Kind: Structure, Out: true, Ellipsis: EllipsisAllowed},
			{Name: "msg_flags", Kind: Flags, Constants: anySCTPFlag, Out: true, Ellipsis: EllipsisAllowed},
		},
	},
	{
		Name: "sctp_connectx", Dialect: NPLab, Blocking: true, Source: "RFC 6458 section 9.9",
		Doc: "opens an association to a peer with several addresses",
		Params: []Param{
			{Name: "sd", Kind: Descriptor},
			{Name: "addrs", Kind: Structure},
			{Name: "addrcnt", Kind: ElementCount},
			{Name: "assoc_id", Kind: Structure, Out: true},
		},
	},
	{
		Name: "sctp_send", Dialect: NPLab, Result: BytesResult, Blocking: true, Source: "RFC 6458 section 9.10",
		Doc: "sends a message with a sctp_sndrcvinfo",
		Params: []Param{
			{Name: "sd", Kind: Descriptor},
			{Name: "msg", Kind: Buffer, Ellipsis: EllipsisRequired},
			{Name: "len", Kind: Length},
			{Name: "sinfo", Kind: Structure},
			{Name: "flags", Kind: Flags, Constants: anySCTPFlag},
		},
	},
	{
		Name: "sctp_sendx", Dialect: NPLab, Result: BytesResult, Blocking: true, Source: "RFC 6458 section 9.11",
		Doc: "sends a message with a sctp_sndrcvinfo to a peer with several addresses",
		Params: []Param{
			{Name: "sd", Kind: Descriptor},
			{Name: "msg", Kind: Buffer, Ellipsis: EllipsisRequired},
			{Name: "len", Kind: Length},
			{Name: "addrs", Kind: Structure, Constants: anyNull, Ellipsis: EllipsisAllowed},
			{Name: "addrcnt", Kind: ElementCount},
			{Name: "sinfo", Kind: Structure},
			{Name: "flags", Kind: Flags, Constants: anySCTPFlag},
		},
	},
	{
		Name: "sctp_sendv", Dialect: NPLab, Result: BytesResult, Blocking: true, Source: "RFC 6458 section 9.12",
		Doc: "sends a message with the kind of information that infotype names",
		Params: []Param{
			{Name: "sd", Kind: Descriptor},
			{Name: "iov", Kind: Vector},
			{Name: "iovcnt", Kind: ElementCount},
			{Name: "addrs", Kind: Structure, Constants: anyNull, Ellipsis: EllipsisAllowed},
			{Name: "addrcnt", Kind: ElementCount},
			{Name: "info", Kind: Structure, Constants: anyNull},
			{Name: "infolen", Kind: Length},
			{Name: "infotype", Kind: Number, Constants: anyOther},
			{Name: "flags", Kind: Flags, Constants: anySCTPFlag},
		},
	},
	{
		Name: "sctp_recvv", Dialect: NPLab, Result: BytesResult, Blocking: true, Source: "RFC 6458 section 9.13",
		Doc: "receives a message with the kind of information that was asked for",
		Params: []Param{
			{Name: "sd", Kind: Descriptor},
			{Name: "iov", Kind: Vector, Out: true},
			{Name: "iovlen", Kind: ElementCount},
			{Name: "from", Kind: SocketAddress, Constants: anyNull, Out: true, Ellipsis: EllipsisUsual},
			{Name: "fromlen", Kind: AddressLength, Out: true},
			{Name: "info", Kind: Structure, Constants: anyNull, Out: true},
			{Name: "infolen", Kind: Length, Out: true},
			{Name: "infotype", Kind: Structure, Constants: anyOther, Out: true, Ellipsis: EllipsisAllowed},
			{Name: "flags", Kind: Flags, Constants: anySCTPFlag, Out: true, Ellipsis: EllipsisAllowed},
		},
	},
}
