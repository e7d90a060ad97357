package config

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// Parse reads a pkt.toml. What is wrong with it becomes diagnostics, all of
// them errors; the rest of the file is read all the same.
func Parse(file *source.File) (*Config, []diag.Diagnostic) {
	p := parser{config: &Config{File: file}}
	entries, problems := read(file)
	p.problems = problems
	for _, e := range entries {
		p.entry(e)
	}
	diag.Sort(p.problems)
	return p.config, p.problems
}

type parser struct {
	config   *Config
	problems []diag.Diagnostic
}

// keys are those of each table, for suggestions; a table that is not here takes
// any key.
var keys = map[string][]string{
	"":         {"definitions", "lint", "run", "variants"},
	"lint":     {"select", "ignore", "severity"},
	"run":      {"jobs", "retries", "variants", "options"},
	"variants": {"options", "definitions"},
}

func (p *parser) entry(e entry) {
	if e.value.kind == unstable.InlineTable && !p.isOption(e) {
		p.table(e)
		return
	}
	if err := p.set(e); err != nil {
		p.problems = append(p.problems, Problem(e.place(), err.Error()))
	}
}

// place is where a problem with an entry is shown: its value, or its key.
func (e entry) place() source.Range {
	if at := e.value.at; at.Len() > 0 {
		return at
	}
	return e.path[len(e.path)-1].Range
}

func (p *parser) isOption(e entry) bool {
	return len(e.path) > 1 && e.path[len(e.path)-2].Value == "options"
}

// table reads an inline table, or the heading of one, key by key.
func (p *parser) table(e entry) {
	switch {
	case len(e.path) >= 2 && e.path[0].Value == "variants":
		p.variant(e.path[1])
	case !contains(keys[""], e.path[0].Value):
		p.unknown("", e.path[0])
		return
	}
	for _, inner := range e.value.entries {
		inner.path = append(append([]Text(nil), e.path...), inner.path...)
		p.entry(inner)
	}
}

// set stores a value. The error, if any, is about the value.
func (p *parser) set(e entry) error {
	path := e.path
	switch table := path[0].Value; {
	case table == "definitions" && len(path) == 2:
		return define(&p.config.Definitions, path[1], e.value)
	case table == "lint" && len(path) == 2:
		return p.lint(path[1], e.value)
	case table == "lint" && len(path) == 3 && path[1].Value == "severity":
		return p.severity(path[2], e.value)
	case table == "run" && len(path) == 2:
		return p.run(path[1], e.value)
	case table == "run" && len(path) == 3 && path[1].Value == "options":
		return p.setOption(&p.config.Run.Options, path[2], e.value)
	case table == "variants" && len(path) == 4:
		return p.variantEntry(path, e.value)
	case contains(keys[""], table):
		return fmt.Errorf("`%s` is a table, and this is no key of it", table)
	}
	p.unknown("", path[0])
	return nil
}

func (p *parser) lint(key Text, v value) (err error) {
	switch key.Value {
	case "select":
		p.config.Lint.Select, err = v.texts()
	case "ignore":
		p.config.Lint.Ignore, err = v.texts()
	default:
		p.unknown("lint", key)
	}
	return err
}

func (p *parser) severity(rule Text, v value) error {
	text, err := v.scalar()
	if err != nil {
		return err
	}
	severity, err := diag.ParseSeverity(text)
	if err != nil {
		return err
	}
	p.config.Lint.Severity = append(p.config.Lint.Severity, Severity{rule, severity})
	return nil
}

func (p *parser) run(key Text, v value) (err error) {
	switch key.Value {
	case "jobs":
		p.config.Run.Jobs, err = v.number()
	case "retries":
		p.config.Run.Retries, err = v.number()
	case "variants":
		p.config.Run.Variants, err = v.texts()
	default:
		p.unknown("run", key)
	}
	return err
}

// variant returns the variant of a name, which it makes where there is none.
func (p *parser) variant(name Text) *Variant {
	for i := range p.config.Variants {
		if p.config.Variants[i].Name.Value == name.Value {
			return &p.config.Variants[i]
		}
	}
	p.config.Variants = append(p.config.Variants, Variant{Name: name})
	return &p.config.Variants[len(p.config.Variants)-1]
}

func (p *parser) variantEntry(path []Text, v value) error {
	variant := p.variant(path[1])
	switch path[2].Value {
	case "options":
		return p.setOption(&variant.Options, path[3], v)
	case "definitions":
		return define(&variant.Definitions, path[3], v)
	}
	p.unknown("variants", path[2])
	return nil
}

var definitionName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func define(definitions *lang.Definitions, name Text, v value) error {
	if !definitionName.MatchString(name.Value) {
		return fmt.Errorf("%q cannot be the name of a definition: letters, digits and underscores make one", name.Value)
	}
	text, err := v.scalar()
	if err != nil {
		return err
	}
	if *definitions == nil {
		*definitions = lang.Definitions{}
	}
	(*definitions)[name.Value] = text
	return nil
}

// setOption reads an option; true gives one without a value, and false none. The
// error, if any, is about the value.
func (p *parser) setOption(options *[]Option, name Text, v value) error {
	known, ok := vocab.Option(name.Value, vocab.ByProject)
	if !ok {
		p.unknownOption(name)
		return nil
	}
	given := Option{Name: name}
	if v.kind == unstable.Bool && v.text == "false" && !known.HasValue() {
		return nil
	}
	if v.kind != unstable.Bool || known.HasValue() {
		text, err := v.scalar()
		if err != nil {
			return err
		}
		given.Value, given.HasValue = text, true
	}
	if err := known.Check(given.Value, given.HasValue); err != nil {
		return err
	}
	*options = append(*options, given)
	return nil
}

// unknownOption reports an option that a pkt.toml cannot have.
func (p *parser) unknownOption(name Text) {
	d := Problem(name.Range, fmt.Sprintf("unknown option `%s`: `pkt help run` lists the options", name.Value))
	if name.Value == "define" {
		d.Message = "`define` is no option here: definitions stand in a table [definitions]"
	} else if near, ok := vocab.SuggestOption(name.Value, vocab.ByProject); ok {
		d.Message = fmt.Sprintf("unknown option `%s`: did you mean `%s`?", name.Value, near)
		d.Label = fmt.Sprintf("write `%s`", near)
	}
	p.problems = append(p.problems, d)
}

// unknown reports a key that its table does not have, once for all that stands
// below it.
func (p *parser) unknown(table string, key Text) {
	for _, reported := range p.problems {
		if reported.Range == key.Range {
			return
		}
	}
	where := ""
	if table != "" {
		where = " of [" + table + "]"
	}
	d := Problem(key.Range, fmt.Sprintf("unknown key `%s`%s: expected %s", key.Value, where,
		strings.Join(keys[table], ", ")))
	if near, ok := vocab.Suggest(key.Value, keys[table]); ok {
		d.Label = fmt.Sprintf("write `%s`", near)
	}
	p.problems = append(p.problems, d)
}

func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}
