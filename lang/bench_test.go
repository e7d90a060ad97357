package lang

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang/source"
)

func corpusFiles(b *testing.B) (files []*source.File, bytes int64) {
	for path, text := range corpus(b, "textbook", "kselftest-7.2", "google") {
		files = append(files, source.NewFile(path, text))
		bytes += int64(len(text))
	}
	return files, bytes
}

func BenchmarkLex(b *testing.B) {
	files, bytes := corpusFiles(b)
	b.SetBytes(bytes)
	b.ReportAllocs()
	tokens := 0
	for b.Loop() {
		tokens = 0
		for _, f := range files {
			l := newLexer(f.Text, 0, true, nil)
			for l.next().Kind != EOF {
				tokens++
			}
		}
	}
	b.ReportMetric(float64(tokens*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkParse(b *testing.B) {
	files, bytes := corpusFiles(b)
	b.SetBytes(bytes)
	b.ReportAllocs()
	statements := 0
	for b.Loop() {
		statements = 0
		for _, f := range files {
			statements += len(Parse(f, variant).Statements)
		}
	}
	b.ReportMetric(float64(statements*b.N)/b.Elapsed().Seconds(), "statements/s")
}

// longScript is a conversation of n events.
func longScript(n int) string {
	var b strings.Builder
	b.WriteString("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n")
	for i := range n / 4 {
		at := 1 + 1000*i
		fmt.Fprintf(&b, "  +.1 write(4, ..., 1000) = 1000\n   +0 > P. %d:%d(1000) ack 1 <nop,nop,TS val 100 ecr 200>\n",
			at, at+1000)
		fmt.Fprintf(&b,
			"// round %d\n +.01 < . 1:1(0) ack %d win 257 <nop,nop,TS val 200 ecr 100>\n"+
				"   +0 %%{ assert tcpi_unacked == 0 }%%\n", i, at+1000)
	}
	return b.String()
}

// BenchmarkEdit types a digit into the middle of a script of 5,000 events.
func BenchmarkEdit(b *testing.B) {
	text := longScript(5000)
	script := Parse(source.NewFile("long.pkt", text), nil)
	at := strings.Index(text[len(text)/2:], "1000)") + len(text)/2
	insert := source.Edit{Range: source.Range{Start: at, End: at}, New: "1"}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := script.Edit(insert); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReparseEvent parses the one statement that an edit changed.
func BenchmarkReparseEvent(b *testing.B) {
	f := source.NewFile("one.pkt", "   +0 > P. 1:1001(1000) ack 1 <nop,nop,TS val 100 ecr 200>\n")
	b.SetBytes(int64(len(f.Text)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(f, nil)
	}
}
