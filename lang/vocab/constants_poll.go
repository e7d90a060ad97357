package vocab

// pollConstants are the events of poll(2) and epoll(7).
var pollConstants = []family{
	{kind: PollEventFlag, source: "poll(2)", rows: []row{
		{name: "POLLIN", value: 0x1, doc: "there is something to read, or the peer's FIN"},
		{name: "POLLPRI", value: 0x2, doc: "there is urgent data"},
		{name: "POLLOUT", value: 0x4, doc: "there is room to write; a connect is done"},
		{name: "POLLERR", value: 0x8, doc: "an error is pending, or the error queue has an entry; always reported"},
		{name: "POLLHUP", value: 0x10, doc: "both directions are closed; always reported"},
		{name: "POLLNVAL", value: 0x20, doc: "the descriptor is not open; always reported"},
		{name: "POLLRDNORM", value: 0x40, doc: "the same as POLLIN"},
		{name: "POLLRDBAND", value: 0x80, doc: "there is priority data to read"},
		{name: "POLLWRNORM", value: 0x100, doc: "the same as POLLOUT"},
		{name: "POLLWRBAND", value: 0x200, doc: "priority data may be written"},
		{name: "POLLMSG", value: 0x400, doc: "unused on Linux"},
		{name: "POLLREMOVE", value: 0x1000, doc: "for /dev/poll, unused on Linux"},
		{name: "POLLRDHUP", value: 0x2000, doc: "the peer has sent its FIN, or our reading side is shut down"},
	}},
	{kind: EpollEventFlag, source: "epoll_ctl(2)", rows: []row{
		{name: "EPOLLIN", value: 0x1, doc: "there is something to read, or the peer's FIN"},
		{name: "EPOLLPRI", value: 0x2, doc: "there is urgent data"},
		{name: "EPOLLOUT", value: 0x4, doc: "there is room to write; a connect is done"},
		{name: "EPOLLERR", value: 0x8, doc: "an error is pending, or the error queue has an entry; always reported"},
		{name: "EPOLLHUP", value: 0x10, doc: "both directions are closed; always reported"},
		{name: "EPOLLRDNORM", value: 0x40, doc: "the same as EPOLLIN"},
		{name: "EPOLLRDBAND", value: 0x80, doc: "there is priority data to read"},
		{name: "EPOLLWRNORM", value: 0x100, doc: "the same as EPOLLOUT"},
		{name: "EPOLLWRBAND", value: 0x200, doc: "priority data may be written"},
		{name: "EPOLLMSG", value: 0x400, doc: "ignored"},
		{name: "EPOLLRDHUP", value: 0x2000, doc: "the peer has sent its FIN, or our reading side is shut down"},
		{name: "EPOLLEXCLUSIVE", value: 0x10000000, doc: "one event wakes one epoll descriptor"},
		{name: "EPOLLWAKEUP", value: 0x20000000, doc: "the system does not suspend while the event is handled"},
		{name: "EPOLLONESHOT", value: 0x40000000, doc: "report once, then not until EPOLL_CTL_MOD"},
		{name: "EPOLLET", value: 0x80000000, doc: "edge-triggered: report changes only"},
	}},
	{kind: EpollOperationConstant, source: "epoll_ctl(2)", rows: []row{
		{name: "EPOLL_CTL_ADD", value: 1, doc: "watch a descriptor"},
		{name: "EPOLL_CTL_DEL", value: 2, doc: "do not watch it any more"},
		{name: "EPOLL_CTL_MOD", value: 3, doc: "change the events that are watched"},
	}},
}
