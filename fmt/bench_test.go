package format_test

import (
	"strings"
	"testing"

	format "github.com/pktlang/pkt/fmt"
)

// BenchmarkSource formats the Linux selftests: nearly all lines come out
// unchanged, as in daily use.
func BenchmarkSource(b *testing.B) { benchmark(b, "kselftest-7.2", nil) }

// BenchmarkSourceUnformatted formats scripts of which every line changes.
func BenchmarkSourceUnformatted(b *testing.B) {
	benchmark(b, "kselftest-7.2", func(text string) string { return strings.ReplaceAll(text, "\n   ", "\n") })
}

// BenchmarkParse is what of that is not the formatter's.
func BenchmarkParse(b *testing.B) {
	texts, size := benchmarkTexts(b, "kselftest-7.2", nil)
	b.SetBytes(size)
	for b.Loop() {
		for _, text := range texts {
			parse(text)
		}
	}
}

func benchmark(b *testing.B, folder string, change func(string) string) {
	texts, size := benchmarkTexts(b, folder, change)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			if _, err := format.Source(parse(text), format.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func benchmarkTexts(b *testing.B, folder string, change func(string) string) (texts []string, size int64) {
	for _, text := range corpus(b, folder) {
		if change != nil {
			text = change(text)
		}
		texts = append(texts, text)
		size += int64(len(text))
	}
	return texts, size
}

// BenchmarkEdits is what an editor asks for on each save of a long script.
func BenchmarkEdits(b *testing.B) {
	texts, _ := benchmarkTexts(b, "kselftest-7.2", nil)
	script := parse(strings.Join(texts, "\n"))
	b.SetBytes(int64(len(script.File.Text)))
	b.ReportAllocs()
	for b.Loop() {
		benchmarkEdits = format.Edits(script, format.Options{})
	}
}

var benchmarkEdits any
