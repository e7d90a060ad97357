package vocab

// addNames adds the constants of other systems, whose numbers differ from
// system to system.
func (t *constantTables) addNames() {
	for _, g := range foreignNames {
		for _, name := range g.names {
			t.add(&Constant{Name: name, Kind: g.kind, Dialect: NPLab, Level: g.level, Doc: g.doc, Source: g.source})
		}
	}
}

// nameGroup is a group of constants of which only the names matter here.
type nameGroup struct {
	kind   ConstantKind
	level  string
	doc    string
	source string
	names  []string
}
