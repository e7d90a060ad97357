package calls

// handlers make the calls that this package knows, by name. Their arguments are
// described in lang/vocab.
var handlers = map[string]handler{
	"socket":   (*invocation).runSocket,
	"bind":     (*invocation).runBind,
	"listen":   (*invocation).runListen,
	"accept":   (*invocation).runAccept,
	"connect":  (*invocation).runConnect,
	"shutdown": (*invocation).runShutdown,
	"close":    (*invocation).runClose,

	"read":     (*invocation).runRead,
	"readv":    (*invocation).runReadv,
	"recv":     (*invocation).runRecv,
	"recvfrom": (*invocation).runRecvfrom,
	"recvmsg":  (*invocation).runRecvmsg,
	"write":    (*invocation).runWrite,
	"writev":   (*invocation).runWritev,
	"send":     (*invocation).runSend,
	"sendto":   (*invocation).runSendto,
	"sendmsg":  (*invocation).runSendmsg,

	"fcntl":      (*invocation).runFcntl,
	"ioctl":      (*invocation).runIoctl,
	"getsockopt": (*invocation).runGetsockopt,
	"setsockopt": (*invocation).runSetsockopt,
	"cap_set":    (*invocation).runCapSet,

	"poll":         (*invocation).runPoll,
	"epoll_create": (*invocation).runEpollCreate,
	"epoll_ctl":    (*invocation).runEpollCtl,
	"epoll_wait":   (*invocation).runEpollWait,

	"open":     (*invocation).runOpen,
	"pipe":     (*invocation).runPipe,
	"sendfile": (*invocation).runSendfile,
	"splice":   (*invocation).runSplice,

	"psp_rx_assoc": (*invocation).runPSP,
	"psp_tx_assoc": (*invocation).runPSP,
}
