package vocab

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// corpusRoot holds scripts that other people wrote; it is not part of the
// project.
const corpusRoot = "../../../shared/corpus"

var (
	// notLanguage matches what the language does not look into: comments,
	// commands, code and strings.
	notLanguage = regexp.MustCompile("//[^\n]*|(?s:/\\*.*?\\*/)|(?s:%\\{.*?\\}%)|`[^`]*`|\"(?:\\\\.|[^\"\\\\])*\"")
	code        = regexp.MustCompile(`(?s)%\{.*?\}%`)
	option      = regexp.MustCompile(`(?m)^--(\w+)`)
	call        = regexp.MustCompile(`\b([a-z][a-z0-9_]*)\(`)
	// symbol matches names of the socket API: they have an underscore, or
	// begin with E and stand after a result of -1.
	symbol   = regexp.MustCompile(`\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b`)
	errnoUse = regexp.MustCompile(`=\s*-1\s+(\w+)\s*(?:\(([^)]*)\))?`)
	info     = regexp.MustCompile(`\b(?:tcpi|bbr|dctcp|SK|TCPI|TCP)_\w+`)
	icmpUse  = regexp.MustCompile(`[<>]\s*icmp\s+(\w+)(?:\s+([A-Za-z]\w+))?`)
)

// The definitions that the scripts expect from outside, and a name of theirs.
var givenNames = []string{
	"TFO_COOKIE", "TFO_COOKIE_ZERO", "CMSG_LEVEL_IP", "CMSG_TYPE_RECVERR", "CODE", "TCP_INFINITE_SSTHRESH",
}

// TestCorpus holds that every name in scripts of the base dialect is known.
func TestCorpus(t *testing.T) {
	if _, err := os.Stat(corpusRoot); err != nil {
		t.Skip("the corpus is not found: ../shared/corpus beside the module")
	}
	for _, folder := range []string{"kselftest-7.2", "google", "textbook"} {
		t.Run(folder, func(t *testing.T) { checkFolder(t, filepath.Join(corpusRoot, folder), Base) })
	}
}

// TestDialectCorpus holds the same for the other dialects.
func TestDialectCorpus(t *testing.T) {
	if _, err := os.Stat(corpusRoot); err != nil {
		t.Skip("the corpus is not found: ../shared/corpus beside the module")
	}
	t.Run("mptcp", func(t *testing.T) { checkFolder(t, filepath.Join(corpusRoot, "mptcp"), MPTCP) })
	t.Run("sctp", func(t *testing.T) { checkFolder(t, filepath.Join(corpusRoot, "sctp"), NPLab) })
	t.Run("freebsd", func(t *testing.T) { checkFolder(t, filepath.Join(corpusRoot, "freebsd"), NPLab) })
}

func checkFolder(t *testing.T, folder string, dialect Dialect) {
	names := 0
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".pkt" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		c := scriptCheck{t: t, path: path, dialect: dialect}
		c.check(string(text))
		names += c.names
		return nil
	})
	if err != nil {
		t.Fatalf("reading the scripts of %s: %v", folder, err)
	}
	if names < 100 {
		t.Errorf("only %d names found in %s", names, folder)
	}
}

// scriptCheck looks the names of one script up.
type scriptCheck struct {
	t       *testing.T
	path    string
	dialect Dialect
	names   int
}

// known counts a name and reports one of a dialect that the script does not
// have.
func (c *scriptCheck) known(what, name string, dialect Dialect) {
	c.names++
	if dialect != Base && dialect != c.dialect {
		c.t.Errorf("%s: the %s %s belongs to the dialect %s", c.path, what, name, dialect)
	}
}

func (c *scriptCheck) unknown(what, name string) {
	c.t.Errorf("%s: the %s %s is unknown", c.path, what, name)
}

func (c *scriptCheck) check(text string) {
	for _, snippet := range code.FindAllString(text, -1) {
		c.snippet(snippet)
	}
	text = notLanguage.ReplaceAllString(text, " ")
	for _, m := range option.FindAllStringSubmatch(text, -1) {
		if s, ok := ScriptOption(m[1]); ok {
			c.known("option", m[1], s.Dialect)
		} else {
			c.unknown("option", m[1])
		}
	}
	for _, m := range call.FindAllStringSubmatch(text, -1) {
		if s, ok := SystemCall(m[1]); ok {
			c.known("call", m[1], s.Dialect)
		} else if len(LookupKeyword(m[1])) == 0 { // msg_iov(2)=, htons(80), udp(4)
			c.unknown("call", m[1])
		}
	}
	for _, name := range symbol.FindAllString(text, -1) {
		if s, ok := LookupConstant(name); ok {
			c.known("constant", name, s.Dialect)
		} else if !slices.Contains(givenNames, name) && len(LookupKeyword(name)) == 0 {
			c.unknown("constant", name)
		}
	}
	for _, m := range errnoUse.FindAllStringSubmatch(text, -1) {
		c.errno(m[1], m[2])
	}
	for _, m := range icmpUse.FindAllStringSubmatch(text, -1) {
		c.icmp(m[1], m[2])
	}
}

func (c *scriptCheck) errno(name, words string) {
	e, ok := Errno(name)
	if !ok {
		c.unknown("errno", name)
		return
	}
	c.known("errno", name, e.Dialect)
	// The words may be an author's own, but not those of another error. The
	// scripts of other systems have the words of those.
	if other, ok := ErrnoByText(words); ok && c.dialect == Base && other.Value != e.Value {
		c.t.Errorf("%s: %s (%s), which is the text of %s", c.path, name, words, other.Name)
	}
}

func (c *scriptCheck) icmp(typ, code string) {
	if _, ok := ICMPTypeNumber(typ); ok {
		return
	}
	if i, ok := ICMPType(0, typ); ok {
		c.known("ICMP type", typ, i.Dialect)
	} else {
		c.unknown("ICMP type", typ)
	}
	if _, ok := ICMPCodeNumber(code); ok || code == "" || code == "mtu" || code == "id" {
		return
	}
	if i, ok := ICMPCodeOf(0, typ, code); ok {
		c.known("ICMP code", code, i.Dialect)
	} else if !slices.Contains(givenNames, code) {
		c.unknown("ICMP code", code)
	}
}

func (c *scriptCheck) snippet(text string) {
	for _, name := range info.FindAllString(text, -1) {
		if v, ok := CodeVariable(name); ok {
			c.known("code variable", name, v.Dialect)
		} else if !slices.Contains(givenNames, name) {
			c.unknown("code variable", name)
		}
	}
}
