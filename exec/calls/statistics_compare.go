package calls

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang/program"
)

// statisticPad is TCP_NLA_PAD.
const statisticPad = 0

// checkStatistics compares the attributes of SCM_TIMESTAMPING_OPT_STATS, which
// must be the same ones in the same order.
func (i *invocation) checkStatistics(n int, expected *program.ControlMessage, actual *abi.ControlMessage) *mismatch {
	received := readAttributes(actual.Data)
	for k, a := range expected.Statistics {
		if k >= len(received) || received[k].kind != a.Attribute || len(received[k].data) != a.Layout.Size {
			return i.otherStatistics(n, expected, actual)
		}
		value := readUint(received[k].data)
		if i.statisticMatches(a, value) {
			continue
		}
		text := strconv.FormatUint(value, 10)
		return field{
			node: a.Syntax.Value, name: attributeName(a.Attribute),
			expected: strconv.FormatUint(a.Value, 10), actual: text, accept: text,
			reference: fmt.Sprintf("Bad %s: expected=%d actual=%d", attributeName(a.Attribute), a.Value, value),
		}.mismatch(i)
	}
	return nil
}

// statisticMatches compares a value. A duration may be off by the tolerance,
// but 0 is exact; padding matches nothing.
func (i *invocation) statisticMatches(a program.Statistic, value uint64) bool {
	switch {
	case a.Attribute == statisticPad:
		return false
	case a.Unchecked():
		return true
	case a.Layout.Duration && a.Value != 0:
		d := int64(a.Value - value)
		return max(d, -d) <= i.table.options.Tolerance
	}
	return a.Value == value
}

// otherStatistics says which statistics came in place of those expected. The
// kernel sends all that it knows, so it takes one list to name them.
func (i *invocation) otherStatistics(n int, expected *program.ControlMessage, actual *abi.ControlMessage) *mismatch {
	received := readAttributes(actual.Data)
	f := field{
		node: expected.Syntax.Data, name: "list of statistics",
		message:  i.Signature.Name + ": the statistics that came are others than expected, or in another order",
		expected: attributesText(namesOf(expected.Statistics)), actual: attributesText(kindsOf(received)),
		accept: attributesText(i.acceptable(expected.Statistics, received)),
		reference: fmt.Sprintf("Bad len in cmsg %d: expected=%d actual=%d", n,
			abi.SizeofCmsghdr+len(expected.Data), abi.SizeofCmsghdr+len(actual.Data)),
	}
	for k, a := range expected.Statistics {
		if k >= len(received) || received[k].kind != a.Attribute {
			f.node = &a.Syntax.Name
			f.reference = fmt.Sprintf("Bad nla_type %d: expected=%d", n, a.Attribute)
			break
		}
	}
	m := f.mismatch(i)
	// What replaces the list is longer than what the message points at.
	for k := range m.Accept {
		m.Accept[k].Span = expected.Syntax.Data.Where()
	}
	return m
}

// receivedAttribute is a statistic as the kernel wrote it.
type receivedAttribute struct {
	kind uint16
	data []byte
}

// readAttributes takes netlink attributes apart, as far as they are plausible.
func readAttributes(b []byte) []receivedAttribute {
	var out []receivedAttribute
	for len(b) >= program.AttributeHeader {
		length := int(binary.NativeEndian.Uint16(b))
		if length < program.AttributeHeader || length > len(b) {
			return out
		}
		out = append(out, receivedAttribute{kind: binary.NativeEndian.Uint16(b[2:]),
			data: b[program.AttributeHeader:length]})
		b = b[min((length+3)&^3, len(b)):]
	}
	return out
}

func namesOf(list []program.Statistic) []string {
	var out []string
	for _, a := range list {
		out = append(out, attributeName(a.Attribute))
	}
	return out
}

func kindsOf(list []receivedAttribute) []string {
	var out []string
	for _, a := range list {
		out = append(out, attributeName(a.kind))
	}
	return out
}

// acceptable writes what came as the script would expect it. Values that the
// script leaves open stay so, and so do those that it did not have.
func (i *invocation) acceptable(expected []program.Statistic, received []receivedAttribute) []string {
	var out []string
	for _, r := range received {
		value := "..."
		for _, a := range expected {
			if a.Attribute == r.kind && !a.Any {
				value = strconv.FormatUint(readUint(r.data), 10)
			}
		}
		out = append(out, attributeName(r.kind)+"="+value)
	}
	return out
}

func attributesText(parts []string) string { return "{" + strings.Join(parts, ", ") + "}" }
