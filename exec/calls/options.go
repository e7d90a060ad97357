package calls

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"strconv"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
)

// maxOption bounds the length of an option that is read or set, in bytes. The
// kernel refuses or ignores what is longer.
const maxOption = 1 << 16

// runSetsockopt is setsockopt(2). Where the length is more than the value has,
// the kernel finds zeros after it.
func (i *invocation) runSetsockopt() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	length := i.number(4)
	value := i.Arguments[3].Value.(*program.OptionValue).Bytes
	memory := make([]byte, max(len(value), min(int(length), maxOption), 1))
	copy(memory, value)
	i.callErrno(func() abi.Errno { return i.kernel().Setsockopt(d.live, i.number(1), i.number(2), memory, length) })
	return i.checkResult()
}

// runGetsockopt is getsockopt(2). The length and the value are compared even
// where the call is expected to fail: they are then the length given and zeros.
func (i *invocation) runGetsockopt() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	want := i.number(4)
	length := uint32(want)
	memory := make([]byte, min(max(int(want), 0), maxOption)+4)
	if int(want) > maxOption {
		length = maxOption
	}
	i.callErrno(func() abi.Errno { return i.kernel().Getsockopt(d.live, i.number(1), i.number(2), memory, &length) })
	if m := i.checkResult(); m != nil {
		return m
	}
	if int32(length) != want {
		return i.optionLength(want, int32(length))
	}
	return i.checkSetting(memory[:max(int(want), 0)])
}

func (i *invocation) optionLength(want, got int32) *mismatch {
	return field{
		node: i.Arguments[4].Syntax, name: "optlen",
		expected: fmt.Sprintf("[%d]", want), actual: fmt.Sprintf("[%d]", got), accept: fmt.Sprintf("[%d]", got),
		reference: fmt.Sprintf("Bad getsockopt optlen: expected: %d actual: %d", want, got),
	}.mismatch(i)
}

// checkSetting compares the value of an option, which has the length of that in
// the script.
func (i *invocation) checkSetting(got []byte) *mismatch {
	s := i.Arguments[3].Value.(*program.OptionValue)
	if bytes.Equal(got, s.Bytes) {
		return nil
	}
	f := field{node: s.Syntax, name: "optval", expected: settingText(s, s.Bytes, i.optionName()),
		actual: settingText(s, got, i.optionName())}
	f.reference = fmt.Sprintf("Bad getsockopt optval: expected: %s actual: %s", f.expected, f.actual)
	if _, isHeader := s.Syntax.(*lang.GRE); !isHeader {
		f.accept = f.actual
	}
	return f.mismatch(i)
}

// optionName is the name of the option as the script writes it.
func (i *invocation) optionName() string {
	if w, ok := i.Arguments[2].Syntax.(*lang.Word); ok {
		return w.Name
	}
	return ""
}

// settingText writes a value in the form that the script has for it.
func settingText(s *program.OptionValue, value []byte, option string) string {
	switch e := s.Syntax.(type) {
	case *lang.Array, *lang.List:
		n := int64(int32(binary.NativeEndian.Uint32(value)))
		text := strconv.FormatInt(n, 10)
		if option == "SO_ERROR" && n != 0 {
			text = valueText(vocab.ErrorNumber, n)
		} else if inner := lang.Children(e); len(inner) == 1 && isHex(inner[0]) {
			text = fmt.Sprintf("%#x", uint32(n))
		}
		return "[" + text + "]"
	case *lang.Linger:
		return fmt.Sprintf("{onoff=%d, linger=%d}", int32(binary.NativeEndian.Uint32(value)),
			int32(binary.NativeEndian.Uint32(value[4:])))
	case *lang.InetAddress:
		if addr, ok := netip.AddrFromSlice(value); ok {
			return fmt.Sprintf("inet6_addr(%q)", addr)
		}
	}
	return quote(value)
}

func isHex(e lang.Node) bool {
	n, ok := e.(*lang.Number)
	return ok && n.Hex
}

// runFcntl is fcntl(2).
func (i *invocation) runFcntl() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	var argument int32
	if len(i.Arguments) > 2 {
		argument = i.number(2)
	}
	i.call(func() (int, abi.Errno) { return i.kernel().Fcntl(d.live, i.number(1), argument) })
	return i.checkResult()
}

// runIoctl is ioctl(2), with an int that the kernel writes as third argument.
// It starts with the value that the script expects: a request that reads the
// int, such as FIONBIO, gets what is written there.
func (i *invocation) runIoctl() *mismatch {
	d, m := i.descriptor(0)
	if m != nil {
		return m
	}
	var value *int32
	var want int32
	if len(i.Arguments) > 2 {
		want = i.number(2)
		value = new(int32)
		*value = want
	}
	i.call(func() (int, abi.Errno) { return i.kernel().Ioctl(d.live, i.number(1), value) })
	if m := i.checkResult(); m != nil || value == nil || *value == want {
		return m
	}
	got := fmt.Sprintf("[%d]", *value)
	return field{
		node: i.Arguments[2].Syntax, name: "value", expected: fmt.Sprintf("[%d]", want), actual: got, accept: got,
		reference: fmt.Sprintf("Bad ioctl optval: expected: %d actual: %d", want, *value),
	}.mismatch(i)
}
