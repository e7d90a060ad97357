package vocab

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

// TestEverythingIsDocumented holds what every entry owes: a name, one line of
// words in the style of the others, and a source.
func TestEverythingIsDocumented(t *testing.T) {
	check := func(table, name, doc, source string) {
		switch {
		case name == "":
			t.Errorf("%s: an entry without a name (%q)", table, doc)
		case doc == "" || strings.ContainsAny(doc, "\n\t"):
			t.Errorf("%s: %s has the words %q", table, name, doc)
		case strings.HasSuffix(doc, "."):
			t.Errorf("%s: the words for %s end with a full stop", table, name)
		case strings.TrimSpace(doc) != doc || strings.Contains(doc, "  "):
			t.Errorf("%s: spaces in the words for %s", table, name)
		case source == "":
			t.Errorf("%s: %s has no source", table, name)
		}
	}
	for _, c := range SystemCalls() {
		check("calls", c.Name, c.Doc, c.Source)
		for _, p := range c.Params {
			if p.Name == "" {
				t.Errorf("%s: a parameter without a name", c.Name)
			}
		}
	}
	for _, c := range Constants() {
		check("constants", c.Name, c.Doc, c.Source)
		if strings.ContainsFunc(c.Name, unicode.IsSpace) {
			t.Errorf("the constant %q", c.Name)
		}
	}
	for _, e := range Errnos() {
		check("errnos", e.Name, e.Doc, e.Source)
		if e.Text == "" {
			t.Errorf("%s has no text", e.Name)
		}
	}
	for _, s := range ScriptOptions() {
		check("options", s.Name, s.Doc, s.Source)
	}
	for _, o := range TCPOptions() {
		check("TCP options", o.Name, o.Doc, o.Source)
	}
	for _, f := range TCPFlags() {
		check("TCP flags", f.Name, f.Doc, f.Source)
	}
	for _, w := range ECNWords() {
		check("ECN words", w.Name, w.Doc, w.Source)
	}
	for _, i := range ICMPTypes() {
		check("ICMP types", i.Name, i.Doc, i.Source)
		for _, c := range i.Codes {
			check("ICMP codes", c.Name, c.Doc, i.Source)
		}
	}
	for _, v := range CodeVariables() {
		check("code variables", v.Name, v.Doc, v.Source)
	}
	for _, k := range Keywords() {
		check("keywords", k.Name, k.Doc, k.Source)
	}
}

// TestNamesAreUnique holds that no table writes a name down twice.
func TestNamesAreUnique(t *testing.T) {
	constants := map[string]bool{}
	count := func(name string) {
		if constants[name] {
			t.Errorf("the constant %s is there twice", name)
		}
		constants[name] = true
	}
	for _, families := range constantFamilies {
		for _, f := range families {
			for _, r := range f.rows {
				count(r.name)
			}
		}
	}
	for _, g := range foreignNames {
		for _, name := range g.names {
			count(name)
		}
	}
	for _, e := range Errnos() {
		count(e.Name)
	}
	if len(constants) != len(Constants()) {
		t.Errorf("%d names, %d constants", len(constants), len(Constants()))
	}
	unique(t, "call", SystemCalls(), func(c *Call) string { return c.Name })
	unique(t, "option", ScriptOptions(), func(s *Setting) string { return s.Name })
	unique(t, "TCP option", TCPOptions(), func(o *TCPOption) string { return o.Name })
	unique(t, "code variable", CodeVariables(), func(v *Variable) string { return v.Name })
	unique(t, "keyword", Keywords(), func(k *Keyword) string { return k.Group.String() + " " + k.Name })
}

func unique[T any](t *testing.T, table string, entries []T, name func(T) string) {
	t.Helper()
	seen := map[string]bool{}
	for _, e := range entries {
		if seen[name(e)] {
			t.Errorf("the %s %s is there twice", table, name(e))
		}
		seen[name(e)] = true
	}
}

func TestKindsHaveNames(t *testing.T) {
	for _, c := range Constants() {
		if s := c.Kind.String(); s == "" || s == "unknown" {
			t.Errorf("%s: kind %d has no name", c.Name, c.Kind)
		}
		if s := c.Type.String(); s == "" || s == "unknown" {
			t.Errorf("%s: type %d has no name", c.Name, c.Type)
		}
	}
	for _, c := range SystemCalls() {
		for _, p := range c.Params {
			if s := p.Kind.String(); s == "" || s == "unknown" {
				t.Errorf("%s: kind %d has no name", c.Name, p.Kind)
			}
		}
	}
	if got := ConstantKind(255).String(); got != "unknown" {
		t.Errorf("a kind outside the table is %q", got)
	}
	if got := MPTCP.String(); got != "mptcp" {
		t.Errorf("MPTCP is %q", got)
	}
}

func TestKeywords(t *testing.T) {
	groups := func(name string) []KeywordGroup {
		var out []KeywordGroup
		for _, k := range LookupKeyword(name) {
			out = append(out, k.Group)
		}
		return out
	}
	for name, want := range map[string][]KeywordGroup{
		"win":       {SegmentKeyword},
		"ect01":     {IPKeyword},
		"cmsg_type": {StructureKeyword},
		"ssn":       {OptionFieldKeyword, ChunkFieldKeyword},
		"banana":    nil,
	} {
		if got := groups(name); !slices.Equal(got, want) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}
