package lint

import (
	"fmt"
	"sort"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rules"
)

// Selection says which rules speak, and how loud. A selector is a code
// (PKT402), the beginning of codes (PKT4, PKT), or the name of a rule
// (missing-ack). Of several that match a code the longest one decides, and
// Ignore where two are equally long. Syntax errors cannot be left out, since
// nothing certain is said of a script that has them.
type Selection struct {
	Select []string // empty for all
	Ignore []string
	// Severities replace the severity of the findings of a rule, by selector;
	// findings that are less severe than their rule keep the distance.
	Severities map[string]diag.Severity
}

// Validate returns an error for each selector that matches no rule.
func (s Selection) Validate() []SelectorError {
	var problems []SelectorError
	check := func(selectors []string) {
		for _, selector := range selectors {
			if !matchesAny(selector) {
				problems = append(problems, SelectorError{selector})
			}
		}
	}
	check(s.Select)
	check(s.Ignore)
	var names []string
	for selector := range s.Severities {
		names = append(names, selector)
	}
	sort.Strings(names)
	check(names)
	return problems
}

// SelectorError is a selector that matches no rule.
type SelectorError struct{ Selector string }

// Error implements error.
func (e SelectorError) Error() string {
	return fmt.Sprintf("no rule has the code or name %q; pkt explain lists all", e.Selector)
}

func matchesAny(selector string) bool {
	for _, r := range rules.All() {
		if match(selector, r.Code, r.Name) > 0 {
			return true
		}
	}
	for _, c := range lang.Codes() {
		if match(selector, c.Code, c.Name) > 0 {
			return true
		}
	}
	return false
}

// match is how much of a code a selector names, 0 where it does not match.
func match(selector, code, name string) int {
	switch {
	case selector == "":
		return 0
	case strings.EqualFold(selector, name):
		return len(code)
	case len(selector) <= len(code) && strings.EqualFold(selector, code[:len(selector)]):
		return len(selector)
	}
	return 0
}

func longest(selectors []string, code, name string) int {
	most := 0
	for _, s := range selectors {
		most = max(most, match(s, code, name))
	}
	return most
}

// enabled reports whether a rule speaks.
func (s Selection) enabled(code, name string) bool {
	selected := longest(s.Select, code, name)
	if selected == 0 && len(s.Select) > 0 {
		return false
	}
	ignored := longest(s.Ignore, code, name)
	return ignored == 0 || selected > ignored
}

// severity is the severity that was chosen for a rule; ok is false where none
// was.
func (s Selection) severity(code, name string) (chosen diag.Severity, ok bool) {
	most := 0
	for selector, severity := range s.Severities {
		// Equally long selectors of one code are the same prefix, or a code
		// and its name.
		if n := match(selector, code, name); n > most {
			most, chosen = n, severity
		}
	}
	return chosen, most > 0
}
