package replay

import (
	"bytes"
	"testing"

	"github.com/pktlang/pkt/exec/capture"
)

// FuzzImport holds that no file makes the importer panic or make a script that
// does not parse.
func FuzzImport(f *testing.F) {
	for _, packets := range []string{
		handshake + "+0 > P. 1:101(100) ack 1\n+.2 > P. 1:101(100) ack 1\n" +
			"+0 < F. 1:1(0) ack 101 win 100\n+0 > F. 101:101(0) ack 2",
		handshake + "+0 < . 101:201(100) ack 1 win 9\n+0 > . 1:1(0) ack 1 <nop,nop,sack 101:201>\n" +
			"+0 < . 1:101(100) ack 1 win 9",
		"0 > SEW 0:0(0) <mss 1460,FO abcd1234,nop,nop>\n" +
			"+0 < SE. 0:0(0) ack 1 win 9 <nop,nop,TS val 1 ecr 2>\n+0 > R. 1:1(0) ack 1",
	} {
		var file bytes.Buffer
		w := capture.NewWriter(&file, "")
		number, err := w.Interface("")
		if err != nil {
			f.Fatal(err)
		}
		for _, r := range captured(f, packets) {
			if err := w.Write(number, capture.Packet{Time: r.Time, Bytes: r.Bytes}); err != nil {
				f.Fatal(err)
			}
		}
		f.Add(file.Bytes(), uint16(0), false)
		f.Add(file.Bytes(), uint16(10), true)
	}
	f.Fuzz(func(t *testing.T, file []byte, mss uint16, absolute bool) {
		records, _ := capture.Read(bytes.NewReader(file)) // what was read before an error counts
		flows, _ := Flows(records)
		for _, flow := range flows {
			other := Options{Local: flow.Server, MSS: int(mss), Absolute: absolute}
			for _, side := range []Options{{}, {Local: flow.Client}, other} {
				text, _, err := Script(flow, "a\nb", side)
				if err == nil {
					parses(t, text)
				}
			}
		}
	})
}
