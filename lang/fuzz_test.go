package lang

import (
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang/source"
)

// FuzzParse holds what Parse promises of any input: it ends, every byte is
// accounted for, and every node lies within its parent.
func FuzzParse(f *testing.F) {
	for i := range fragments {
		f.Add(strings.Join(fragments[i:min(i+6, len(fragments))], ""))
	}
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		script := Parse(source.NewFile("fuzz.pkt", text), Definitions{"WORD": "12", "TEXT": `"text"`})
		checkLossless(t, "fuzz.pkt", script)
		for offset := 0; offset <= len(text); offset += 1 + len(text)/16 {
			script.At(offset)
		}
	})
}

// seeds show each form of the language once.
var seeds = []string{
	"--ip_version=ipv4\n--define PORT=80\n`init`\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n`cleanup`",
	"+0 bind(3, {sa_family = AF_INET, sin_port = htons(80), sin_addr = inet_addr(\"192.0.2.1\")}, ...) = 0",
	"+0 < [ect0] 1000 > 80 SEW.5 1:1001(1000) ack 1 win 5 urg 3 <mss 1460,nop,wscale 7,sackOK,TS val 1 ecr 2,sack " +
		"1:2 3:4>",
	"+0 > (flowlabel 0x12) P. 1:1(0) ack 2 <FO 0123456789abcdef,md5 00112233445566778899aabbccddeeff,ECN e0b 1 ceb 2 " +
		"e1b 3,eol>",
	"+0 < ipv4 1.2.3.4 > 5.6.7.8: gre: mpls (label 1, tc 2, [S], ttl 3): udp (1000)",
	"+0 < icmp unreachable frag_needed mtu 1500 [1:1001(1000)]\n+0 > icmp echo_reply id 3 [raw (16)]",
	"+0 < ipv6 ::1 > fd3d::2: . 1:1(0) ack 1 win 10",
	"+0 poll([{fd=3, events=POLLIN, revents=POLLIN|POLLOUT}], 1, 100) = 1",
	"+0 epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN, u64=0x12}) = -1 EEXIST (File exists)",
	"+0 recvmsg(3, {msg_name(...)=..., msg_iov(1)=[{..., 10}], msg_flags=MSG_ERRQUEUE, " +
		"msg_control=[{cmsg_level=SOL_SOCKET, cmsg_type=SCM_TIMESTAMPING, cmsg_data={scm_sec=0,scm_nsec=10}}]}, 0) = " +
		"10",
	"+0 setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0\n+.1~+.2 > F. 1:1(0) ack 1",
	"+0 fcntl(3, F_GETFL) = 0x2 (flags O_RDWR)\n+0 write(3, \"a\\n\" \"b\", 3) = 3\n+0 read(3, \"GET\"..., 9) = 9",
	"+0 < encap psp spi 0x12 . 1:1(0) ack 1 win 10\n" +
		"+0 > gre, flags [checksum present, key present], sum 1, off 0, key=3, seq 4: udp (10)",
}
