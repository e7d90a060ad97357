package settings

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// Assignment is one option as it was given.
type Assignment struct {
	Name     string // without dashes
	Value    string
	HasValue bool
	Range    source.Range // of the value, or of the option where it has none; only in a script
}

// Layer is the options of one origin, in order.
type Layer struct {
	Origin      Origin
	Assignments []Assignment
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

// ScriptLayer collects the options of a script. Definitions are left out: the
// parser has replaced them already.
func ScriptLayer(script *lang.Script) Layer {
	layer := Layer{Origin: FromScript}
	for _, st := range script.Options() {
		o := st.Option
		if o == nil || o.Name == "define" {
			continue
		}
		a := Assignment{Name: o.Name, Range: st.Range(o.NameSpan)}
		if o.Value != nil {
			a.Value, a.HasValue, a.Range = o.Value.Text, true, st.Range(o.Value)
		}
		layer.Assignments = append(layer.Assignments, a)
	}
	return layer
}

// Resolve merges layers over the defaults, the weakest first, and works out the
// addresses. All problems are returned at once; the settings are usable only
// when there is none.
func Resolve(layers ...Layer) (Settings, []Problem) {
	s := Default()
	s.Origins = map[string]Origin{}
	given := map[string]Problem{} // where each option's value came from
	var problems []Problem
	for _, layer := range layers {
		for _, a := range layer.Assignments {
			where := Problem{Origin: layer.Origin, Name: a.Name, Range: a.Range}
			if err := s.set(layer.Origin, a); err != nil {
				where.Message = err.Error()
				problems = append(problems, where)
				continue
			}
			s.Origins[a.Name] = layer.Origin
			given[a.Name] = where
		}
	}
	if len(problems) > 0 {
		return s, problems
	}
	if err := s.finalize(); err != nil {
		problem := Problem{Origin: FromCommandLine, Message: err.Error()}
		var bad *addressError
		if errors.As(err, &bad) {
			if where, ok := given[bad.option]; ok {
				where.Message = fmt.Sprintf("%s for --ip_version=%s", err, s.IPVersion)
				problem = where
			}
		}
		problems = append(problems, problem)
	}
	return s, problems
}

func (s *Settings) set(origin Origin, a Assignment) error {
	o, ok := FindOption(a.Name)
	switch {
	case !ok || o.Ours && origin == FromScript:
		return fmt.Errorf("unknown option --%s", a.Name)
	case o.HasValue && !a.HasValue:
		return fmt.Errorf("--%s needs a value: --%s=%s", a.Name, a.Name, o.Metavar)
	case !o.HasValue && a.HasValue:
		return fmt.Errorf("--%s takes no value", a.Name)
	}
	if err := o.apply(s, a.Value); err != nil {
		return fmt.Errorf("bad value %q for --%s: %w", a.Value, a.Name, err)
	}
	return nil
}

// Winners lists, for -v, the options that more than one origin set, each with
// who won.
func Winners(layers ...Layer) []string {
	var out []string
	seen := map[string][]string{}
	var order []string
	for _, layer := range layers {
		for _, a := range layer.Assignments {
			if a.Name == "define" {
				continue
			}
			if len(seen[a.Name]) == 0 {
				order = append(order, a.Name)
			}
			seen[a.Name] = append(seen[a.Name], fmt.Sprintf("%s (%s)", a.Value, layer.Origin))
		}
	}
	for _, name := range order {
		given := seen[name]
		if last := len(given) - 1; last > 0 {
			out = append(out, fmt.Sprintf("--%s: %s wins over %s", name, given[last], strings.Join(given[:last], ", ")))
		}
	}
	return out
}
