package lint_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
	"github.com/pktlang/pkt/lint/rules"
)

// What these tests hold: whatever a run refuses before anything runs, lint
// reports as an error at the same place, in the same words; and whatever lint
// reports of the text alone, a run refuses. Where nobody says over which IP the
// script runs, that goes for what is refused over either.
//
// Three things are other by design. A suppression silences lint alone. A word that looks like a definition is an
// information for lint, since a run may be given it. And what other dialects
// have, and no run can do, is no error of a script.

// refused is what a run over an IP version refuses, as `pkt run --dry_run` does.
func refused(file *source.File, version settings.IPVersion) []run.Failure {
	o := program.Options{Complete: true}
	if version != "" {
		a := settings.Assignment{Name: "ip_version", Value: string(version), HasValue: true}
		o.Stronger = []settings.Layer{{Origin: settings.FromCommandLine, Assignments: []settings.Assignment{a}}}
	}
	p, _ := program.Compile(o.Parse(file), o)
	if len(p.Rejected) > 0 {
		panic(p.Rejected[0])
	}
	// The process that runs the script is told the settings and compiles it
	// again.
	settled := program.Options{Complete: true, Settled: &p.Settings}
	again, _ := program.Compile(lang.Parse(file, p.Settings.Definitions), settled)
	all := run.Refusals(p)
	for _, f := range run.Refusals(again) {
		if !slices.ContainsFunc(all, func(g run.Failure) bool { return same(f.Diagnostic, g.Diagnostic) }) {
			panic("the process that runs the script refuses what the one that starts it does not: " + f.Reference)
		}
	}
	return all
}

// same reports whether two diagnostics say the same of the same place.
func same(a, b diag.Diagnostic) bool {
	return a.Code == b.Code && a.Range == b.Range && a.Message == b.Message
}

// disagreements are what lint and a run differ in about a script.
func disagreements(file *source.File) []string {
	script := lang.Parse(file, nil)
	p, _ := program.Compile(script, program.Options{})
	found := lint.Check(p, nil, nil).Diagnostics
	over4, over6 := refused(file, ""), refused(file, settings.IPv6)
	if p.Settings.Given("ip_version") {
		over6 = over4
	}
	var out []string
	differ := func(what string, d diag.Diagnostic) {
		where := fmt.Sprintf("%s:%d", file.Name, file.Line(d.Range.Start))
		out = append(out, fmt.Sprintf("%s: %s: %s %q: %s", where, what, d.Code, file.Slice(d.Range), d.Message))
	}
	for _, f := range over4 {
		d := f.Diagnostic
		if f.Class != run.Refused || !anywhere(over6, func(g run.Failure) bool { return same(d, g.Diagnostic) }) {
			continue
		}
		at := slices.IndexFunc(found, func(e diag.Diagnostic) bool { return same(d, e) })
		switch {
		case at < 0:
			differ("a run alone refuses", d)
		case found[at].Severity != diag.Error && !lookLikeDefinition(d):
			differ("no error for lint", d)
		}
	}
	for _, d := range found {
		if d.Severity != diag.Error || !ofTheTextAlone(p, d) {
			continue
		}
		if !anywhere(over4, func(f run.Failure) bool { return f.Class == run.Refused && same(d, f.Diagnostic) }) {
			differ("lint alone reports", d)
		}
		if !anywhere(over6, func(f run.Failure) bool {
			return f.Class == run.Refused && related(script, d, f.Diagnostic)
		}) {
			differ("lint reports what runs over IPv6", d)
		}
	}
	return out
}

func anywhere(failures []run.Failure, is func(run.Failure) bool) bool {
	return slices.ContainsFunc(failures, is)
}

// related reports whether two diagnostics may be of one mistake, which over one
// version of IP may show in another place than over the other: both are in one
// statement, or about the options.
func related(script *lang.Script, a, b diag.Diagnostic) bool {
	return script.StatementIndex(a.Range.Start) == script.StatementIndex(b.Range.Start) ||
		a.Code == lang.CodeScriptOption && b.Code == lang.CodeScriptOption
}

// lookLikeDefinition reports whether a definition that was not given may be the
// cause.
func lookLikeDefinition(d diag.Diagnostic) bool {
	return strings.Contains(d.Message, "definition")
}

// ofTheTextAlone reports whether something that lint found does not depend on
// what the stack does: syntax errors, and what the rules say that speak for
// program.Compile. Some of these speak for the model as well.
func ofTheTextAlone(p *program.Program, d diag.Diagnostic) bool {
	if _, ok := lang.FindCode(d.Code); ok {
		return true
	}
	r, ok := rules.Find(d.Code)
	if !ok || !r.Compiled {
		return false
	}
	speaksForTheModel := r.Statement != nil || r.Script != nil || len(r.Observes) > 0
	compiled := func(e diag.Diagnostic) bool { return same(d, e) }
	return !speaksForTheModel || slices.ContainsFunc(p.Diagnostics(), compiled)
}

// hold reports the disagreements about scripts, a few of each kind.
func hold(t *testing.T, scripts []string) {
	t.Helper()
	t.Parallel()
	step := 1
	if testing.Short() {
		step = 10
	}
	wrong, with := 0, 0
	for i := 0; i < len(scripts); i += step {
		text := scripts[i]
		file := source.NewFile(fmt.Sprintf("script %d", i), text)
		if len(refused(file, "")) > 0 {
			with++
		}
		for _, d := range disagreements(file) {
			if wrong++; wrong <= 20 {
				t.Errorf("%s\nin:\n%s", d, text)
			}
		}
	}
	if wrong > 20 {
		t.Errorf("and %d more", wrong-20)
	}
	t.Logf("%d scripts, of which a run refuses %d", len(scripts)/step, with)
	if with == 0 || with == len(scripts) {
		t.Errorf("%d of %d scripts are refused: the test tells nothing apart", with, len(scripts))
	}
}

func TestLintAndRunAgreeOnOptions(t *testing.T)  { hold(t, optionScripts()) }
func TestLintAndRunAgreeOnTimes(t *testing.T)    { hold(t, timeScripts()) }
func TestLintAndRunAgreeOnCalls(t *testing.T)    { hold(t, callScripts()) }
func TestLintAndRunAgreeOnPackets(t *testing.T)  { hold(t, packetScripts()) }
func TestLintAndRunAgreeOnExamples(t *testing.T) { hold(t, exampleScripts()) }

// TestLintAndRunAgreeOnRandomScripts puts statements together at random, and
// mistakes into them.
func TestLintAndRunAgreeOnRandomScripts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		file := source.NewFile("random.pkt", randomScript(t))
		for _, d := range disagreements(file) {
			t.Errorf("%s\nin:\n%s", d, file.Text)
		}
	})
}

// TestLintAndRunAgreeOnCorpus holds the same for scripts that other people
// wrote, and those with one mistake put in by a program.
func TestLintAndRunAgreeOnCorpus(t *testing.T) {
	corpus := filepath.Join("..", "..", "shared", "corpus")
	if _, err := os.Stat(corpus); err != nil {
		t.Skipf("the corpus was not found: %v", err)
	}
	t.Parallel()
	count, wrong := 0, 0
	err := filepath.WalkDir(corpus, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".pkt" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		count++
		for _, d := range disagreements(source.NewFile(path, string(text))) {
			if wrong++; wrong <= 20 {
				t.Error(d)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count == 0 || wrong > 20 {
		t.Errorf("%d disagreements about %d scripts", wrong, count)
	}
}
