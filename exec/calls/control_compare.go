package calls

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
)

// checkControls compares the control messages that came with a message, in
// order. The address after an extended error, and the timestamps that are 0 in
// the script, are not compared.
func (i *invocation) checkControls(h *program.MessageHeader, received []byte) *mismatch {
	actual, complete := abi.ControlMessages(received)
	for n := range min(len(actual), len(h.Controls)) {
		if m := i.checkControl(n, &h.Controls[n], &actual[n]); m != nil {
			return m
		}
	}
	if len(actual) == len(h.Controls) && complete {
		return nil
	}
	var node lang.Node = h.Syntax
	reference := fmt.Sprintf("received only %d cmsgs", len(actual))
	if len(actual) < len(h.Controls) {
		node = h.Controls[len(actual)].Syntax
	} else {
		reference = fmt.Sprintf("received more than %d cmsgs", len(h.Controls))
	}
	return field{
		node: node, name: "number of control messages",
		expected: strconv.Itoa(len(h.Controls)), actual: strconv.Itoa(len(actual)),
		reference: reference,
	}.mismatch(i)
}

func (i *invocation) checkControl(n int, expected *program.ControlMessage, actual *abi.ControlMessage) *mismatch {
	e := expected.Syntax
	switch {
	case expected.Level != actual.Level:
		return field{
			node: e.Level, name: "cmsg_level",
			expected: levelText(expected.Level), actual: levelText(actual.Level),
			reference: fmt.Sprintf("Bad level in cmsg %d: expected=%d actual=%d", n, expected.Level, actual.Level),
			accept:    levelText(actual.Level),
		}.mismatch(i)
	case expected.Type != actual.Type:
		return field{
			node: e.Type, name: "cmsg_type",
			expected: kindText(expected.Level, expected.Type), actual: kindText(actual.Level, actual.Type),
			reference: fmt.Sprintf("Bad type in cmsg %d: expected=%d actual=%d", n, expected.Type, actual.Type),
			accept:    kindText(actual.Level, actual.Type),
		}.mismatch(i)
	case len(expected.Data) != len(actual.Data) && isStatistics(expected):
		return i.otherStatistics(n, expected, actual)
	case len(expected.Data) != len(actual.Data):
		return field{
			node: e.Data, name: "length of cmsg_data",
			expected: bytesText(len(expected.Data)), actual: bytesText(len(actual.Data)),
			reference: fmt.Sprintf("Bad len in cmsg %d: expected=%d actual=%d", n,
				abi.SizeofCmsghdr+len(expected.Data), abi.SizeofCmsghdr+len(actual.Data)),
		}.mismatch(i)
	case isExtendedError(expected):
		return i.checkExtendedError(n, expected, actual)
	case isTimestamp(expected):
		return i.checkTimestamp(n, expected, actual)
	case isStatistics(expected):
		return i.checkStatistics(n, expected, actual)
	case !bytes.Equal(expected.Data, actual.Data):
		f := field{node: e.Data, name: "cmsg_data", expected: dataText(expected.Data), actual: dataText(actual.Data)}
		if len(actual.Data) == 4 {
			f.accept = f.actual
		}
		return f.mismatch(i)
	}
	return nil
}

func bytesText(n int) string { return fmt.Sprintf("%d bytes", n) }

// dataText is an int as a number, and anything else as a string.
func dataText(b []byte) string {
	if len(b) == 4 {
		return strconv.Itoa(int(int32(binary.NativeEndian.Uint32(b))))
	}
	return quote(b)
}

func levelText(level int32) string {
	if name := symbolOf(vocab.LevelConstant, int64(level)); name != "" {
		return name
	}
	return valueText(vocab.ProtocolConstant, int64(level))
}

// kindText is the symbol of a control message's type, which depends on its
// level: an SCM_ name, or the socket option of the same number.
func kindText(controlLevel, kind int32) string {
	var options []*vocab.Constant
	for _, level := range vocab.ConstantsOfKind(vocab.LevelConstant) {
		if level.HasValue && level.Value == int64(controlLevel) {
			options = vocab.OptionsOfLevel(level.Name)
		}
	}
	for _, list := range [][]*vocab.Constant{vocab.ConstantsOfKind(vocab.ControlMessageType), options} {
		for _, o := range list {
			if o.HasValue && o.Value == int64(kind) && (o.Level == "" || inLevel(o, options)) {
				return o.Name
			}
		}
	}
	return strconv.Itoa(int(kind))
}

