package vocab

// messageConstants are the flags of send(2), recv(2) and their relatives
// (include/linux/socket.h).
var messageConstants = []family{
	{kind: MessageFlag, source: "send(2), recv(2)", rows: []row{
		{name: "MSG_OOB", value: 0x1, doc: "urgent data: the last byte sent, or the one received"},
		{name: "MSG_PEEK", value: 0x2, doc: "read without taking the bytes away"},
		{name: "MSG_DONTROUTE", value: 0x4, doc: "send only to a host that is directly connected"},
		{name: "MSG_CTRUNC", value: 0x8, doc: "returned: there was no room for all control messages"},
		{name: "MSG_PROXY", value: 0x10, doc: "the address is given by the caller; unused by TCP and UDP"},
		{name: "MSG_TRUNC", value: 0x20,
			doc: "TCP: throw the bytes away instead of copying them; returned: the datagram was longer than the " +
				"buffer"},
		{name: "MSG_DONTWAIT", value: 0x40, doc: "this call does not block"},
		{name: "MSG_EOR", value: 0x80, doc: "end of a record: nothing is added after these bytes in the same packet"},
		{name: "MSG_WAITALL", value: 0x100, doc: "wait until the buffer is full"},
		{name: "MSG_FIN", value: 0x200, doc: "historical; unused by TCP"},
		{name: "MSG_SYN", value: 0x400, doc: "historical; unused by TCP"},
		{name: "MSG_CONFIRM", value: 0x800, doc: "the neighbour is known to be alive: no ARP probe"},
		{name: "MSG_RST", value: 0x1000, doc: "historical; unused by TCP"},
		{name: "MSG_ERRQUEUE", value: 0x2000,
			doc: "read from the error queue: ICMP errors, timestamps, MSG_ZEROCOPY notifications"},
		{name: "MSG_NOSIGNAL", value: 0x4000, doc: "EPIPE without SIGPIPE"},
		{name: "MSG_MORE", value: 0x8000, doc: "more data follows: a partial segment waits for it"},
		{name: "MSG_WAITFORONE", value: 0x10000, doc: "recvmmsg: do not block once one message has come"},
		{name: "MSG_BATCH", value: 0x40000, doc: "sendmmsg: more messages follow"},
		{name: "MSG_ZEROCOPY", value: 0x4000000,
			doc: "send from the caller's memory; the error queue tells when it may be reused"},
		{name: "MSG_FASTOPEN", value: 0x20000000, doc: "connect and send the data in the SYN (RFC 7413)"},
		{name: "MSG_CMSG_CLOEXEC", value: 0x40000000, doc: "exec closes descriptors that are received"},
	}},
}
