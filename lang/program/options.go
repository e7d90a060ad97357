package program

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// settings settles the options. Where the IP version may still come from
// elsewhere, only what is wrong with every one is wrong.
func (c *compiler) settings(options Options) {
	layers := append([]settings.Layer(nil), options.Weaker...)
	layers = append(layers, c.scriptLayer())
	layers = append(layers, options.Stronger...)
	s, problems := settings.Resolve(layers...)
	if _, given := s.Origins["ip_version"]; !given && !options.Complete && len(problems) > 0 {
		if _, other := settings.Resolve(append([]settings.Layer{overIPv6}, layers...)...); len(other) == 0 {
			problems = nil
		}
	}
	c.program.Settings = s
	for _, p := range problems {
		c.found = append(c.found, p.Diagnostic())
	}
}

var overIPv6 = settings.Layer{Assignments: []settings.Assignment{{Name: "ip_version", Value: string(settings.IPv6), HasValue: true}}}

// scriptLayer are the options of the script that are written well and that a run
// knows what to do with.
func (c *compiler) scriptLayer() settings.Layer {
	wrong := map[source.Range]bool{}
	for _, d := range c.found {
		wrong[d.Range] = d.Code == lang.CodeScriptOption
	}
	layer := settings.ScriptLayer(c.program.Script)
	kept := layer.Assignments[:0]
	for _, a := range layer.Assignments {
		switch known, ok := vocab.ScriptOption(a.Name); {
		case wrong[a.Range]:
		case ok && known.Dialect != vocab.Base:
			c.program.Unsupported = append(c.program.Unsupported, diag.Diagnostic{
				Code: lang.CodeScriptOption, Severity: diag.Error, Range: a.Range,
				Message: fmt.Sprintf("the option --%s belongs to another dialect and cannot be run", a.Name),
			})
		default:
			kept = append(kept, a)
		}
	}
	layer.Assignments = kept
	return layer
}
