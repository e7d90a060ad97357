//go:build linux

package calls

import (
	"strings"

	"golang.org/x/sys/unix"
)

// reason is a failure whose cause is usually the same.
type reason struct {
	calls string // the calls that it is about, each between two spaces; empty for all
	errno unix.Errno
	hint  string
}

const (
	receives = " read readv recv recvfrom recvmsg "
	sends    = " write writev send sendto sendmsg sendfile "
)

// reasons are looked through in order.
var reasons = []reason{
	{" accept ", unix.EAGAIN, "no connection is complete yet: the ACK of the SYN-ACK was not injected, or not accepted by the stack"},
	{receives, unix.EAGAIN, "nothing is there to read: the data was not injected, not accepted by the stack, or read already"},
	{sends, unix.EAGAIN, "the send buffer is full, or the connection is not established yet"},
	{receives, unix.ENOTCONN, "the socket is not connected: the handshake is not complete"},
	{sends, unix.EPIPE, "the connection is closed for sending: shutdown was called, or a RST came in"},
	{"", unix.ECONNRESET, "a RST came in"},
	{" connect ", unix.EINPROGRESS, "the socket is non-blocking: the connection is complete when it becomes writable"},
	{" connect ", unix.ENETUNREACH, "there is no route to the remote address: see --remote_ip and the namespace"},
	{" bind ", unix.EADDRINUSE, "the port is in use: set SO_REUSEADDR before bind, or choose another with --bind_port"},
	{" bind ", unix.EADDRNOTAVAIL, "the address is on no device: see --local_ip"},
	{" getsockopt setsockopt ", unix.ENOPROTOOPT, "this kernel does not know the option, or not at this level or on this kind of socket"},
	{" getsockopt setsockopt ", unix.EINVAL, "the length does not fit the option, or its value is out of range in this state"},
	{"", unix.EPERM, "the call needs a capability that the runner does not have, or a setting forbids it"},
	{" open ", unix.ENOENT, "the path counts from the folder that the script runs in"},
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
