package vocab

// The kinds of constants that fit a parameter, named once for the table below.
var (
	anyFamily      = []ConstantKind{AddressFamily}
	anySocketType  = []ConstantKind{SocketTypeConstant}
	anyProtocol    = []ConstantKind{ProtocolConstant}
	anyMessageFlag = []ConstantKind{MessageFlag}
	anyLevel       = []ConstantKind{LevelConstant, ProtocolConstant}
	anyOption      = []ConstantKind{SocketOption}
	anyNull        = []ConstantKind{NullPointer}
)

// calls are the system calls of google/packetdrill. The numbers of arguments
// and the use of "..." are what that tool checks when it runs a call
// (run_system_call.c).
var calls = []Call{
	{
		Name: "socket", Result: DescriptorResult, Opens: SocketDescriptor, Source: "socket(2)",
		Doc: "creates a socket; the domain is usually `...`, which is AF_INET or AF_INET6 as --ip_version says",
		Params: []Param{
			{Name: "domain", Kind: Family, Constants: anyFamily, Ellipsis: EllipsisUsual},
			{Name: "type", Kind: SocketType, Constants: anySocketType},
			{Name: "protocol", Kind: Protocol, Constants: anyProtocol},
		},
	},
	{
		Name: "bind", Source: "bind(2)",
		Doc: "gives the socket the script's own address and --bind_port",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "addr", Kind: SocketAddress, Ellipsis: EllipsisRequired},
			{Name: "addrlen", Kind: AddressLength, Ellipsis: EllipsisRequired},
		},
	},
	{
		Name: "listen", Source: "listen(2)",
		Doc: "makes the socket wait for connections; at most backlog of them are kept until accept",
		Params: []Param{
			{Name: "fd", Kind: Descriptor, Socket: true},
			{Name: "backlog", Kind: Backlog},
		},
	},
	{
		Name: "accept", Result: DescriptorResult, Opens: SocketDescriptor, Reopens: true, Blocking: true,
		Source: "accept(2)",
		Doc:    "takes the first connection off the accept queue and returns a new descriptor for it",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "addr", Kind: SocketAddress, Out: true, Ellipsis: EllipsisRequired},
			{Name: "addrlen", Kind: AddressLength, Out: true, Ellipsis: EllipsisRequired},
		},
	},
	{
		Name: "connect", Blocking: true, Source: "connect(2)",
		Doc: "opens a connection to the remote address and --connect_port; AF_UNSPEC instead of `...` disconnects",
		Params: []Param{
			{Name: "fd", Kind: Descriptor, Socket: true},
			{Name: "addr", Kind: SocketAddress, Constants: anyFamily, Ellipsis: EllipsisUsual},
			{Name: "addrlen", Kind: AddressLength, Ellipsis: EllipsisRequired},
		},
	},
	{
		Name: "read", Result: BytesResult, Blocking: true, Source: "read(2)",
		Doc: "reads up to count bytes; 0 means that the peer has sent its FIN",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "buf", Kind: Buffer, Constants: anyNull, Out: true, Ellipsis: EllipsisUsual},
			{Name: "count", Kind: Length},
		},
	},
	{
		Name: "readv", Result: BytesResult, Blocking: true, Source: "readv(2)",
		Doc: "reads into several buffers, one after the other",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "iov", Kind: Vector, Out: true},
			{Name: "iovcnt", Kind: ElementCount},
		},
	},
	{
		Name: "recv", Result: BytesResult, Blocking: true, Source: "recv(2)",
		Doc: "reads up to len bytes, with flags such as MSG_PEEK",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "buf", Kind: Buffer, Constants: anyNull, Out: true, Ellipsis: EllipsisUsual},
			{Name: "len", Kind: Length},
			{Name: "flags", Kind: Flags, Constants: anyMessageFlag},
		},
	},
	{
		Name: "recvfrom", Result: BytesResult, Blocking: true, Source: "recvfrom(2)",
		Doc: "reads up to len bytes and takes the sender's address, which is not checked",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "buf", Kind: Buffer, Constants: anyNull, Out: true, Ellipsis: EllipsisUsual},
			{Name: "len", Kind: Length},
			{Name: "flags", Kind: Flags, Constants: anyMessageFlag},
			{Name: "addr", Kind: SocketAddress, Out: true, Ellipsis: EllipsisRequired},
			{Name: "addrlen", Kind: AddressLength, Out: true, Ellipsis: EllipsisRequired},
		},
	},
	{
		Name: "recvmsg", Result: BytesResult, Blocking: true, Source: "recvmsg(2)",
		Doc: "reads a message; msg_flags and the control messages of msg_control are what is expected",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "msg", Kind: MessageHeader, Out: true},
			{Name: "flags", Kind: Flags, Constants: anyMessageFlag},
		},
	},
	{
		Name: "write", Result: BytesResult, Blocking: true, Source: "write(2)",
		Doc: "writes count zero bytes",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "buf", Kind: Buffer, Constants: anyNull, Ellipsis: EllipsisUsual},
			{Name: "count", Kind: Length},
		},
	},
	{
		Name: "writev", Result: BytesResult, Blocking: true, Source: "writev(2)",
		Doc: "writes several buffers, one after the other, as one call",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "iov", Kind: Vector},
			{Name: "iovcnt", Kind: ElementCount},
		},
	},
	{
		Name: "send", Result: BytesResult, Blocking: true, Source: "send(2)",
		Doc: "writes len zero bytes, with flags such as MSG_MORE",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "buf", Kind: Buffer, Constants: anyNull, Ellipsis: EllipsisUsual},
			{Name: "len", Kind: Length},
			{Name: "flags", Kind: Flags, Constants: anyMessageFlag},
		},
	},
	{
		Name: "sendto", Result: BytesResult, Blocking: true, Source: "sendto(2)",
		Doc: "writes len zero bytes to the remote address; with MSG_FASTOPEN it also connects",
		Params: []Param{
			{Name: "fd", Kind: Descriptor, Socket: true},
			{Name: "buf", Kind: Buffer, Constants: anyNull, Ellipsis: EllipsisUsual},
			{Name: "len", Kind: Length},
			{Name: "flags", Kind: Flags, Constants: anyMessageFlag},
			{Name: "addr", Kind: SocketAddress, Constants: anyFamily, Ellipsis: EllipsisUsual},
			{Name: "addrlen", Kind: AddressLength, Ellipsis: EllipsisRequired},
		},
	},
	{
		Name: "sendmsg", Result: BytesResult, Blocking: true, Source: "sendmsg(2)",
		Doc: "writes a message; its msg_flags must be 0, the flags are the third argument",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "msg", Kind: MessageHeader},
			{Name: "flags", Kind: Flags, Constants: anyMessageFlag},
		},
	},
	{
		Name: "fcntl", Result: ValueResult, Blocking: true, Source: "fcntl(2)",
		Doc: "reads or changes the flags of a descriptor; `fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK)` makes it non-blocking",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "cmd", Kind: FileCommand, Constants: []ConstantKind{FileCommandConstant}},
			{Name: "arg", Kind: FileCommandArgument, Optional: true,
				Constants: []ConstantKind{OpenFlag, DescriptorFlag, FileLockConstant}},
		},
	},
	{
		Name: "ioctl", Result: ValueResult, Blocking: true, Source: "ioctl(2)",
		Doc: "sends a request to a descriptor; the number in brackets is what the request is expected to return",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "request", Kind: Request, Constants: []ConstantKind{RequestConstant}},
			{Name: "argp", Kind: RequestArgument, Optional: true, Out: true},
		},
	},
	{
		Name: "close", Blocking: true, Source: "close(2)",
		Doc: "closes a descriptor: a connection sends a FIN, or a RST where it has unread data",
		Params: []Param{
			{Name: "fd", Kind: Descriptor, Descriptor: ClosesDescriptor},
		},
	},
	{
		Name: "shutdown", Source: "shutdown(2)",
		Doc: "ends one direction of a connection or both; SHUT_WR sends a FIN",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "how", Kind: ShutdownHow, Constants: []ConstantKind{ShutdownConstant}},
		},
	},
	{
		Name: "getsockopt", Source: "getsockopt(2)",
		Doc: "reads an option; the value and its length in brackets are what is expected",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "level", Kind: OptionLevel, Constants: anyLevel},
			{Name: "optname", Kind: OptionName, Constants: anyOption},
			{Name: "optval", Kind: OptionValue, Constants: []ConstantKind{ErrorNumber, OptionSetting}, Out: true},
			{Name: "optlen", Kind: OptionLength, Out: true},
		},
	},
	{
		Name: "setsockopt", Source: "setsockopt(2)",
		Doc: "sets an option; an integer is written in brackets: `setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0`",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "level", Kind: OptionLevel, Constants: anyLevel},
			{Name: "optname", Kind: OptionName, Constants: anyOption},
			{Name: "optval", Kind: OptionValue, Constants: []ConstantKind{OptionSetting, TimestampingFlag}},
			{Name: "optlen", Kind: OptionLength},
		},
	},
	{
		Name: "poll", Result: ReadyResult, Blocking: true, Source: "poll(2)",
		Doc: "waits for events on descriptors; revents is what is expected",
		Params: []Param{
			{Name: "fds", Kind: PollArray, Constants: []ConstantKind{PollEventFlag}, Out: true},
			{Name: "nfds", Kind: ElementCount},
			{Name: "timeout", Kind: Timeout},
		},
	},
	{
		Name: "cap_set", Source: "cap_set_flag(3)",
		Doc: "raises or lowers a capability of the process that runs the script",
		Params: []Param{
			{Name: "set", Kind: CapabilitySet, Constants: []ConstantKind{CapabilitySetConstant}},
			{Name: "capability", Kind: Capability, Constants: []ConstantKind{CapabilityConstant}},
			{Name: "operation", Kind: CapabilityOperation, Constants: []ConstantKind{CapabilityValue}},
		},
	},
	{
		Name: "open", Result: DescriptorResult, Opens: FileDescriptor, Blocking: true, Source: "open(2)",
		Doc: "opens a file, to be sent with sendfile or splice",
		Params: []Param{
			{Name: "path", Kind: Path},
			{Name: "flags", Kind: Flags, Constants: []ConstantKind{OpenFlag}},
		},
	},
	{
		Name: "sendfile", Result: BytesResult, Blocking: true, Source: "sendfile(2)",
		ElsewhereArgs: []int{7}, // FreeBSD's, in nplab/packetdrill
		Doc:           "copies from a file to a socket inside the kernel; the offset stands in brackets",
		Params: []Param{
			{Name: "out_fd", Kind: Descriptor},
			{Name: "in_fd", Kind: Descriptor},
			{Name: "offset", Kind: Offset},
			{Name: "count", Kind: Length},
		},
	},
	{
		Name: "epoll_create", Result: DescriptorResult, Opens: EpollDescriptor, Source: "epoll_create(2)",
		Doc: "creates an epoll descriptor; the size must be above 0 and is ignored otherwise",
		Params: []Param{
			{Name: "size", Kind: Number},
		},
	},
	{
		Name: "epoll_ctl", Source: "epoll_ctl(2)",
		Doc: "adds, changes or removes a descriptor that an epoll descriptor watches",
		Params: []Param{
			{Name: "epfd", Kind: Descriptor},
			{Name: "op", Kind: EpollOperation, Constants: []ConstantKind{EpollOperationConstant}},
			{Name: "fd", Kind: Descriptor},
			{Name: "event", Kind: EpollEvent, Constants: []ConstantKind{EpollEventFlag}},
		},
	},
	{
		Name: "epoll_wait", Result: ReadyResult, Blocking: true, Source: "epoll_wait(2)",
		Doc: "waits for events; the first of them is compared with the one that is written",
		Params: []Param{
			{Name: "epfd", Kind: Descriptor},
			{Name: "event", Kind: EpollEvent, Constants: []ConstantKind{EpollEventFlag}, Out: true},
			{Name: "maxevents", Kind: ElementCount},
			{Name: "timeout", Kind: Timeout},
		},
	},
	{
		Name: "pipe", Opens: PipeDescriptor, Source: "pipe(2)",
		Doc: "creates a pipe; the two numbers in brackets are its read end and its write end in the script",
		Params: []Param{
			{Name: "pipefd", Kind: DescriptorPair, Out: true},
		},
	},
	{
		Name: "splice", Result: BytesResult, Blocking: true, Source: "splice(2)",
		Doc: "moves bytes between a pipe and another descriptor inside the kernel; the offsets are NULL for sockets " +
			"and pipes",
		Params: []Param{
			{Name: "fd_in", Kind: Descriptor},
			{Name: "off_in", Kind: Offset, Constants: anyNull},
			{Name: "fd_out", Kind: Descriptor},
			{Name: "off_out", Kind: Offset, Constants: anyNull},
			{Name: "len", Kind: Length},
			{Name: "flags", Kind: Flags, Constants: []ConstantKind{SpliceFlag}},
		},
	},
	{
		Name: "psp_rx_assoc", Source: "Documentation/networking/psp.rst",
		Doc: "asks the kernel for a receive key and names its index for the script, in brackets; not a system call " +
			"but a netlink request",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "spi", Kind: SecurityIndex, Out: true},
		},
	},
	{
		Name: "psp_tx_assoc", Source: "Documentation/networking/psp.rst",
		Doc: "makes the socket send with the peer's key of that index; not a system call but a netlink request",
		Params: []Param{
			{Name: "fd", Kind: Descriptor},
			{Name: "spi", Kind: SecurityIndex},
		},
	},
}
