package program

import (
	"fmt"

	"github.com/pktlang/pkt/lang/vocab"
)

// MaxBuffer bounds the buffers of one call, in bytes. It is far above what a
// socket buffer holds and protects the machine from a mistyped length.
const MaxBuffer = 1 << 30

// checks hold the arguments of a call against one another, and against what the
// call can do here, by name.
var checks = map[string]func(*callCompiler){
	"sendmsg":    (*callCompiler).sendmsg,
	"getsockopt": (*callCompiler).getsockopt,
	"epoll_ctl":  (*callCompiler).epollControl,
	"epoll_wait": (*callCompiler).epollWait,
	"cap_set":    (*callCompiler).capSet,
}

// crossCheck runs the checks of a call all of whose arguments have a value.
func (c *callCompiler) crossCheck() {
	c.elementCounts()
	c.bufferSizes()
	if check := checks[c.call.Signature.Name]; check != nil && !c.incomplete {
		check(c)
	}
}

// elementCounts compares the counts of elements with the arrays before them.
func (c *callCompiler) elementCounts() {
	arguments := c.call.Arguments
	for n := 1; n < len(arguments); n++ {
		a := &arguments[n]
		count, known := a.Value.(Number)
		if a.Param.Kind != vocab.ElementCount || !known {
			continue
		}
		length := -1
		switch v := arguments[n-1].Value.(type) {
		case Iovecs:
			length = len(v)
		case PollEntries:
			length = len(v)
		}
		if length >= 0 && int64(count) != int64(length) {
			c.add(countFault(a.Syntax, a.Param.Name, int64(count), length))
		}
	}
}

// bufferSizes looks at the lengths of buffers.
func (c *callCompiler) bufferSizes() {
	arguments := c.call.Arguments
	for n := range arguments {
		a := &arguments[n]
		if a.Param.Kind == vocab.Buffer && n+1 < len(arguments) && (a.MadeUp() || a.Text() != nil) {
			length, known := arguments[n+1].Value.(Number)
			if known && (length < 0 || length > MaxBuffer) {
				c.add(faultf(CodeArgumentValue, arguments[n+1].Syntax,
					"a buffer cannot have %d bytes: 0 to %d are possible", length, MaxBuffer).onLinux())
			}
		}
		total := int64(0)
		for _, v := range a.Iovecs() {
			total += max(v.Length, 0)
		}
		if total > MaxBuffer {
			c.add(faultf(CodeArgumentValue, a.Syntax, "iovecs of more than %d bytes", MaxBuffer).onLinux())
		}
	}
}

func (c *callCompiler) sendmsg() {
	h := c.call.Arguments[1].Value.(*MessageHeader)
	if h.Flags != 0 {
		c.add(faultf(CodeArgumentValue, h.Syntax.Flags,
			"sendmsg ignores msg_flags of the message header: write 0 there and the flags as the third argument").
			mark("write `0`").replaceWith("0").says("sendmsg ignores msg_flags field in msghdr").onLinux())
	}
}

// getsockopt compares the length of the expected value with what is said of it.
func (c *callCompiler) getsockopt() {
	length := &c.call.Arguments[4]
	got, want := int(length.Number()), len(c.call.Arguments[3].Value.(*OptionValue).Bytes)
	if max(got, 0) != want {
		text := fmt.Sprintf("[%d]", want)
		c.add(faultf(CodeCountMismatch, length.Syntax, "optlen is %d, but the value has %d bytes", got, want).
			mark("write `%s`", text).replaceWith(text).says("Unsupported getsockopt optlen: %d", got).onLinux())
	}
}

func (c *callCompiler) epollControl() {
	e := c.call.Arguments[3].Value.(*EpollEvent)
	if fd := c.call.Arguments[2].Number(); e.Field == "fd" && int64(int32(e.Data)) != fd {
		c.add(faultf(CodeArgumentValue, e.Syntax.Value,
			"the event names descriptor %d, the call descriptor %d", e.Data, fd).
			mark("write `%d`", fd).replaceWith(fmt.Sprint(fd)).onLinux())
	}
}

func (c *callCompiler) epollWait() {
	if count := c.call.Arguments[2]; count.Number() < 0 {
		c.add(faultf(CodeArgumentValue, count.Syntax, "there cannot be %d events", count.Number()).onLinux())
	}
}

// capSet allows what capset(2) is made with: the capabilities of the effective
// set.
func (c *callCompiler) capSet() {
	set, capability := &c.call.Arguments[0], &c.call.Arguments[1]
	if set.Number() != int64(constant("CAP_EFFECTIVE")) {
		c.add(faultf(CodeArgumentValue, set.Syntax,
			"only capabilities of the effective set can be changed: write CAP_EFFECTIVE").
			mark("write `CAP_EFFECTIVE`").replaceWith("CAP_EFFECTIVE").onLinux())
	}
	last := int64(0)
	for _, known := range vocab.ConstantsOfKind(vocab.CapabilityConstant) {
		last = max(last, known.Value)
	}
	if n := capability.Number(); n < 0 || n > last {
		c.add(faultf(CodeArgumentValue, capability.Syntax, "%d is no capability: 0 to %d are", n, last).onLinux())
	}
}
