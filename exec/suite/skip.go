package suite

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
)

// codeDirective is that of a pkt:requires or pkt:xfail that cannot be read.
const codeDirective = "run/directive"

// direct reads what the comments of the script ask for, and settles whether the
// case runs: a directive that cannot be read keeps it from that, and what the
// platform lacks makes it one that is skipped.
func (c *Case) direct(p *program.Program, platform Platform) {
	d := program.ReadDirectives(c.Script)
	c.Tags, c.Expected = d.Tags, d.Expected
	for _, wrong := range d.Wrong {
		line := c.Script.File.Line(wrong.Range.Start)
		c.Refused = append(c.Refused, run.Failure{Class: run.Refused, Line: line,
			Diagnostic: diag.Diagnostic{Code: codeDirective, Severity: diag.Error, Range: wrong.Range,
				Message: wrong.Message},
			Reference: fmt.Sprintf("%s:%d: %s", c.Script.File.Name, line, wrong.Message)})
	}
	if platform == nil || !skippable(p, c.Refused) {
		return
	}
	c.Skip = c.unmet(d.Requires, platform)
	if c.Skip == "" {
		c.Skip = commandsLack(p, platform)
	}
	for i := 0; i < len(c.Refused) && c.Skip == ""; i++ {
		if f := c.Refused[i]; f.Class == run.Unsupported {
			c.Skip = f.Diagnostic.Message
		}
	}
}

// skippable reports whether nothing is wrong with a program but what it needs. In
// one that is not for Linux calls and names are those of another system, and
// the runner of one with unsupported constructs may define names.
func skippable(p *program.Program, refused []run.Failure) bool {
	for _, f := range refused {
		code := f.Diagnostic.Code
		switch {
		case f.Class == run.Unsupported:
		case code == lang.CodePendingName && len(p.Unsupported) > 0:
		case code != codeDirective && p.Foreign && !run.Syntax(code):
		default:
			return false
		}
	}
	return true
}

// unmet says which of the requirements is not met; empty where all are.
func (c *Case) unmet(requires []program.Requirement, platform Platform) string {
	for _, r := range requires {
		if met, found := c.met(r, platform); !met {
			return fmt.Sprintf("it requires %s, %s", r, found)
		}
	}
	return ""
}

// met reports whether a requirement is met, and says what was found instead.
func (c *Case) met(r program.Requirement, platform Platform) (met bool, found string) {
	switch r.Kind {
	case program.RequireKernel:
		v := platform.Kernel()
		if v == nil {
			return false, "and the stack is " + platform.Stack()
		}
		return r.Met(v), "and this is " + v.String()
	case program.RequireSysctl:
		return platform.HasSysctl(r.Name), "which this kernel lacks"
	case program.RequireCommand:
		return platform.HasProgram(r.Name), "which is not on the PATH"
	case program.RequireProtocol:
		has, known := platform.HasProtocol(r.Name)
		if !known {
			return false, "which is no protocol that pkt knows"
		}
		return has, "which this kernel lacks"
	case program.RequireVariant:
		if c.Variant == "" {
			return false, "and runs in none: give --variant " + r.Name
		}
		return c.Variant == r.Name, "and this is " + c.Variant
	default: // program.RequireStack
		return platform.Stack() == r.Name, "and this is " + platform.Stack()
	}
}

// commandsLack says what the platform lacks of that which the script's commands
// need; empty where they lack nothing that is certain to fail them.
func commandsLack(p *program.Program, platform Platform) string {
	for _, st := range p.Script.Statements {
		switch action := st.Action.(type) {
		case *lang.Command:
			if reason := shellLacks(action.Text, platform); reason != "" {
				return reason
			}
		case *lang.Code:
			if !platform.HasProgram("python3") {
				return "its code needs python3, which is not on the PATH"
			}
		}
	}
	return ""
}
