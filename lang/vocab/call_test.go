package vocab

import (
	"testing"
)

func TestCallArity(t *testing.T) {
	// What google/packetdrill demands of each call, least and most.
	arity := map[string][2]int{
		"socket": {3, 3}, "bind": {3, 3}, "listen": {2, 2}, "accept": {3, 3}, "connect": {3, 3},
		"read": {3, 3}, "readv": {3, 3}, "recv": {4, 4}, "recvfrom": {6, 6}, "recvmsg": {3, 3},
		"write": {3, 3}, "writev": {3, 3}, "send": {4, 4}, "sendto": {6, 6}, "sendmsg": {3, 3},
		"fcntl": {2, 3}, "ioctl": {2, 3}, "close": {1, 1}, "shutdown": {2, 2},
		"getsockopt": {5, 5}, "setsockopt": {5, 5}, "poll": {3, 3}, "cap_set": {3, 3}, "open": {2, 2},
		"sendfile": {4, 4}, "epoll_create": {1, 1}, "epoll_ctl": {4, 4}, "epoll_wait": {4, 4},
		"pipe": {1, 1}, "splice": {6, 6}, "psp_rx_assoc": {2, 2}, "psp_tx_assoc": {2, 2},
	}
	for _, c := range SystemCalls() {
		want, ok := arity[c.Name]
		if ok != (c.Dialect == Base) {
			t.Errorf("%s: is in the base dialect: %v, want %v", c.Name, !ok, ok)
		}
		if ok && (c.MinArgs != want[0] || c.MaxArgs != want[1]) {
			t.Errorf("%s takes %d to %d arguments, want %v", c.Name, c.MinArgs, c.MaxArgs, want)
		}
		if c.MaxArgs != len(c.Params) {
			t.Errorf("%s: %d parameters for %d arguments", c.Name, len(c.Params), c.MaxArgs)
		}
		for i, p := range c.Params {
			if p.Optional != (i >= c.MinArgs) {
				t.Errorf("%s: parameter %s is optional: %v", c.Name, p.Name, p.Optional)
			}
			for _, kind := range p.Constants {
				if len(ConstantsOfKind(kind)) == 0 {
					t.Errorf("%s: parameter %s takes %s, of which there is none", c.Name, p.Name, kind)
				}
			}
		}
		delete(arity, c.Name)
	}
	for name := range arity {
		t.Errorf("%s is missing", name)
	}
}

func TestAccepts(t *testing.T) {
	for _, c := range []struct {
		name string
		args int
		want bool
	}{
		{"socket", 3, true}, {"socket", 2, false}, {"socket", 4, false},
		{"fcntl", 1, false}, {"fcntl", 2, true}, {"fcntl", 3, true}, {"fcntl", 4, false},
		{"sendfile", 4, true}, {"sendfile", 5, false}, {"sendfile", 7, true},
	} {
		call, ok := SystemCall(c.name)
		if !ok {
			t.Fatalf("%s is missing", c.name)
		}
		if got := call.Accepts(c.args); got != c.want {
			t.Errorf("%s with %d arguments: %v, want %v", c.name, c.args, got, c.want)
		}
	}
}

func TestSignature(t *testing.T) {
	for name, want := range map[string]string{
		"socket": "socket(domain, type, protocol) = fd",
		"close":  "close(fd) = 0",
		"fcntl":  "fcntl(fd, cmd[, arg]) = value",
		"write":  "write(fd, buf, count) = bytes",
		"poll":   "poll(fds, nfds, timeout) = ready",
	} {
		c, ok := SystemCall(name)
		if !ok {
			t.Errorf("%s is missing", name)
		} else if got := c.Signature(); got != want {
			t.Errorf("signature %q, want %q", got, want)
		}
	}
	if c, ok := SystemCall("bnd"); ok {
		t.Errorf("SystemCall(bnd) = %v", c)
	}
}
