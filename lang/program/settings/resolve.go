package settings

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// Assignment is one option as it was given.
type Assignment struct {
	Name     string // without dashes
	Value    string
	HasValue bool
	Range    source.Range // of the value, or of the option where it has none; only in a script
}

// Layer is the options and definitions of one origin.
type Layer struct {
	Origin      Origin
	Assignments []Assignment // in order: a later one of a name wins
	Definitions lang.Definitions
}

// Problem is what is wrong with an option.
type Problem struct {
	Origin  Origin
	Name    string
	Message string
	Range   source.Range // where Origin is FromScript
}

// Error says what is wrong and where the option came from.
func (p Problem) Error() string { return string(p.Origin) + ": " + p.Message }

// Diagnostic points at the option in the script.
func (p Problem) Diagnostic() diag.Diagnostic {
	return diag.Diagnostic{Code: lang.CodeScriptOption, Severity: diag.Error, Range: p.Range, Message: p.Message}
}

// ScriptLayer collects the options and definitions of a script.
func ScriptLayer(script *lang.Script) Layer {
	layer := Layer{Origin: FromScript}
	for _, st := range script.Options() {
		o := st.Option
		switch {
		case o == nil:
		case o.Value == nil:
			layer.Assignments = append(layer.Assignments, Assignment{Name: o.Name, Range: st.Range(o.NameSpan)})
		case o.Value.Define != nil:
			if layer.Definitions == nil {
				layer.Definitions = lang.Definitions{}
			}
			layer.Definitions[o.Value.Define.Name] = o.Value.Text
		default:
			layer.Assignments = append(layer.Assignments,
				Assignment{Name: o.Name, Value: o.Value.Text, HasValue: true, Range: st.Range(o.Value)})
		}
	}
	return layer
}

// Resolve merges layers over the defaults, the weakest first, and works out the
// addresses. All problems are returned at once; the settings are usable only
// when there is none.
func Resolve(layers ...Layer) (Settings, []Problem) {
	r := resolver{settings: Default(), options: choices{}, definitions: choices{}}
	for _, layer := range layers {
		for _, a := range layer.Assignments {
			r.assign(layer.Origin, a)
		}
		for name, value := range layer.Definitions {
			r.definitions.give(name, Given{Origin: layer.Origin, Value: value})
		}
	}
	r.settings.Options, r.settings.Defined = r.options.sorted(), r.definitions.sorted()
	r.settings.Definitions = definitions(r.settings.Defined)
	if len(r.problems) == 0 {
		r.addresses()
	}
	return r.settings, r.problems
}

type resolver struct {
	settings             Settings
	options, definitions choices
	problems             []Problem
}

// assign sets an option that its origin may set.
func (r *resolver) assign(origin Origin, a Assignment) {
	option, ok := vocab.Option(a.Name, places[origin])
	if !ok {
		r.refuse(origin, a, "unknown option `--"+a.Name+"`")
		return
	}
	if err := option.Check(a.Value, a.HasValue); err != nil {
		r.refuse(origin, a, err.Error())
		return
	}
	if option.Kind == vocab.DefinitionSetting {
		name, value, _ := strings.Cut(a.Value, "=")
		r.definitions.give(name, Given{Origin: origin, Value: value, Range: a.Range})
		return
	}
	r.settings.bind(option, a.Value)
	r.options.give(a.Name, Given{Origin: origin, Value: a.Value, Range: a.Range})
}

func (r *resolver) refuse(origin Origin, a Assignment, message string) {
	r.problems = append(r.problems, Problem{Origin: origin, Name: a.Name, Message: message, Range: a.Range})
}

// addresses works out the addresses; whoever gave the one that is wrong is told.
func (r *resolver) addresses() {
	bad := r.settings.finalize()
	if bad == nil {
		return
	}
	problem := Problem{Origin: FromCommandLine, Name: bad.option, Message: bad.Error()}
	if choice, ok := r.options[bad.option]; ok {
		by := choice.Holds()
		problem.Origin, problem.Range = by.Origin, by.Range
	}
	r.problems = append(r.problems, problem)
}

func definitions(defined []Choice) map[string]string {
	if len(defined) == 0 {
		return nil
	}
	out := make(map[string]string, len(defined))
	for _, c := range defined {
		out[c.Name] = c.Holds().Value
	}
	return out
}

// Given is a value that an option or a definition was given.
type Given struct {
	Origin Origin       `json:"origin"`
	Value  string       `json:"value,omitempty"`
	Range  source.Range `json:"range"` // in the script, where Origin is FromScript
}

// Choice is an option, or a definition, that was given, with all the values that
// it was given: the weakest first, so that the last one holds.
type Choice struct {
	Name  string  `json:"name"`
	Given []Given `json:"given"`
}

// Holds is the value that holds.
func (c Choice) Holds() Given { return c.Given[len(c.Given)-1] }

// Contested reports whether another value was given than the one that holds.
func (c Choice) Contested() bool {
	return slices.ContainsFunc(c.Given, func(g Given) bool { return g.Value != c.Holds().Value })
}

// String says who won over whom: "1280 (command line) wins over 1400 (pkt.toml)".
func (c Choice) String() string {
	words := make([]string, len(c.Given))
	for i, g := range c.Given {
		words[i] = fmt.Sprintf("%s (%s)", g.Value, g.Origin)
	}
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return fmt.Sprintf("%s wins over %s", words[last], strings.Join(words[:last], ", "))
}

// choices are choices by name.
type choices map[string]*Choice

func (c choices) give(name string, g Given) {
	if c[name] == nil {
		c[name] = &Choice{Name: name}
	}
	c[name].Given = append(c[name].Given, g)
}

func (c choices) sorted() []Choice {
	var out []Choice
	for _, name := range slices.Sorted(maps.Keys(c)) {
		out = append(out, *c[name])
	}
	return out
}

// Winners lists the options and definitions that were given several values, each
// with which one holds and why.
func (s *Settings) Winners() []string {
	var out []string
	for _, c := range s.Options {
		if c.Contested() {
			out = append(out, "--"+c.Name+": "+c.String())
		}
	}
	for _, c := range s.Defined {
		if c.Contested() {
			out = append(out, "-D "+c.Name+": "+c.String())
		}
	}
	return out
}
