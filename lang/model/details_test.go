package model

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// connected is a script up to the point where a connection was accepted.
const connected = "0 `../common/defaults.sh`\n" + `+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 65535 <mss 1000,sackOK,nop,nop>
+0 > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK>
+.1 < . 1:1(0) ack 1 win 65535
+0 accept(3, ..., ...) = 4
`

// An observation tells what is claimed, what can be and why, in numbers.
func TestDetails(t *testing.T) {
	for _, test := range []struct {
		lines string
		want  Detail
	}{
		{"< P. 1:101(100) ack 1 win 65535|> . 1:1(0) ack 102", AckBeyondReceived{Claimed: 102, Next: 101,
			Cause: AckInOrder}},
		{"< P. 1:101(100) ack 1 win 65535|> . 1:1(0) ack 101|< P. 201:301(100) ack 1 win 65535|" +
			"> . 1:1(0) ack 301 <nop,nop,sack 201:301>",
			AckBeyondReceived{Claimed: 301, Next: 101, Cause: AckAfterHole, Last: 200}},
		{"< F. 1:1(0) ack 1 win 65535|> . 1:1(0) ack 3", AckBeyondReceived{Claimed: 3, Next: 2, Cause: AckAfterFin,
			Last: 1}},
		{"< P. 1:101(100) ack 1 win 65535|> . 1:1(0) ack 1", AckBelowReceived{Claimed: 1, Expected: 101,
			Cause: AckOverdue}},
		{"< P. 1:101(100) ack 1 win 65535|> . 1:1(0) ack 101|< P. 101:201(100) ack 1 win 65535|" +
			"write(4, ..., 5) = 5|> P. 1:6(5) ack 150",
			AckBelowReceived{Claimed: 150, Expected: 201, Cause: AckNeverNext}},
		{"< P. 1:101(100) ack 1 win 65535|> . 1:1(0) ack 101|< P. 101:201(100) ack 1 win 65535|" +
			"* > . 1:1(0) ack 201|write(4, ..., 5) = 5|> P. 1:6(5) ack 101",
			AckBelowReceived{Claimed: 101, Expected: 201, Cause: AckGoesBack, Before: 201, Earlier: StatementAt(11)}},
		{"< F. 1:1(0) ack 1 win 65535|* > . 1:1(0) ack 1", AckBelowReceived{Claimed: 1, Expected: 2,
			Cause: AckWithoutFin, Before: 1}},
		{"write(4, ..., 1000) = 1000|> P. 1:1001(1000) ack 1|< . 1:1(0) ack 1002 win 65535",
			AckOfUnsent{Claimed: 1002, Limit: 1001}},
		{"> P. 1:11(10) ack 1", DataNotWritten{Claimed: 11, Written: 1, Cause: WrittenNothing}},
		{"write(4, ..., 5) = 5|> P. 1:11(10) ack 1", DataNotWritten{Claimed: 11, Written: 6}},
		{"shutdown(4, SHUT_WR) = 0|> F. 1:1(0) ack 1|> P. 2:12(10) ack 1", DataNotWritten{Claimed: 12, Written: 1,
			Cause: WrittenFin}},
		{"write(4, ..., 900) = 900|> . 1:501(500) ack 1", SegmentWrong{Cause: LengthWrong, Length: 500,
			Lengths: Exactly(900)}},
		{"write(4, ..., 40000) = 40000|> P. 1:20001(20000) ack 1", DataBeyondCongestion{Flight: 20000,
			Segments: 14, MSS: 1000}},
		{"< P. 101:201(100) ack 1 win 65535|> . 1:1(0) ack 1 <nop,nop,sack 101:301>",
			SackOutside{Cause: SackBlocksWrong, Right: []Block{{101, 201}}}},
		{"< P. 1:101(100) ack 1 win 65535|> . 1:1(0) ack 101|< P. 201:301(100) ack 1 win 65535|" +
			"> . 1:1(0) ack 101 <nop,nop,sack 201:301>|write(4, ..., 5) = 5|> P. 1:6(5) ack 101 <nop,nop,sack 201:401>",
			SackOutside{Block: Block{201, 401}, Sent: 301, Cause: SackBeyondReceived}},
		{"< P. 1:101(100) ack 1 win 65535|> . 1:1(0) ack 101|< P. 301:401(100) ack 1 win 65535|" +
			"> . 1:1(0) ack 101 <nop,nop,sack 301:401>|write(4, ..., 5) = 5|> P. 1:6(5) ack 101 <nop,nop,sack 201:301>",
			SackOutside{Block: Block{201, 301}, Sent: 401, Cause: SackOfMissing}},
		{"write(4, ..., 10) = 10|> P. 1:11(10) ack 1|< . 1:1(0) ack 1 win 65535 <nop,nop,sack 5:20>",
			SackOutside{Block: Block{5, 20}, Sent: 11, Cause: SackOfUnsent}},
		{"write(4, ..., 100) = 200", WriteResult{Call: "write", Given: 100, Claimed: 200, Cause: WriteGiven}},
		{"send(4, ..., 2000, 0) = 1000", WriteResult{Call: "send", Given: 2000, Claimed: 1000, Cause: WriteBlocks}},
		{"send(4, ..., 2000, MSG_DONTWAIT) = 1000", WriteResult{Call: "send", Given: 2000, Claimed: 1000,
			Cause: WriteFitsInBuffer}},
		{"< P. 1:101(100) ack 1 win 65535|> . 1:1(0) ack 101|read(4, ..., 500) = 80", ReadResult{Call: "read",
			Claimed: 80, Readable: 100, Next: 101, Cause: ReadAll}},
		{"< P. 1:101(100) ack 1 win 65535|> . 1:1(0) ack 101|read(4, ..., 500) = 120", ReadResult{Call: "read",
			Asked: 500, Claimed: 120, Readable: 100, Next: 101, Cause: ReadArrived}},
		{"< P. 1:101(100) ack 1 win 65535|> . 1:1(0) ack 101|" +
			"recv(4, ..., 100, MSG_DONTWAIT) = -1 EAGAIN (Resource temporarily unavailable)",
			CallErrno{Call: "recv", Claimed: "EAGAIN", Cause: DataReadable, Readable: 100}},
		{"write(4, ..., 1000) = 1000|> P. 1:1001(1000) ack 1|+.1 > P. 1:1001(1000) ack 1",
			SegmentTooEarly{After: 100_000 + 12_500, Timeout: leastTimeout, Left: 1, Right: 1001}},
		{"close(4) = 0|+.5 > F. 1:1(0) ack 1", TimeCause{Late: 500_000}},
	} {
		text := connected
		for _, line := range strings.Split(test.lines, "|") {
			if line[0] != '*' && line[0] != '+' {
				line = "+0 " + line
			}
			text += line + "\n"
		}
		var got Detail
		for _, o := range walked(t, text).Observations() {
			got = o.Detail
			break
		}
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(Fact{}, StatementRef{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.lines, diff)
		}
	}
}
