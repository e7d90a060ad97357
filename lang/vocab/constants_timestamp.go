package vocab

// timestampConstants are what SO_TIMESTAMPING takes and what the error queue
// returns (Documentation/networking/timestamping.rst, msg_zerocopy.rst).
var timestampConstants = []family{
	{kind: TimestampingFlag, source: "Documentation/networking/timestamping.rst", rows: []row{
		{name: "SOF_TIMESTAMPING_TX_HARDWARE", value: 0x1, doc: "stamp when the network card sends"},
		{name: "SOF_TIMESTAMPING_TX_SOFTWARE", value: 0x2, doc: "stamp when the packet goes to the driver"},
		{name: "SOF_TIMESTAMPING_RX_HARDWARE", value: 0x4, doc: "stamp when the network card receives"},
		{name: "SOF_TIMESTAMPING_RX_SOFTWARE", value: 0x8, doc: "stamp when the packet enters the stack"},
		{name: "SOF_TIMESTAMPING_SOFTWARE", value: 0x10, doc: "report the stamps of the software"},
		{name: "SOF_TIMESTAMPING_SYS_HARDWARE", value: 0x20, doc: "historical; ignored"},
		{name: "SOF_TIMESTAMPING_RAW_HARDWARE", value: 0x40, doc: "report the stamps of the network card"},
		{name: "SOF_TIMESTAMPING_OPT_ID", value: 0x80,
			doc: "each stamp comes with a number, in ee_data; for TCP, the offset of the last byte"},
		{name: "SOF_TIMESTAMPING_TX_SCHED", value: 0x100,
			doc: "stamp before the packet enters the queueing discipline"},
		{name: "SOF_TIMESTAMPING_TX_ACK", value: 0x200, doc: "stamp when all bytes are acknowledged"},
		{name: "SOF_TIMESTAMPING_OPT_CMSG", value: 0x400, doc: "control messages come with transmit stamps too"},
		{name: "SOF_TIMESTAMPING_OPT_TSONLY", value: 0x800, doc: "the stamp comes without the packet"},
		{name: "SOF_TIMESTAMPING_OPT_STATS", value: 0x1000, doc: "TCP_NLA_ statistics come with the stamp"},
		{name: "SOF_TIMESTAMPING_OPT_PKTINFO", value: 0x2000, doc: "interface and length come with received stamps"},
		{name: "SOF_TIMESTAMPING_OPT_TX_SWHW", value: 0x4000, doc: "both kinds of transmit stamps for one packet"},
		{name: "SOF_TIMESTAMPING_BIND_PHC", value: 0x8000, doc: "the stamps are those of one clock of the card"},
		{name: "SOF_TIMESTAMPING_OPT_ID_TCP", value: 0x10000,
			doc: "with OPT_ID: count from what is written, not from what is acknowledged"},
		{name: "SOF_TIMESTAMPING_OPT_RX_FILTER", value: 1 << 17, doc: "stamp only what SO_TIMESTAMPING asked for"},
		{name: "SOF_TIMESTAMPING_TX_COMPLETION", value: 1 << 18, doc: "stamp when the card reports the packet as sent"},
	}},
	{kind: ControlMessageType, source: "Documentation/networking/timestamping.rst", rows: []row{
		{name: "SCM_TIMESTAMPING", value: 37, doc: "cmsg_data is a timestamp, {scm_sec=, scm_nsec=}"},
		{name: "SCM_TIMESTAMPING_OPT_STATS", value: 54, doc: "cmsg_data holds TCP_NLA_ attributes"},
		{name: "SCM_TIMESTAMPING_PKTINFO", value: 58, doc: "cmsg_data is interface and length of a stamped packet"},
		{name: "SCM_RIGHTS", value: 1, doc: "descriptors, on local sockets", source: "unix(7)"},
	}},
	{kind: TimestampKind, source: "include/uapi/linux/errqueue.h", rows: []row{
		{name: "SCM_TSTAMP_SND", value: 0, doc: "ee_info: the packet went to the driver or left the card"},
		{name: "SCM_TSTAMP_SCHED", value: 1, doc: "ee_info: the packet entered the queueing discipline"},
		{name: "SCM_TSTAMP_ACK", value: 2, doc: "ee_info: all bytes are acknowledged"},
		{name: "SCM_TSTAMP_COMPLETION", value: 3, doc: "ee_info: the card reported the packet as sent"},
	}},
	{kind: ErrorOrigin, source: "ip(7), include/uapi/linux/errqueue.h", rows: []row{
		{name: "SO_EE_ORIGIN_NONE", value: 0, doc: "ee_origin: unknown"},
		{name: "SO_EE_ORIGIN_LOCAL", value: 1, doc: "ee_origin: this host"},
		{name: "SO_EE_ORIGIN_ICMP", value: 2, doc: "ee_origin: an ICMP message"},
		{name: "SO_EE_ORIGIN_ICMP6", value: 3, doc: "ee_origin: an ICMPv6 message"},
		{name: "SO_EE_ORIGIN_TXSTATUS", value: 4, doc: "ee_origin: older name of SO_EE_ORIGIN_TIMESTAMPING"},
		{name: "SO_EE_ORIGIN_TIMESTAMPING", value: 4, doc: "ee_origin: a timestamp, with ee_errno ENOMSG"},
		{name: "SO_EE_ORIGIN_ZEROCOPY", value: 5,
			doc: "ee_origin: sends with MSG_ZEROCOPY are done; ee_info and ee_data are the first and the last"},
		{name: "SO_EE_ORIGIN_TXTIME", value: 6, doc: "ee_origin: a packet with SO_TXTIME was dropped"},
	}},
	{kind: ErrorCode, source: "Documentation/networking/msg_zerocopy.rst", rows: []row{
		{name: "SO_EE_CODE_ZEROCOPY_COPIED", value: 1, doc: "ee_code: the kernel copied all the same"},
		{name: "SO_EE_CODE_TXTIME_INVALID_PARAM", value: 1, doc: "ee_code: the time of SO_TXTIME was invalid"},
		{name: "SO_EE_CODE_TXTIME_MISSED", value: 2, doc: "ee_code: the time of SO_TXTIME had passed"},
	}},
}
