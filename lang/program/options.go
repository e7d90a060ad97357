package program

import (
	"fmt"
	"maps"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// Options say what a script is compiled for.
type Options struct {
	// Weaker and Stronger are options and definitions from outside the script:
	// those of pkt.toml, over which the script wins, and those of a variant and
	// of the command line, which win over the script. In each the weakest is
	// first.
	Weaker, Stronger []settings.Layer
	// Settled are the settings of all layers, the script's own among them, where
	// they were worked out before; nil otherwise.
	Settled *settings.Settings
	// Complete is set where no option or definition can come later, as for a
	// run: a word that looks like a definition which was not given is an error
	// then, and an information where it is not set; and an IP version that
	// nobody gave is the default one, where it may be any otherwise.
	Complete bool
	// Previous is an earlier version of the same script, or nil. What is known
	// of the statements that both share (see lang.Script.Edit) is taken from
	// there.
	Previous *Program
}

// Outside are the options of a tool that reads scripts and runs none: what
// pkt.toml says, and definitions that win over the script's.
func Outside(project settings.Layer, stronger lang.Definitions) Options {
	return Options{
		Weaker:   []settings.Layer{project},
		Stronger: []settings.Layer{{Origin: settings.FromCommandLine, Definitions: stronger}},
	}
}

// Parse parses a script with the definitions from outside it.
func (o Options) Parse(file *source.File) *lang.Script {
	return lang.ParseIn(file, lang.Outer{Weaker: definitions(o.Weaker), Stronger: definitions(o.Stronger)})
}

func definitions(layers []settings.Layer) lang.Definitions {
	out := lang.Definitions{}
	for _, l := range layers {
		maps.Copy(out, l.Definitions)
	}
	return out
}

// settings settles the options.
func (c *compiler) settings(options Options) {
	var layers []settings.Layer
	layers = append(layers, options.Weaker...)
	layers = append(layers, c.scriptLayer())
	layers = append(layers, options.Stronger...)
	if options.Settled != nil {
		c.program.Settings = *options.Settled
		c.versionsOf(options)
		return
	}
	s, problems := settings.Resolve(layers...)
	c.program.Settings = s
	c.versionsOf(options)
	// Where the IP version may still come from elsewhere, only what is wrong
	// with every one is wrong.
	if c.versions == overAny && len(problems) > 0 {
		if _, other := settings.Resolve(append([]settings.Layer{ipv6Layer}, layers...)...); len(other) == 0 {
			problems = nil
		}
	}
	for _, p := range problems {
		if p.Origin == settings.FromScript {
			c.found = append(c.found, p.Diagnostic())
		} else {
			c.program.Rejected = append(c.program.Rejected, p)
		}
	}
}

// versionsOf says which versions of IP the script may be run with.
func (c *compiler) versionsOf(options Options) {
	s := &c.program.Settings
	switch {
	case !options.Complete && !s.Given("ip_version"):
		c.versions = overAny
	case s.IPVersion.PacketsIPv6():
		c.versions = overIPv6
	default:
		c.versions = overIPv4
	}
}

var ipv6Layer = settings.Layer{
	Origin:      settings.FromProject,
	Assignments: []settings.Assignment{{Name: "ip_version", Value: string(settings.IPv6), HasValue: true}},
}

// scriptLayer are the options of the script that are written well and that a run
// knows what to do with.
func (c *compiler) scriptLayer() settings.Layer {
	wrong := map[source.Range]bool{}
	for _, d := range c.found {
		if d.Code == lang.CodeScriptOption {
			wrong[d.Range] = true
		}
	}
	layer := settings.ScriptLayer(c.program.Script)
	kept := layer.Assignments[:0]
	for _, a := range layer.Assignments {
		switch known, ok := vocab.ScriptOption(a.Name); {
		case !ok || wrong[a.Range]:
		case known.Dialect != vocab.Base:
			c.program.Unsupported = append(c.program.Unsupported, diag.Diagnostic{
				Code: CodeUnsupported, Severity: diag.Error, Range: a.Range,
				Message: fmt.Sprintf("the option --%s belongs to another dialect and cannot be run", a.Name),
			})
		default:
			kept = append(kept, a)
		}
	}
	layer.Assignments = kept
	return layer
}
