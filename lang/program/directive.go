package program

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// Directives are what the comments of a script tell those who run it:
//
//	// pkt:requires kernel >= 6.8, command ethtool
//	// pkt:xfail the stack forgets the urgent pointer
//	// pkt:tags slow, nightly
//
// Each stands in a comment of its own, anywhere in the script.
type Directives struct {
	Requires []Requirement
	// Expected says why the script is expected to fail; nil where it is not.
	Expected *ExpectedFailure
	Tags     []string // in the order of the script, each once
	// Wrong are the directives that could not be read, which keep a script from
	// running: what they ask for would be left out otherwise.
	Wrong []WrongDirective
}

// ExpectedFailure is a `pkt:xfail`.
type ExpectedFailure struct {
	Reason string
	Range  source.Range
}

// WrongDirective is one that could not be read.
type WrongDirective struct {
	Message string
	Range   source.Range
}

// RequirementKind is what a requirement is about.
type RequirementKind string

// The kinds of requirements.
const (
	RequireKernel   RequirementKind = "kernel"   // the version of Linux: kernel >= 6.8
	RequireSysctl   RequirementKind = "sysctl"   // one that the kernel has: sysctl net.ipv4.tcp_rto_max_ms
	RequireCommand  RequirementKind = "command"  // a program on the PATH: command ethtool
	RequireProtocol RequirementKind = "protocol" // one that sockets can be made of: protocol mptcp
	RequireVariant  RequirementKind = "variant"  // the script is for this one only: variant ipv6
	RequireStack    RequirementKind = "stack"    // what it is run against: stack linux
)

// Requirement is one that a script names.
type Requirement struct {
	Kind RequirementKind
	Name string // for kernel the comparison and the version, such as ">= 6.8"
	// Compare and Version are those of a kernel.
	Compare string
	Version Version
	Range   source.Range // of the comment that it stands in
}

// String is the requirement as a script has it.
func (r Requirement) String() string { return string(r.Kind) + " " + r.Name }

// Met reports whether a kernel's version is as the requirement asks.
func (r Requirement) Met(v Version) bool { return comparisons[r.Compare](slices.Compare(v, r.Version)) }

var comparisons = map[string]func(int) bool{
	">=": func(c int) bool { return c >= 0 },
	">":  func(c int) bool { return c > 0 },
	"<=": func(c int) bool { return c <= 0 },
	"<":  func(c int) bool { return c < 0 },
	"==": func(c int) bool { return c == 0 },
	"!=": func(c int) bool { return c != 0 },
}

// Version is that of a kernel, the most significant number first and without
// zeros at its end.
type Version []int

// ParseVersion reads the numbers at the beginning of a kernel's release, such as
// 6.18.5 of "6.18.5-rc1+". It returns nil where there are none.
func ParseVersion(release string) Version {
	var v Version
	for part := range strings.SplitSeq(versionForm.FindString(release), ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil
		}
		v = append(v, n)
	}
	for len(v) > 0 && v[len(v)-1] == 0 {
		v = v[:len(v)-1]
	}
	return v
}

var (
	versionForm = regexp.MustCompile(`^\d{1,9}(\.\d{1,9})*`)
	kernelForm  = regexp.MustCompile(`^(>=|>|<=|<|==|!=)\s*(\d{1,9}(?:\.\d{1,9})*)$`)
)

// directiveMark is how a comment with a directive begins, after its slashes.
const directiveMark = "pkt:"

// ReadDirectives reads the directives among the comments of a script.
func ReadDirectives(script *lang.Script) Directives {
	var d Directives
	for _, st := range script.Statements {
		d.read(script.File, st)
	}
	return d
}

// DirectivesOf reads the directives among the comments of one statement.
func DirectivesOf(file *source.File, st *lang.Statement) Directives {
	var d Directives
	d.read(file, st)
	return d
}

func (d *Directives) read(file *source.File, st *lang.Statement) {
	for _, t := range st.Tokens {
		if t.Kind != lang.Comment {
			continue
		}
		text := strings.TrimLeft(file.Text[st.Base+int(t.Off):st.Base+int(t.End)], "/ \t")
		if rest, ok := strings.CutPrefix(text, directiveMark); ok {
			word, value, _ := strings.Cut(strings.TrimSpace(rest), " ")
			d.add(word, strings.TrimSpace(value), st.Range(t.Span))
		}
	}
}

// add adds a directive; those of other tools, such as pkt:ignore, are left out.
func (d *Directives) add(word, value string, at source.Range) {
	switch word {
	case "requires":
		for one := range strings.SplitSeq(value, ",") {
			r, err := parseRequirement(strings.TrimSpace(one))
			if err != nil {
				d.Wrong = append(d.Wrong, WrongDirective{err.Error(), at})
				continue
			}
			r.Range = at
			d.Requires = append(d.Requires, r)
		}
	case "xfail":
		if value == "" {
			d.Wrong = append(d.Wrong, WrongDirective{"pkt:xfail without a reason: say why the script fails", at})
			return
		}
		d.Expected = &ExpectedFailure{Reason: value, Range: at}
	case "tags":
		for _, tag := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
			if !slices.Contains(d.Tags, tag) {
				d.Tags = append(d.Tags, tag)
			}
		}
	}
}

func parseRequirement(text string) (Requirement, error) {
	word, name, _ := strings.Cut(text, " ")
	r := Requirement{Kind: RequirementKind(word), Name: strings.TrimSpace(name)}
	switch r.Kind {
	case RequireKernel:
		m := kernelForm.FindStringSubmatch(r.Name)
		if m == nil {
			return r, fmt.Errorf("pkt:requires %s: expected a comparison and a version, such as kernel >= 6.8", text)
		}
		r.Compare, r.Version = m[1], ParseVersion(m[2])
		return r, nil
	case RequireSysctl, RequireCommand, RequireProtocol, RequireVariant, RequireStack:
		if r.Name == "" || strings.ContainsAny(r.Name, " \t") {
			return r, fmt.Errorf("pkt:requires %s: expected one name after %s", text, word)
		}
		return r, nil
	}
	return r, fmt.Errorf("unknown requirement %q: expected kernel, sysctl, command, protocol, variant or stack", text)
}

// String is the version with points, such as "6.18".
func (v Version) String() string {
	parts := make([]string, len(v))
	for i, n := range v {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ".")
}
