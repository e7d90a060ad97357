//go:build linux

package calls

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// checkStatistics compares the attributes of SCM_TIMESTAMPING_OPT_STATS, which
// must be the same ones in the same order.
func (i *invocation) checkStatistics(n int, expected, actual *control) *mismatch {
	received := readAttributes(actual.data)
	for k, a := range expected.attributes {
		if k >= len(received) || received[k].kind != a.kind || len(received[k].data) != statistics[a.kind].size {
			return i.otherStatistics(n, expected, actual)
		}
		value := readUint(received[k].data)
		if i.statisticMatches(a, value) {
			continue
		}
		text := strconv.FormatUint(value, 10)
		return field{
			node: a.expr.Value, name: attributeName(a.kind),
			expected: strconv.FormatUint(a.value, 10), actual: text, accept: text,
			reference: fmt.Sprintf("Bad %s: expected=%d actual=%d", attributeName(a.kind), a.value, value),
		}.mismatch(i)
	}
	return nil
}

// statisticMatches compares a value. A duration may be off by the tolerance,
// but 0 is exact; padding matches nothing.
func (i *invocation) statisticMatches(a attribute, value uint64) bool {
	switch {
	case a.kind == statisticPad:
		return false
	case a.unchecked():
		return true
	case statistics[a.kind].duration && a.value != 0:
		d := int64(a.value - value)
		return max(d, -d) <= i.table.options.Tolerance
	}
	return a.value == value
}

// otherStatistics says which statistics came in place of those expected. The
// kernel sends all that it knows, so it takes one list to name them.
func (i *invocation) otherStatistics(n int, expected, actual *control) *mismatch {
	received := readAttributes(actual.data)
	f := field{
		node: expected.expr.Data, name: "list of statistics",
		message:  i.signature.Name + ": the statistics that came are others than expected, or in another order",
		expected: attributesText(namesOf(expected.attributes)), actual: attributesText(kindsOf(received)),
		accept: attributesText(i.acceptable(expected.attributes, received)),
		reference: fmt.Sprintf("Bad len in cmsg %d: expected=%d actual=%d", n,
			controlHeader+len(expected.data), controlHeader+len(actual.data)),
	}
	for k, a := range expected.attributes {
		if k >= len(received) || received[k].kind != a.kind {
			f.node = &a.expr.Name
			f.reference = fmt.Sprintf("Bad nla_type %d: expected=%d", n, a.kind)
			break
		}
	}
	m := f.mismatch(i)
	// What replaces the list is longer than what the message points at.
	for k := range m.Accept {
		m.Accept[k].Span = expected.expr.Data.Where()
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
	for len(b) >= attributeHeader {
		length := int(binary.NativeEndian.Uint16(b))
		if length < attributeHeader || length > len(b) {
			return out
		}
		out = append(out, receivedAttribute{kind: binary.NativeEndian.Uint16(b[2:]), data: b[attributeHeader:length]})
		b = b[min((length+3)&^3, len(b)):]
	}
	return out
}

func namesOf(list []attribute) []string {
	var out []string
	for _, a := range list {
		out = append(out, attributeName(a.kind))
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
func (i *invocation) acceptable(expected []attribute, received []receivedAttribute) []string {
	var out []string
	for _, r := range received {
		value := "..."
		for _, a := range expected {
			if a.kind == r.kind && !a.any {
				value = strconv.FormatUint(readUint(r.data), 10)
			}
		}
		out = append(out, attributeName(r.kind)+"="+value)
	}
	return out
}

func attributesText(parts []string) string { return "{" + strings.Join(parts, ", ") + "}" }
