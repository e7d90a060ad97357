package vocab

// dialectConstants are the names of the dialects that have one value
// everywhere, or one on Linux. The others are in foreignNames.
var dialectConstants = []family{
	{kind: TypeOfService, source: "RFC 2474", dialect: NPLab, rows: []row{
		{name: "IPTOS_DSCP_CS0", value: 0x00, doc: "class selector 0"},
		{name: "IPTOS_DSCP_CS1", value: 0x20, doc: "class selector 1"},
		{name: "IPTOS_DSCP_CS2", value: 0x40, doc: "class selector 2"},
		{name: "IPTOS_DSCP_CS3", value: 0x60, doc: "class selector 3"},
		{name: "IPTOS_DSCP_CS4", value: 0x80, doc: "class selector 4"},
		{name: "IPTOS_DSCP_CS5", value: 0xa0, doc: "class selector 5"},
		{name: "IPTOS_DSCP_CS6", value: 0xc0, doc: "class selector 6"},
		{name: "IPTOS_DSCP_CS7", value: 0xe0, doc: "class selector 7"},
		{name: "IPTOS_DSCP_AF11", value: 0x28, doc: "assured forwarding, class 1 with drop precedence 1", source: "RFC 2597"},
		{name: "IPTOS_DSCP_AF12", value: 0x30, doc: "assured forwarding, class 1 with drop precedence 2", source: "RFC 2597"},
		{name: "IPTOS_DSCP_AF13", value: 0x38, doc: "assured forwarding, class 1 with drop precedence 3", source: "RFC 2597"},
		{name: "IPTOS_DSCP_AF21", value: 0x48, doc: "assured forwarding, class 2 with drop precedence 1", source: "RFC 2597"},
		{name: "IPTOS_DSCP_AF22", value: 0x50, doc: "assured forwarding, class 2 with drop precedence 2", source: "RFC 2597"},
		{name: "IPTOS_DSCP_AF23", value: 0x58, doc: "assured forwarding, class 2 with drop precedence 3", source: "RFC 2597"},
		{name: "IPTOS_DSCP_AF31", value: 0x68, doc: "assured forwarding, class 3 with drop precedence 1", source: "RFC 2597"},
		{name: "IPTOS_DSCP_AF32", value: 0x70, doc: "assured forwarding, class 3 with drop precedence 2", source: "RFC 2597"},
		{name: "IPTOS_DSCP_AF33", value: 0x78, doc: "assured forwarding, class 3 with drop precedence 3", source: "RFC 2597"},
		{name: "IPTOS_DSCP_AF41", value: 0x88, doc: "assured forwarding, class 4 with drop precedence 1", source: "RFC 2597"},
		{name: "IPTOS_DSCP_AF42", value: 0x90, doc: "assured forwarding, class 4 with drop precedence 2", source: "RFC 2597"},
		{name: "IPTOS_DSCP_AF43", value: 0x98, doc: "assured forwarding, class 4 with drop precedence 3", source: "RFC 2597"},
		{name: "IPTOS_DSCP_EF", value: 0xb8, doc: "expedited forwarding", source: "RFC 3246"},
		{name: "IPTOS_DSCP_VA", value: 0xb0, doc: "voice admit", source: "RFC 5865"},
	}},
	{kind: SocketOption, level: "IPPROTO_UDPLITE", source: "udplite(7)", dialect: NPLab, rows: []row{
		{name: "UDPLITE_SEND_CSCOV", value: 10, typ: IntValue, doc: "how many bytes of a sent datagram its checksum covers"},
		{name: "UDPLITE_RECV_CSCOV", value: 11, typ: IntValue, doc: "how many bytes of a datagram its checksum must cover to be accepted"},
	}},
	{kind: SocketOption, level: "SOL_MPTCP", source: "include/uapi/linux/mptcp.h", dialect: MPTCP, rows: []row{
		{name: "MPTCP_INFO", value: 1, typ: StructureValue, doc: "struct mptcp_info: counters of the connection; read only"},
		{name: "MPTCP_TCPINFO", value: 2, typ: StructureValue, doc: "struct tcp_info of each subflow; read only"},
		{name: "MPTCP_SUBFLOW_ADDRS", value: 3, typ: StructureValue, doc: "addresses of each subflow; read only"},
		{name: "MPTCP_FULL_INFO", value: 4, typ: StructureValue, doc: "all of the above; read only"},
	}},
}
