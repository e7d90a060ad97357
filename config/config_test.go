package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/config"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

const whole = `# a project
[definitions]
PORT = 8_080
LEVEL = "SOL_IP"

[lint]
select = ["PKT4", "PKT201"]
ignore = ["missing-ack"]
[lint.severity]
PKT313 = "info"

[run]
jobs = 2
retries = 1
variants = ["lab"]
options = { tolerance_usecs = 10000, strict_segments = true, is_anyip = false }

[variants.lab]
options.ip_version = "ipv6"
definitions = { LEVEL = "SOL_IPV6" }
[variants.plain]
`

func parse(text string) (*config.Config, []diag.Diagnostic) {
	return config.Parse(source.NewFile("pkt.toml", text))
}

func TestParse(t *testing.T) {
	c, problems := parse(whole)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if want := (lang.Definitions{"PORT": "8080", "LEVEL": "SOL_IP"}); !cmp.Equal(c.Definitions, want) {
		t.Errorf("definitions %v", c.Definitions)
	}
	if c.Run.Jobs != 2 || c.Run.Retries != 1 || words(c.Run.Variants) != "lab" {
		t.Errorf("run %+v", c.Run)
	}
	if got := optionWords(c.Run.Options); got != "tolerance_usecs=10000 strict_segments" {
		t.Errorf("options %q", got)
	}
	if words(c.Lint.Select) != "PKT4 PKT201" || words(c.Lint.Ignore) != "missing-ack" {
		t.Errorf("lint %+v", c.Lint)
	}
	if s := c.Lint.Severity; len(s) != 1 || s[0].Rule.Value != "PKT313" || s[0].Severity != diag.Info {
		t.Errorf("severities %+v", s)
	}
	if len(c.Variants) != 2 || c.Variants[0].Name.Value != "lab" ||
		optionWords(c.Variants[0].Options) != "ip_version=ipv6" ||
		c.Variants[0].Definitions["LEVEL"] != "SOL_IPV6" || c.Variants[1].Name.Value != "plain" {
		t.Errorf("variants %+v", c.Variants)
	}
	for _, text := range append(c.Lint.Select, c.Variants[0].Name, c.Run.Options[0].Name) {
		if got := strings.Trim(c.File.Slice(text.Range), `"`); got != text.Value {
			t.Errorf("the place of %q holds %q", text.Value, got)
		}
	}
}

func words(texts []config.Text) string {
	var out []string
	for _, t := range texts {
		out = append(out, t.Value)
	}
	return strings.Join(out, " ")
}

