package packet

import (
	"bytes"
	"fmt"
)

// TimestampRule says how TS val of outbound packets is checked.
type TimestampRule struct {
	// Tick is the microseconds per tick; 0 leaves TS val unchecked.
	Tick int
	// Tolerance is how many microseconds TS val may be off.
	Tolerance int64
}

// CompareOptions compares the option lists of two TCP packets, in order, as
// the reference (google/packetdrill) does. The first difference's Reference is the reference's; the
// texts name every option that is missing, extra or different.
func CompareOptions(actual, expected *Packet, rule TimestampRule) []Difference {
	if expected.OptionsUnchecked {
		return nil
	}
	a, actualErr := parseOptions(actual.TCP().options())
	e, _ := parseOptions(expected.TCP().options())
	reference := referenceOptions(a, e, rule)
	if actualErr != nil && reference == "" {
		reference = actualErr.Error()
	}
	if reference == "" {
		return nil
	}
	out := optionDifferences(a, e, rule)
	if actualErr != nil {
		out = append(out, Difference{Text: "a malformed option"})
	}
	if len(out) == 0 {
		out = []Difference{{Text: "options in another order"}}
	}
	for i := range out {
		out[i].Part, out[i].Reference = PartOptions, reference
	}
	return out
}

// referenceOptions is the reference's message for the first pair that differs.
func referenceOptions(a, e []option, rule TimestampRule) string {
	for i := range max(len(a), len(e)) {
		if i >= len(a) || i >= len(e) || a[i].Kind != e[i].Kind {
			return "bad outbound TCP options"
		}
		if a[i].Kind == optionTimestamps {
			if !rule.allows(a[i], e[i]) {
				return fmt.Sprintf("bad outbound TCP timestamp value, tolerance %d", rule.Tolerance)
			}
			continue
		}
		wrong := ""
		if len(a[i].Data) != len(e[i].Data) {
			wrong = "bad length"
		}
		if n := min(len(a[i].Data), len(e[i].Data)); !bytes.Equal(a[i].Data[:n], e[i].Data[:n]) {
			wrong = "bad value"
		}
		if wrong != "" {
			return fmt.Sprintf("%s in outbound TCP option (kind=%d): expected: %s actual: %s", wrong,
				e[i].Kind, e[i], a[i])
		}
	}
	return ""
}

func (r TimestampRule) allows(a, e option) bool {
	if r.Tick == 0 || len(a.Data) != 8 || len(e.Data) != 8 {
		return true
	}
	delta := int64(int32(Timestamps(a.Data).Val() - Timestamps(e.Data).Val()))
	if delta < 0 {
		delta = -delta
	}
	return delta*int64(r.Tick) <= r.Tolerance
}

// optionDifferences says for people how two lists differ: options are paired by
// kind, and nop is only layout.
func optionDifferences(a, e []option, rule TimestampRule) []Difference {
	var out []Difference
	used := make([]bool, len(a))
	for _, want := range e {
		if want.Kind == optionNop || want.Kind == optionEnd {
			continue
		}
		at := -1
		for i, o := range a {
			if !used[i] && o.Kind == want.Kind {
				at = i
				break
			}
		}
		if at < 0 {
			out = append(out, Difference{Text: "no " + want.name(), Option: want.name()})
			continue
		}
		used[at] = true
		got := a[at]
		switch {
		case want.Kind == optionTimestamps:
			if !rule.allows(got, want) {
				out = append(out, Difference{Text: fmt.Sprintf("%s instead of %s", got, want), Option: want.name()})
			}
		case !bytes.Equal(got.Data, want.Data):
			out = append(out, Difference{Text: fmt.Sprintf("%s instead of %s", got, want.value()), Option: want.name()})
		}
	}
	for i, o := range a {
		if !used[i] && o.Kind != optionNop && o.Kind != optionEnd {
			out = append(out, Difference{Text: fmt.Sprintf("%s was not expected", o)})
		}
	}
	return out
}