func inLevel(o *vocab.Constant, options []*vocab.Constant) bool {
	return len(options) > 0 && options[0].Level == o.Level
}

// checkExtendedError compares the fields of a sock_extended_err.
func (i *invocation) checkExtendedError(n int, expected *program.ControlMessage, actual *abi.ControlMessage) *mismatch {
	if len(actual.Data) < extendedErrorSize {
		return nil // shorter than any that the kernel gives
	}
	want, got := readExtendedError(expected.Data), readExtendedError(actual.Data)
	e := expected.Extended
	var at [6]lang.Node
	for k := range at {
		at[k] = expected.Syntax.Data
	}
	if e != nil {
		at = [6]lang.Node{e.Errno, e.Origin, e.Type, e.Code, e.Info, e.Data}
	}
	for k, f := range []struct {
		name, reference string
		kind            vocab.ConstantKind
		want, got       uint32
	}{
		{"ee_errno", "errno", vocab.ErrorNumber, want.errno, got.errno},
		{"ee_origin", "origin", vocab.ErrorOrigin, uint32(want.origin), uint32(got.origin)},
		{"ee_type", "type", vocab.OtherConstant, uint32(want.category), uint32(got.category)},
		{"ee_code", "code", vocab.OtherConstant, uint32(want.code), uint32(got.code)},
		{"ee_info", "info", vocab.OtherConstant, want.info, got.info},
		{"ee_data", "data", vocab.OtherConstant, want.data, got.data},
	} {
		if f.want == f.got {
			continue
		}
		text := func(v uint32) string {
			if v == 0 || f.kind == vocab.OtherConstant {
				return strconv.FormatUint(uint64(v), 10)
			}
			return valueText(f.kind, int64(v))
		}
		return field{
			node: at[k], name: f.name, expected: text(f.want), actual: text(f.got), accept: text(f.got),
			reference: fmt.Sprintf("Bad %s in extended err %d: expected=%d actual=%d", f.reference, n, f.want, f.got),
		}.mismatch(i)
	}
	return nil
}

// checkTimestamp compares the timestamps of a struct scm_timestamping, within
// the tolerance. The script's count from its start, the kernel's are
// CLOCK_REALTIME (Documentation/networking/timestamping.rst).
func (i *invocation) checkTimestamp(n int, expected *program.ControlMessage, actual *abi.ControlMessage) *mismatch {
	const timespec = 16
	for k := 0; (k+1)*timespec <= len(expected.Data); k++ {
		want := readTimespec(expected.Data[k*timespec:])
		got := readTimespec(actual.Data[k*timespec:])
		if want == (timestamp{}) || i.table.options.RealTime == nil {
			continue
		}
		start := i.table.options.RealTime(0)
		late := got.microseconds() - i.table.options.RealTime(want.microseconds())
		if max(late, -late) <= i.table.options.Tolerance {
			continue
		}
		scripted := microsecondsTimestamp(got.microseconds() - start)
		return field{
			node: expected.Syntax.Data, name: "timestamp",
			expected: want.text(), actual: scripted.text(), accept: scripted.text(),
			reference: fmt.Sprintf("Bad timestamp %d in scm_timestamping %d: expected=%d actual=%d", k, n,
				want.microseconds(), scripted.microseconds()),
			notes: []string{fmt.Sprintf("the timestamp is %d microseconds off, the tolerance is %d", late,
				i.table.options.Tolerance)},
		}.mismatch(i)
	}
	return nil
}

// timestamp is a struct timespec.
type timestamp struct{ seconds, nanoseconds int64 }

func readTimespec(b []byte) timestamp {
	return timestamp{int64(binary.NativeEndian.Uint64(b)), int64(binary.NativeEndian.Uint64(b[8:]))}
}

func microsecondsTimestamp(us int64) timestamp {
	return timestamp{us / 1e6, us % 1e6 * 1e3}
}

func (t timestamp) microseconds() int64 { return t.seconds*1e6 + t.nanoseconds/1e3 }

func (t timestamp) text() string {
	return fmt.Sprintf("{scm_sec=%d, scm_nsec=%d}", t.seconds, t.nanoseconds)
}
