// Package rules holds the rules of the linter, one a file, in code order. A
// rule is data: see package rule.
package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

// The ranges of codes are: PKT0 the language itself (lang.Codes), PKT1 names
// and arguments, PKT2 descriptors and results, PKT3 the flow of segments, PKT4
// what stands in a packet, PKT5 time, PKT6 hygiene, PKT9 comments for pkt. Those about
// suppressions have no function: the engine, which applies suppressions, speaks
// for them.

// All returns every rule, by code.
func All() []*rule.Rule { return slices.Clone(all) }

// Find returns the rule with that code or name; upper and lower case do not
// matter.
func Find(codeOrName string) (*rule.Rule, bool) {
	for _, r := range all {
		if strings.EqualFold(r.Code, codeOrName) || strings.EqualFold(r.Name, codeOrName) {
			return r, true
		}
	}
	return nil, false
}

// OfKind returns the rule that speaks for a kind of observation, or nil.
func OfKind(kind model.Kind) *rule.Rule { return byKind[kind] }

var byKind = func() map[model.Kind]*rule.Rule {
	index := make(map[model.Kind]*rule.Rule)
	for _, r := range all {
		for _, observer := range r.Observes {
			if other := index[observer.Kind]; other != nil {
				panic(fmt.Sprintf("%s and %s both speak for %s", other.Code, r.Code, observer.Kind))
			}
			index[observer.Kind] = r
		}
	}
	return index
}()
