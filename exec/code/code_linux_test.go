package code

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/exec/linux/sys"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
)

var _ stack.Code = (*Code)(nil)

// withSnippets records every snippet of a text for a live, unconnected socket.
func withSnippets(t *testing.T, text string) *Code {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	s := settings.Default()
	c := New(source.NewFile("folder/own script.pkt", text), &s, sys.Kernel{}.Getsockopt, os.Stderr)
	for at := 0; ; {
		start := strings.Index(text[at:], "%{")
		if start < 0 {
			return c
		}
		start += at
		at = start + strings.Index(text[start:], "}%") + 2
		inner := text[start+2 : at-2]
		span := lang.Span{Off: 2, End: int32(at - start - 2)}
		statement := &lang.Statement{Base: start, Length: int32(at - start), Core: lang.Span{End: int32(at - start)}}
		if err := c.Record(fd, statement, &lang.Code{Text: strings.Trim(inner, " \t"), TextSpan: span}); err != nil {
			t.Fatal(err)
		}
	}
}

func requirePython(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("python3 is not on the PATH: the code of scripts cannot be run")
	}
}

func TestExecuteFailures(t *testing.T) {
	requirePython(t)
	tests := []struct {
		name, text string
		at         string // the text that the diagnostic covers
		message    string
		notes      []string
		reference  string
		output     string // first line
	}{
		{
			name:      "an assertion on the first line",
			text:      "+0 %{ assert tcpi_snd_cwnd == 7, tcpi_snd_cwnd }%\n",
			at:        "tcpi_snd_cwnd == 7",
			message:   "the assertion does not hold: 10",
			notes:     []string{"tcpi_snd_cwnd was 10"},
			reference: "'python3' returned non-zero status 1",
			output:    "folder/own script.pkt:1: error in Python code",
		},
		{
			name: "a later line of a later snippet, after a character of two bytes",
			text: "0 %{ limit = 3 }%\n// é\n\n+0 %{\nname = 'é'\nassert tcpi_state == TCP_CLOSE\n" +
				"assert tcpi_state < limit\n}%",
			at: "tcpi_state < limit", message: "the assertion does not hold",
			notes:     []string{"tcpi_state was 7"},
			reference: "'python3' returned non-zero status 1",
			output:    "folder/own script.pkt:4: error in Python code",
		},
		{
			name:      "an assertion of several operands on several lines",
			text:      "0 %{\nassert tcpi_state == 7 and tcpi_snd_cwnd == 9 \\\n  and tcpi_lost == 0, 'oh'\n}%",
			at:        "tcpi_state == 7 and tcpi_snd_cwnd == 9 \\\n  and tcpi_lost == 0",
			message:   "the assertion does not hold: oh",
			notes:     []string{"tcpi_state was 7", "tcpi_snd_cwnd was 10", "tcpi_lost was 0"},
			reference: "'python3' returned non-zero status 1",
			output:    "folder/own script.pkt:1: error in Python code",
		},
		{
			name: "an unknown name", text: "\n0 %{ tcpi_nothing }%",
			at: "tcpi_nothing", message: "the code raised NameError: name 'tcpi_nothing' is not defined",
			reference: "'python3' returned non-zero status 1",
			output:    "folder/own script.pkt:2: error in Python code",
		},
		{
			name: "not Python", text: "0 %{ good = 1 }% 0 %{\nif (:\n}%",
			at: "if (:", message: "the code raised SyntaxError: invalid syntax (own script.pkt, line 2)",
			reference: "'python3' returned non-zero status 1",
			output:    "folder/own script.pkt:1: error in Python code",
		},
		{
			name: "an exit", text: "0 %{ sys.stderr.write('had enough\\n'); sys.exit(3) }%",
			at:        "sys.stderr.write('had enough\\n'); sys.exit(3)",
			message:   "the code could not be run: `python3` ended with non-zero status 3",
			notes:     []string{"had enough"},
			reference: "'python3' returned non-zero status 3",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := withSnippets(t, tt.text)
			failure := c.Execute()
			if failure == nil {
				t.Fatal("passed")
			}
			d := failure.Diagnostic
			output, _, _ := strings.Cut(failure.Output, "\n")
			got := []any{c.file.Slice(d.Range), d.Message, d.Notes, failure.Reference, output}
			want := []any{tt.at, tt.message, tt.notes, tt.reference, tt.output}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestExecutePasses(t *testing.T) {
	requirePython(t)
	c := withSnippets(t, `0 %{
import math
def half(n):
    return math.floor(n / 2)
}%
+0 %{ assert half(tcpi_snd_cwnd) == 5, (_file, _line) }%
+0 %{ assert SK_MEMINFO_DROPS == 0 and SK_MEMINFO_RCVBUF > 0 }%
+0 %{ assert tcpi_snd_cwnd == 10;\
	assert tcpi_state == TCP_CLOSE;\
}%
+0 %{ assert True;\ }%`)
	if failure := c.Execute(); failure != nil {
		t.Errorf("%s: %s", failure.Diagnostic.Message, failure.Reference)
	}
}

func TestExecuteWithoutAnInterpreter(t *testing.T) {
	c := withSnippets(t, "0 %{ x = 1 }%")
	c.settings.CodeCommand = "no-such-interpreter-here"
	failure := c.Execute()
	if failure == nil || failure.Reference != "'no-such-interpreter-here' returned non-zero status 127" {
		t.Errorf("got %+v", failure)
	}
}

func TestRecordRefuses(t *testing.T) {
	s := settings.Default()
	c := New(source.NewFile("x.pkt", "0 %{ }%"), &s, sys.Kernel{}.Getsockopt, os.Stderr)
	if err := c.Record(-1, nil, nil); err != errNoSocket {
		t.Errorf("without a socket: %v", err)
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	if err := c.Record(fd, nil, nil); err != errNoTCPInfo {
		t.Errorf("for a UDP socket: %v", err)
	}
	if failure := c.Execute(); failure != nil {
		t.Errorf("nothing was recorded, but: %v", failure)
	}
}
