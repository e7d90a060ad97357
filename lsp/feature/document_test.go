package feature_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/internal/hostile"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lsp/feature"
)

// After any edits, whether anything is asked in between or not, a document is
// what one is that is opened with its text.
func TestEditsLeadToTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		text := hostile.Script(r, 60)
		d := open("file:///a.pkt", text)
		for version := int32(2); version < 12; version++ {
			at := runeRange(r, text)
			insert := hostile.Script(r, 3)
			next, err := d.Edited(version, source.Edit{Range: at, New: insert})
			if err != nil {
				t.Fatal(err)
			}
			text = text[:at.Start] + insert + text[at.End:]
			if d = next; r.IntN(3) == 0 {
				d.Diagnostics()
			}
		}
		fresh := open("file:///a.pkt", text)
		if diff := cmp.Diff(fresh.Diagnostics(), d.Diagnostics()); d.Text() != text || diff != "" {
			t.Fatalf("the edited document has other diagnostics than one with its text: -want +got:\n%s\n%q", diff,
				text)
		}
		if !slices.Equal(feature.SemanticTokens(fresh), feature.SemanticTokens(d)) {
			t.Fatalf("the edited document has other tokens than one with its text:\n%q", text)
		}
	}
}

// runeRange is a range of a text that parts no rune.
func runeRange(r *rand.Rand, text string) source.Range {
	boundary := func(offset int) int {
		for offset > 0 && offset < len(text) && text[offset]&0xc0 == 0x80 {
			offset--
		}
		return offset
	}
	start := boundary(r.IntN(len(text) + 1))
	return source.Range{Start: start, End: boundary(min(start+r.IntN(20), len(text)))}
}

// What an edit does not touch is taken over and not read again, even over many
// edits of which nothing was asked.
func TestEditsShareWhatTheyDoNotTouch(t *testing.T) {
	const text = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n" +
		"+0 close(3) = 0\n+0 `true`\n"
	first := open("file:///a.pkt", text)
	first.Diagnostics()
	d := first
	for version := int32(2); version < 22; version++ {
		var err error
		end := len(d.Text())
		if d, err = d.Edited(version, source.Edit{Range: source.Range{Start: end, End: end}, New: "//\n"}); err != nil {
			t.Fatal(err)
		}
	}
	if d.Version() != 21 || d.Script().Events()[0].Action != first.Script().Events()[0].Action {
		t.Error("the first event was parsed anew, though only the end of the text was edited")
	}
	replaced := d.Replaced(22, text)
	if replaced.Version() != 22 || replaced.Text() != text ||
		replaced.Script().Events()[0].Action == first.Script().Events()[0].Action {
		t.Error("a text that is replaced is read as a whole")
	}
	if _, err := d.Edited(23, source.Edit{Range: source.Range{Start: 0, End: 9999}}); err == nil {
		t.Error("an edit outside of the text is applied")
	}
}

func TestDocumentName(t *testing.T) {
	for uri, want := range map[string]string{"untitled:one": "untitled:one", "file:///folder/a%20b.pkt": "a b.pkt"} {
		if got := open(uri, "").Name(); got != want {
			t.Errorf("%s is called %q, want %q", uri, got, want)
		}
	}
}
