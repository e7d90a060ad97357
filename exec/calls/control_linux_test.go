package calls

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang/program"
)

// received is a control message as the kernel writes it.
func received(level, kind int32, data []byte) []byte {
	return controlsBytes([]program.ControlMessage{{Level: level, Type: kind, Data: data}})
}

func extended(errno uint32, origin, kind, code byte, info, data uint32, address int) []byte {
	b := binary.NativeEndian.AppendUint32(nil, errno)
	b = append(b, origin, kind, code, 0)
	b = binary.NativeEndian.AppendUint32(b, info)
	b = binary.NativeEndian.AppendUint32(b, data)
	return append(b, bytes.Repeat([]byte{7}, address)...)
}

func timespecs(seconds, nanoseconds int64) []byte {
	b := binary.NativeEndian.AppendUint64(nil, uint64(seconds))
	b = binary.NativeEndian.AppendUint64(b, uint64(nanoseconds))
	return append(b, make([]byte, 32)...)
}

func attributeBytes(kind uint16, value uint64, size int) []byte {
	b := binary.NativeEndian.AppendUint16(nil, uint16(program.AttributeHeader+size))
	b = binary.NativeEndian.AppendUint16(b, kind)
	b = appendUint(b, value, size)
	return append(b, make([]byte, -len(b)&3)...)
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestControls(t *testing.T) {
	const (
		zeroCopy = `{cmsg_level=SOL_IP, cmsg_type=IP_RECVERR, cmsg_data={ee_errno=0,
			ee_origin=SO_EE_ORIGIN_ZEROCOPY, ee_type=0, ee_code=SO_EE_CODE_ZEROCOPY_COPIED, ee_info=0, ee_data=3}}`
		zeroCopy6 = `{cmsg_level=SOL_IPV6, cmsg_type=IPV6_RECVERR, cmsg_data={ee_errno=EHOSTUNREACH,
			ee_origin=2, ee_type=3, ee_code=1, ee_info=0, ee_data=0}}`
		stamp = `{cmsg_level=SOL_SOCKET, cmsg_type=SCM_TIMESTAMPING, cmsg_data={scm_sec=1, scm_nsec=500000000}}`
		stats = `{cmsg_level=SOL_SOCKET, cmsg_type=SCM_TIMESTAMPING_OPT_STATS, cmsg_data={TCP_NLA_BUSY=1000,
			TCP_NLA_RWND_LIMITED=0, TCP_NLA_SNDBUF_LIMITED=..., TCP_NLA_SND_CWND=10, TCP_NLA_CA_STATE=TCP_CA_RECOVERY}}`
		queued = `{cmsg_level=SOL_TCP, cmsg_type=TCP_CM_INQ, cmsg_data=7}`
	)
	// The script of the test starts at 100 s of CLOCK_REALTIME, the tolerance
	// is 4000 microseconds.
	statistics := func(busy, limited, window, state uint64) []byte {
		return join(attributeBytes(1, busy, 8), attributeBytes(2, limited, 8), attributeBytes(3, 99, 8),
			attributeBytes(8, window, 4), attributeBytes(14, state, 1))
	}
	number := binary.NativeEndian.AppendUint32(nil, 7)
	for _, test := range []struct {
		name, expected string
		received       []byte
		differs        string // the name of the field; empty where all match
		actual         string
	}{
		{"none", "", nil, "", ""},
		{"one too few", queued, nil, "number of control messages", "0"},
		{"one too many", queued, join(received(6, 36, number), received(6, 36, number)),
			"number of control messages", "2"},
		{"cut short", queued, join(received(6, 36, number), make([]byte, 16)), "number of control messages", "1"},
		{"two in order", queued + "," + zeroCopy,
			join(received(6, 36, number), received(0, 11, extended(0, 5, 0, 1, 0, 3, 16))), "", ""},
		{"number", queued, received(6, 36, binary.NativeEndian.AppendUint32(nil, 8)), "cmsg_data", "8"},
		{"level", queued, received(0, 36, number), "cmsg_level", "SOL_IP"},
		{"type", queued, received(6, 35, number), "cmsg_type", "TCP_ZEROCOPY_RECEIVE"},
		{"nameless type", queued, received(6, 9999, number), "cmsg_type", "9999"},
		{"length", queued, received(6, 36, number[:3]), "length of cmsg_data", "3 bytes"},

		{"extended error", zeroCopy, received(0, 11, extended(0, 5, 0, 1, 0, 3, 16)), "", ""},
		{"extended error with the other address", zeroCopy, received(0, 11, extended(0, 5, 0, 1, 0, 3, 28)),
			"length of cmsg_data", "44 bytes"},
		{"extended error of IPv6", zeroCopy6, received(41, 25, extended(113, 2, 3, 1, 0, 0, 28)), "", ""},
		{"errno", zeroCopy, received(0, 11, extended(111, 5, 0, 1, 0, 3, 16)), "ee_errno", "ECONNREFUSED"},
		{"origin", zeroCopy, received(0, 11, extended(0, 4, 0, 1, 0, 3, 16)), "ee_origin", "SO_EE_ORIGIN_T"},
		{"extended type", zeroCopy, received(0, 11, extended(0, 5, 9, 1, 0, 3, 16)), "ee_type", "9"},
		{"code", zeroCopy, received(0, 11, extended(0, 5, 0, 0, 0, 3, 16)), "ee_code", "0"},
		{"info", zeroCopy, received(0, 11, extended(0, 5, 0, 1, 1, 3, 16)), "ee_info", "1"},
		{"data", zeroCopy, received(0, 11, extended(0, 5, 0, 1, 0, 4, 16)), "ee_data", "4"},

		{"timestamp", stamp, received(1, 37, timespecs(101, 500000000)), "", ""},
		{"timestamp within the tolerance", stamp, received(1, 37, timespecs(101, 504000000)), "", ""},
		{"late timestamp", stamp, received(1, 37, timespecs(101, 504001000)), "timestamp",
			"{scm_sec=1, scm_nsec=504001000}"},
		{"early timestamp", stamp, received(1, 37, timespecs(101, 495999000)), "timestamp",
			"{scm_sec=1, scm_nsec=495999000}"},
		{"timestamp that is not looked at", strings.NewReplacer("sec=1", "sec=0", "500000000", "0").Replace(stamp),
			received(1, 37, timespecs(7, 7)), "", ""},

		{"statistics", stats, received(1, 54, statistics(1000, 0, 10, 3)), "", ""},
		{"duration within the tolerance", stats, received(1, 54, statistics(5000, 0, 10, 3)), "", ""},
		{"duration beyond the tolerance", stats, received(1, 54, statistics(5001, 0, 10, 3)), "TCP_NLA_BUSY", "5001"},
		{"duration that should be 0", stats, received(1, 54, statistics(1000, 1, 10, 3)), "TCP_NLA_RWND_LIMITED", "1"},
		{"number among statistics", stats, received(1, 54, statistics(1000, 0, 11, 3)), "TCP_NLA_SND_CWND", "11"},
		{"byte among statistics", stats, received(1, 54, statistics(1000, 0, 10, 4)), "TCP_NLA_CA_STATE", "4"},
		{"other statistic", stats,
			received(1, 54, join(attributeBytes(2, 0, 8), attributeBytes(2, 0, 8), attributeBytes(3, 99, 8),
				attributeBytes(8, 1, 4), attributeBytes(14, 0, 1))), "list of statistics",
			"{TCP_NLA_RWND_LIMITED, TCP_NLA_RWND"},
		{"statistic of another size", stats,
			received(1, 54, join(attributeBytes(1, 1, 4), make([]byte, 4), attributeBytes(2, 0, 8),
				attributeBytes(3, 99, 8),
				attributeBytes(8, 1, 4), attributeBytes(14, 0, 1))), "list of statistics", "{TCP_NLA_BUSY"},
		{"more statistics", stats, received(1, 54, join(statistics(1000, 0, 10, 3), attributeBytes(26, 64, 1))),
			"list of statistics", "{TCP_NLA_BUSY"},
	} {
		t.Run(test.name, func(t *testing.T) {
			i := headerInvocation(t, test.expected)
			m := i.checkControls(i.Arguments[1].Value.(*program.MessageHeader), test.received)
			switch {
			case m == nil && test.differs != "":
				t.Fatalf("all match, want another %s", test.differs)
			case m == nil:
			case m.Diagnostic.Comparison.Differs[0] != test.differs:
				t.Fatalf("%s differs, want %q: %s", m.Diagnostic.Comparison.Differs[0], test.differs,
					m.Diagnostic.Message)
			case !strings.HasPrefix(m.Diagnostic.Comparison.Actual, test.actual):
				t.Errorf("actual is %q, want %q", m.Diagnostic.Comparison.Actual, test.actual)
			}
		})
	}
}

// headerInvocation is a recvmsg that expects control messages.
func headerInvocation(t *testing.T, controls string) *invocation {
	t.Helper()
	script := parse(t, "0 recvmsg(3, {msg_name(...)=..., msg_iov(1)=[{..., 1}], msg_flags=0, msg_control=["+
		controls+"]}, 0) = 1")
	p, found := program.Compile(script, program.Options{Complete: true})
	for _, d := range found {
		if d.Code != program.CodeUnknownDescriptor {
			t.Fatal(d.Message)
		}
	}
	table := New(Options{Tolerance: 4000, RealTime: func(script int64) int64 { return 100e6 + script }})
	return &invocation{Call: p.Events[0].Call, table: table}
}

// FuzzReadControls looks for bytes that the kernel never writes and that make
// the reader panic, hang or read beyond them.
func FuzzReadControls(f *testing.F) {
	f.Add(received(6, 36, []byte{1, 2, 3}))
	f.Add(make([]byte, 40))
	f.Fuzz(func(t *testing.T, b []byte) {
		list, _ := abi.ControlMessages(b)
		total := 0
		for _, c := range list {
			total += abi.SizeofCmsghdr + len(c.Data)
		}
		if total > len(b) {
			t.Errorf("%d bytes read of %d", total, len(b))
		}
	})
}

func TestEchoRequest(t *testing.T) {
	for _, v := range loopbacks {
		i := &invocation{table: newTable(loopbackOptions(t, v.domain, v.address))}
		b := make([]byte, 8)
		i.writeEchoRequest(b)
		want := byte(8)
		if v.name == "ipv6" {
			want = 128
		}
		if b[0] != want {
			t.Errorf("%s: type %d, want %d", v.name, b[0], want)
		}
		i.writeEchoRequest(b[:7]) // too short: left alone
	}
}
