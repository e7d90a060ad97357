package server_test

import (
	"strings"
	"testing"
	"time"
)

// change is a change of a document's text.
type change struct {
	Range *span  `json:"range,omitempty"`
	Text  string `json:"text"`
}

func (c *client) change(uri string, version int, changes ...change) {
	c.notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": uri, "version": version}, "contentChanges": changes})
}

// between is a range on one line, or over several.
func between(line, character, endLine, endCharacter int) *span {
	return &span{position{line, character}, position{endLine, endCharacter}}
}

const twoErrors = "+0 < S 0:0(0) win 99999\n+0 clsoe(3) = 0\n"

func codes(p published) string {
	var out []string
	for _, d := range p.Diagnostics {
		out = append(out, d.Code)
	}
	return strings.Join(out, " ")
}

func TestSync(t *testing.T) {
	const uri = "file:///a.pkt"
	c := connect(t, "", "")
	c.open(uri, twoErrors)
	if got := codes(c.diagnostics(uri, 1)); !strings.Contains(got, "PKT022") || !strings.Contains(got, "PKT101") {
		t.Fatalf("got %s, want PKT022 and PKT101 among them", got)
	}
	c.change(uri, 2, change{between(0, 18, 0, 23), "1000"})
	if got := codes(c.diagnostics(uri, 2)); strings.Contains(got, "PKT022") || !strings.Contains(got, "PKT101") {
		t.Errorf("got %s after the window was put right", got)
	}
	// Several changes in one message are applied one after the other.
	c.change(uri, 3, change{between(1, 3, 1, 8), "cl"}, change{between(1, 5, 1, 5), "ose"})
	if got := codes(c.diagnostics(uri, 3)); strings.Contains(got, "PKT101") {
		t.Errorf("got %s after the call was put right", got)
	}
	c.change(uri, 4, change{nil, twoErrors})
	if got := codes(c.diagnostics(uri, 4)); !strings.Contains(got, "PKT022") {
		t.Errorf("got %s after the whole text was replaced", got)
	}
	// A range after the end of the text is moved to its end.
	c.change(uri, 5, change{between(700, 5, 900, 1), "+0 < . 1:1(5) win 1\n"})
	if got := codes(c.diagnostics(uri, 5)); !strings.Contains(got, "PKT021") {
		t.Errorf("got %s after a line was added after the end", got)
	}
	// A client that does not count versions means the next one.
	c.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": uri, "version": nil},
		"contentChanges": []change{{between(0, 0, 0, 0), "// over\n"}}})
	c.diagnostics(uri, 6)
	// A second opening replaces the text, whatever its version.
	c.open(uri, "+0 clsoe(3) = 0\n")
	if got := codes(c.diagnostics(uri, 1)); strings.Contains(got, "PKT022") || !strings.Contains(got, "PKT101") {
		t.Errorf("got %s after a second opening", got)
	}
	c.notify("textDocument/didSave", about(uri))
	c.notify("textDocument/didClose", about(uri))
	if p := c.diagnostics(uri, 0); len(p.Diagnostics) != 0 {
		t.Errorf("a closed document keeps %s", codes(p))
	}
	c.notify("textDocument/didClose", about(uri))
	_, err := c.call("textDocument/foldingRange", about(uri))
	wantCode(t, "a request about a closed document", err, -32602)
}

// What does not fit is refused, and the document keeps its text.
func TestSyncRefuses(t *testing.T) {
	const uri = "file:///a.pkt"
	c := connect(t, "", "")
	c.change(uri, 1, change{nil, twoErrors}) // not open
	c.open(uri, twoErrors)
	c.diagnostics(uri, 1)
	c.change(uri, 1, change{nil, "+0 close(3) = 0\n"}) // not newer
	c.change(uri, 0, change{nil, "+0 close(3) = 0\n"})
	c.change("file:///b.pkt", 9, change{nil, twoErrors})
	c.change(uri, 2, change{between(0, 0, 0, 0), "// over\n"})
	p := c.diagnostics(uri, 2)
	if got := codes(p); !strings.Contains(got, "PKT022") {
		t.Errorf("got %s: a change that is not newer was applied", got)
	}
	for _, d := range p.Diagnostics {
		if d.Code == "PKT022" && d.Range.Start.Line != 1 {
			t.Errorf("PKT022 is on line %d, want 1", d.Range.Start.Line)
		}
	}
	c.change(uri, 3) // nothing is changed, and the version counts on
	c.change(uri, 4, change{between(0, 0, 1, 0), ""})
	if p := c.diagnostics(uri, 4); p.Diagnostics[0].Range.Start.Line != 0 {
		t.Errorf("the first diagnostic is on line %d, want 0", p.Diagnostics[0].Range.Start.Line)
	}
}

// Columns count in the encoding that was agreed on; line ends of any kind and
// tabs count as what they are.
func TestEncodings(t *testing.T) {
	const text = "// \U0001F600é\r\n\t+0 /* \U0001F600é */ clsoe(3) = 0\r+0 clsoe(3) = 0\n"
	for offered, want := range map[string]struct {
		encoding string
		start    int
	}{
		`["utf-8"]`: {"utf-8", 17}, `["utf-16","utf-8"]`: {"utf-8", 17}, `["utf-32","utf-16"]`: {"utf-32", 13},
		`["utf-16"]`: {"utf-16", 14}, `[]`: {"utf-16", 14}, `["utf-7"]`: {"utf-16", 14},
	} {
		c := start(t)
		result := get[struct {
			Capabilities struct{ PositionEncoding string }
		}](c, "initialize",
			map[string]any{"capabilities": rawJSON(`{"general":{"positionEncodings":` + offered + `}}`)})
		if result.Capabilities.PositionEncoding != want.encoding {
			t.Errorf("%s: %s was chosen, want %s", offered, result.Capabilities.PositionEncoding, want.encoding)
		}
		c.open("file:///a.pkt", text)
		var found []span
		for _, d := range c.diagnostics("file:///a.pkt", 1).Diagnostics {
			if d.Code == "PKT101" {
				found = append(found, d.Range)
			}
		}
		if len(found) != 2 || found[0] != (span{position{1, want.start}, position{1, want.start + 5}}) ||
			found[1].Start != (position{2, 3}) {
			t.Errorf("%s: the calls are at %v, want line 1 from %d and line 2 from 3", offered, found, want.start)
		}
		c.change("file:///a.pkt", 2, change{between(1, want.start, 1, want.start+5), "close"})
		for _, d := range c.diagnostics("file:///a.pkt", 2).Diagnostics {
			if d.Code == "PKT101" && d.Range.Start.Line == 1 {
				t.Errorf("%s: the change did not replace the call", offered)
			}
		}
	}
}

func TestLargeDocument(t *testing.T) {
	if testing.Short() {
		t.Skip("a document of 10 MB takes seconds")
	}
	const uri = "file:///large.pkt"
	c := connect(t, "", "")
	line := "+0 %{ assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd " + strings.Repeat("#", 900) + " }%\n"
	text := "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n" + strings.Repeat(line, 10<<20/len(line)) +
		"+0 clsoe(3) = 0\n"
	c.open(uri, text)
	begin := time.Now()
	c.must("textDocument/hover", at(uri, position{0, 3}))
	if got := codes(c.diagnostics(uri, 1)); !strings.Contains(got, "PKT101") {
		t.Errorf("got %s", got)
	}
	t.Logf("%d bytes were read and checked in %v", len(text), time.Since(begin))
	c.change(uri, 2, change{between(0, 0, 0, 0), "// over\n"})
	c.diagnostics(uri, 2)
}
