package vocab

import (
	"testing"
)

func TestScriptOptions(t *testing.T) {
	for _, c := range []struct {
		name     string
		hasValue bool
		kind     SettingKind
		value    string
		dialect  Dialect
	}{
		{"tolerance_usecs", true, PositiveSetting, "4000", Base},
		{"tolerance_percent", true, PercentSetting, "12.5", Base},
		{"bind_port", true, PortSetting, "8080", Base},
		{"dry_run", false, Switch, "", Base},
		{"define", true, DefinitionSetting, "", Base},
		{"udp_encapsulation", true, WordSetting, "", NPLab},
	} {
		s, ok := ScriptOption(c.name)
		if !ok {
			t.Errorf("--%s is missing", c.name)
			continue
		}
		if s.HasValue != c.hasValue || s.Kind != c.kind || s.Default != c.value || s.Dialect != c.dialect {
			t.Errorf("--%s = %+v", c.name, s)
		}
	}
	for _, s := range ScriptOptions() {
		if s.HasValue == (s.Kind == Switch) {
			t.Errorf("--%s has a value: %v, and is %s", s.Name, s.HasValue, s.Kind)
		}
		if (s.Kind == WordSetting || s.Kind == ListSetting) != (len(s.Words) > 0) {
			t.Errorf("--%s is %s with the words %v", s.Name, s.Kind, s.Words)
		}
	}
	if s, ok := ScriptOption("tolerance_usec"); ok {
		t.Errorf("ScriptOption(tolerance_usec) = %+v", s)
	}
}
