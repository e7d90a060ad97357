package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

// longScript is a connection that carries data in both directions, with about
// that many events.
func longScript(events int) string {
	var b strings.Builder
	b.WriteString(handshake)
	seq, ack := 1, 1
	for range events / 6 {
		fmt.Fprintf(&b,
			"  +0 write(4, ..., 1000) = 1000\n  +0 > P. %d:%d(1000) ack %d\n +.1 < . %d:%d(0) ack %d win 4000\n",
			seq, seq+1000, ack, ack, ack, seq+1000)
		seq += 1000
		fmt.Fprintf(&b, "  +0 < P. %d:%d(500) ack %d win 4000\n", ack, ack+500, seq)
		ack += 500
		fmt.Fprintf(&b, "  * > . %d:%d(0) ack %d\n  +0 read(4, ..., 500) = 500\n", seq, seq, ack)
	}
	return b.String()
}

// BenchmarkEdit changes one number in the middle of a script of 5,000 events
// and checks it again.
func BenchmarkEdit(b *testing.B) {
	text := longScript(5000)
	at := len(text)/2 + strings.Index(text[len(text)/2:], "= 1000\n") + 2
	script := lang.Parse(source.NewFile("long.pkt", text), nil)
	p := compiled(script)
	m := model.New(p)
	result := lint.Check(p, m, nil)
	if len(result.Diagnostics) > 1 {
		b.Fatalf("the script is meant to be fine: %v", messages(result.Diagnostics)[:2])
	}
	digits := []string{"1", "2"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		edited, err := script.Edit(source.Edit{Range: source.Range{Start: at, End: at + 1}, New: digits[(i+1)%2]})
		if err != nil {
			b.Fatal(err)
		}
		script = edited
		p, _ = program.Compile(script, program.Options{Previous: p})
		m = m.Update(p)
		result = lint.Check(p, m, result)
	}
}

// BenchmarkWhole checks a script of 5,000 events from scratch.
func BenchmarkWhole(b *testing.B) {
	text := longScript(5000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		lint.Check(compiled(lang.Parse(source.NewFile("long.pkt", text), nil)), nil, nil)
	}
}

// BenchmarkCorpus checks every script of the shared corpus on one processor.
func BenchmarkCorpus(b *testing.B) {
	var corpus []*source.File
	err := filepath.WalkDir(filepath.Join("..", "..", "shared", "corpus"),
		func(path string, entry os.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".pkt" {
				return err
			}
			text, err := os.ReadFile(path)
			corpus = append(corpus, source.NewFile(path, string(text)))
			return err
		})
	if err != nil {
		b.Skipf("the corpus was not found: %v", err)
	}
	for b.Loop() {
		for _, file := range corpus {
			lint.Check(compiled(lang.Parse(file, nil)), nil, nil)
		}
	}
}
