package main

import (
	"bytes"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pktlang/pkt/exec/capture"
	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// writeCapture writes a capture of the handshakes of two connections.
func writeCapture(t *testing.T) string {
	t.Helper()
	var file bytes.Buffer
	w := capture.NewWriter(&file, "a test")
	number, err := w.Interface("any")
	if err != nil {
		t.Fatal(err)
	}
	script := lang.Parse(source.NewFile("", "0 < S 0:0(0) win 9 <mss 1000>\n+0 > S. 0:0(0) ack 1 <mss 1460>\n"+
		"+0 < . 1:1(0) ack 1 win 9\n"), nil)
	for _, client := range []string{"192.0.2.1:1", "192.0.2.1:2"} {
		tuple := packet.Tuple{Source: netip.MustParseAddrPort(client),
			Destination: netip.MustParseAddrPort("192.0.2.9:80")}
		for i, st := range script.Events() {
			p, err := packet.Build(st.Action.(*lang.Packet), false)
			if err != nil {
				t.Fatal(err)
			}
			p.SetTuple(tuple)
			if i == 1 {
				p.SetTuple(tuple.Reverse())
			}
			p.SetChecksums()
			seen := capture.Packet{Time: time.Unix(0, 0), Inbound: i != 1, Bytes: p.Data}
			if err := w.Write(number, seen); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "trace.pcapng")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// pktImport executes pkt import.
func pktImport(arguments ...string) (code int, stdout, stderr string) {
	var out, messages bytes.Buffer
	code = execute(append([]string{"import"}, arguments...),
		&environment{stdin: strings.NewReader(""), stdout: &out, stderr: &messages, noColour: true})
	return code, out.String(), messages.String()
}

func TestImportList(t *testing.T) {
	code, out, _ := pktImport("--list", writeCapture(t))
	if want := "2       192.0.2.1:2  192.0.2.9:80  3        0      0s        S."; code != exitFine ||
		!strings.Contains(out, want) {
		t.Errorf("exit code %d, want a line %q in\n%s", code, want, out)
	}
}

func TestImportWritesAFormattedScript(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.pkt")
	if code, _, messages := pktImport("--stream", "2", "-o", path, writeCapture(t)); code != exitFine {
		t.Fatalf("exit code %d: %s", code, messages)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const want = "\n   +0 < . 1:1(0) ack 1 win 9\n   +0 accept(3, ..., ...) = 4\n"
	if !strings.HasSuffix(string(text), want) {
		t.Errorf("the script does not end with %q:\n%s", want, text)
	}
	for _, command := range []string{"lint", "fmt"} {
		var out bytes.Buffer
		arguments := map[string][]string{"lint": {"lint", path}, "fmt": {"fmt", "--check", path}}[command]
		if code := execute(arguments, &environment{stdout: &out, stderr: &out, noColour: true}); code != exitFine {
			t.Errorf("pkt %s finds: %s", command, out.String())
		}
	}
	if code, _, messages := pktImport("--stream", "2", "-o", path, writeCapture(t)); code != exitError {
		t.Errorf("a script that was there is written over: %s", messages)
	}
}

func TestImportRefuses(t *testing.T) {
	trace := writeCapture(t)
	for _, test := range []struct {
		arguments []string
		want      string
	}{
		{[]string{trace}, "choose one"},
		{[]string{"--stream", "3", trace}, "no number 3"},
		{[]string{"--stream", "1", "--local", "192.0.2.3", trace}, "is no side"},
		{[]string{"--local", "nowhere", trace}, "expected an address"},
		{[]string{"--stream=-1", trace}, "count from 1"},
		{[]string{"-"}, "cannot read the capture"},
		{[]string{trace + ".none"}, "no such file"},
	} {
		code, _, messages := pktImport(test.arguments...)
		if code != exitError || !strings.Contains(messages, test.want) {
			t.Errorf("%v: exit code %d and %q, want %d and %q", test.arguments, code, messages, exitError, test.want)
		}
	}
}