func optionWords(options []config.Option) string {
	var out []string
	for _, o := range options {
		word := o.Name.Value
		if o.HasValue {
			word += "=" + o.Value
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

func TestProblems(t *testing.T) {
	cases := []struct{ name, text, at, message string }{
		{"not TOML", "[lint\n", "", "not TOML"},
		{"a key twice", "[run]\njobs = 1\njobs = 2\n", "", "not TOML"},
		{"an unknown table", "[lnt]\nselect = []\n", "lnt", "unknown key `lnt`"},
		{"an unknown key", "[lint]\nselct = [\"PKT4\"]\n", "selct", "unknown key `selct` of [lint]"},
		{"an unknown key of a variant", "[variants.a]\noption = { mtu = 1500 }\n", "option", "unknown key `option`"},
		{"a number for an array", "[lint]\nselect = 4\n", "4", "expected an array of strings"},
		{"a number in an array", "[lint]\nselect = [\"PKT4\", 4]\n", "", "and it has a whole number (4)"},
		{"a severity", "[lint.severity]\nPKT4 = \"fatal\"\n", `"fatal"`, "unknown severity"},
		{"a negative number", "[run]\njobs = -1\n", "-1", "not negative"},
		{"a name of a definition", "[definitions]\n\"a b\" = 1\n", "1", "cannot be the name of a definition"},
		{"a value of a definition", "[definitions]\nA = []\n", "", "expected a string or a number"},
		{"an option that is unknown", "[run.options]\nmtuu = 1500\n", "mtuu",
			"unknown option `mtuu`: did you mean `mtu`?"},
		{"an option out of range", "[run.options]\nmtu = 10\n", "10",
			`bad value "10" for --mtu: expected a whole number from 68 to 65535`},
		{"an option of a variant", "[variants.a]\noptions = { ip_version = \"ip4\" }\n", `"ip4"`,
			"expected ipv4, ipv4-mapped-ipv6 or ipv6"},
		{"a switch with a value", "[run.options]\nquickack = 1\n", "1", "option `--quickack` takes no value"},
		{"an option without its value", "[run.options]\nmtu = true\n", "true", `bad value "true" for --mtu`},
		{"an option of scripts alone", "[run.options]\ntcp_md5_secret = \"x\"\n", "tcp_md5_secret", "unknown option"},
		{"a definition among options", "[run.options]\ndefine = \"A=1\"\n", "define", "table [definitions]"},
		{"a key outside tables", "jobs = 1\n", "jobs", "unknown key `jobs`"},
		{"a scalar for a table", "lint = 1\n", "1", "`lint` is a table"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, problems := parse(c.text)
			if len(problems) != 1 {
				t.Fatalf("got %d problems, want 1: %v", len(problems), problems)
			}
			d := problems[0]
			if !strings.Contains(d.Message, c.message) || d.Severity != diag.Error {
				t.Errorf("got %q, want one about %q", d.Message, c.message)
			}
			if got := c.text[d.Range.Start:d.Range.End]; c.at != "" && got != c.at {
				t.Errorf("it stands at %q, want %q", got, c.at)
			}
		})
	}
}

func TestLoader(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(folder, text string) {
		if err := os.WriteFile(filepath.Join(folder, config.FileName), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(root, "[run]\njobs = 1\n")
	var l config.Loader
	far, near := l.ForScript(filepath.Join(deep, "x.pkt")), l.ForScript(filepath.Join(root, "x.pkt"))
	if far.Config.Run.Jobs != 1 || far != near {
		t.Errorf("got %+v and %+v, want the file of the folder above, read once", far, near)
	}
	write(deep, "[run]\njobs = 2\n")
	var fresh config.Loader
	if got := fresh.ForScript(filepath.Join(deep, "x.pkt")).Config.Run.Jobs; got != 2 {
		t.Errorf("got jobs = %d, want those of the nearest file", got)
	}
	if len(fresh.Files()) != 1 {
		t.Errorf("read %d files, want 1", len(fresh.Files()))
	}
}

// What is not TOML is shown where it stops being so.
func TestSyntaxErrors(t *testing.T) {
	for text, at := range map[string]int{
		"[lint\n": 5, "[run]\njobs = 1\njobs = 2\n": 15, "[run]\nx = \n": 10, "[run]\n  a b = 1\n": 10,
	} {
		_, problems := parse(text)
		if len(problems) != 1 || problems[0].Range != (source.Range{Start: at, End: at}) {
			t.Errorf("%q: got %v, want one problem at %d", text, problems, at)
		}
	}
	if c, problems := parse("[run]\njobs = 0\n"); len(problems) > 0 || c.Run.Jobs != 0 {
		t.Errorf("no jobs at all: %v", problems)
	}
}

// Problems stand in the order of the text, and a key that is nearly right leads
// to the one that is.
func TestProblemsInOrder(t *testing.T) {
	_, problems := parse("[run]\njbs = 1\n[lint]\nselect = 4\n[definitions]\nA = []\n[lnt]\n")
	if len(problems) < 4 || problems[0].Label != "write `jobs`" {
		t.Errorf("got %+v", problems)
	}
	for i := 1; i < len(problems); i++ {
		if problems[i].Range.Start < problems[i-1].Range.Start {
			t.Errorf("%q comes after %q", problems[i].Message, problems[i-1].Message)
		}
	}
}

// Where there is no file, a script has the settings of none; one that cannot be
// read says why.
func TestFindNothing(t *testing.T) {
	folder := t.TempDir()
	if path, ok, err := config.Find(folder); ok || err != nil || path != "" {
		t.Errorf("found %q, %v", path, err)
	}
	var none config.Loader
	if got := none.ForScript(filepath.Join(folder, "x.pkt")); got.Err != nil || got.Config == nil ||
		len(got.Problems) > 0 {
		t.Errorf("without a file: %+v", got)
	}
	path := filepath.Join(folder, config.FileName)
	if _, _, err := config.Read(path); err == nil {
		t.Error("a file that does not exist was read")
	}
	for size, large := range map[int]bool{1 << 20: false, 1<<20 + 1: true} {
		if err := os.WriteFile(path, []byte("#"+strings.Repeat("x", size-1)), 0o644); err != nil {
			t.Fatal(err)
		}
		var l config.Loader
		if got := l.ForScript(filepath.Join(folder, "x.pkt")); got.Config == nil || (got.Err != nil) != large {
			t.Errorf("a file of %d bytes: %v", size, got.Err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(whole)
	f.Add("[variants]\na = 1\n")
	f.Add("[[lint]]\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, problems := parse(text)
		for _, d := range problems {
			if d.Range.Start < 0 || d.Range.End < d.Range.Start || d.Range.End > len(text) {
				t.Errorf("a problem at %+v of %d bytes", d.Range, len(text))
			}
		}
	})
}
