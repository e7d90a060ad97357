package calls

import (
	"strings"

	"github.com/pktlang/pkt/exec/abi"
)

// reason is a failure whose cause is usually the same.
type reason struct {
	calls string // the calls that it is about, each between two spaces; empty for all
	errno abi.Errno
	hint  string
}

const (
	receives = " read readv recv recvfrom recvmsg "
	sends    = " write writev send sendto sendmsg sendfile "
)

// reasons are looked through in order.
var reasons = []reason{
	{" accept ", abi.EAGAIN,
		"no connection is complete yet: the ACK of the SYN-ACK was not injected, or not accepted by the stack"},
	{receives, abi.EAGAIN,
		"nothing is there to read: the data was not injected, not accepted by the stack, or read already"},
	{sends, abi.EAGAIN, "the send buffer is full, or the connection is not established yet"},
	{receives, abi.ENOTCONN, "the socket is not connected: the handshake is not complete"},
	{sends, abi.EPIPE, "the connection is closed for sending: shutdown was called, or a RST came in"},
	{"", abi.ECONNRESET, "a RST came in"},
	{" connect ", abi.EINPROGRESS, "the socket is non-blocking: the connection is complete when it becomes writable"},
	{" connect ", abi.ENETUNREACH, "there is no route to the remote address: see --remote_ip and the namespace"},
	{" bind ", abi.EADDRINUSE, "the port is in use: set SO_REUSEADDR before bind, or choose another with --bind_port"},
	{" bind ", abi.EADDRNOTAVAIL, "the address is on no device: see --local_ip"},
	{" getsockopt setsockopt ", abi.ENOPROTOOPT,
		"this kernel does not know the option, or not at this level or on this kind of socket"},
	{" getsockopt setsockopt ", abi.EINVAL,
		"the length does not fit the option, or its value is out of range in this state"},
	{"", abi.EPERM, "the call needs a capability that the runner does not have, or a setting forbids it"},
	{" open ", abi.ENOENT, "the path counts from the folder that the script runs in"},
}

// hint says what usually causes the failure, or nothing.
func hint(i *invocation) string {
	for _, r := range reasons {
		if r.errno == i.errno && (r.calls == "" || containsWord(r.calls, i.Signature.Name)) {
			return r.hint
		}
	}
	if i.result == 0 && i.Result > 0 && containsWord(receives, i.Signature.Name) {
		return "0 means that the peer's FIN came in"
	}
	return ""
}

func containsWord(words, word string) bool {
	return strings.Contains(words, " "+word+" ")
}
