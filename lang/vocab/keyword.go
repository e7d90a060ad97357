package vocab

import "sync"

// Keyword is a word that has a meaning of its own in some places of a script
// and is an ordinary word elsewhere. A name may have several meanings, one for
// each group.
type Keyword struct {
	Name    string
	Group   KeywordGroup
	Dialect Dialect
	// Constants are the kinds of constants that a StructureKeyword takes.
	Constants []ConstantKind
	// Descriptor says what a call does to the descriptor that a
	// StructureKeyword names.
	Descriptor DescriptorUse
	Doc        string
	Source     string
}

// KeywordGroup is the place in which a Keyword has its meaning.
type KeywordGroup uint8

// The groups of keywords.
const (
	TransportKeyword     KeywordGroup = iota // what a packet carries
	EncapsulationKeyword                     // an outer header
	IPKeyword                                // in the parentheses of IP information
	SegmentKeyword                           // after the sequence range of a TCP segment
	OptionFieldKeyword                       // inside a TCP option
	ICMPKeyword                              // after an ICMP type
	StructureKeyword                         // a field of a structure in an argument
	FunctionKeyword                          // a conversion in an argument
	ChunkKeyword                             // an SCTP chunk, parameter or cause
	ChunkFieldKeyword                        // a field of one of these
)

var keywordGroupNames = [...]string{
	TransportKeyword:     "transport",
	EncapsulationKeyword: "encapsulation",
	IPKeyword:            "IP header field",
	SegmentKeyword:       "TCP header field",
	OptionFieldKeyword:   "TCP option field",
	ICMPKeyword:          "ICMP field",
	StructureKeyword:     "structure field",
	FunctionKeyword:      "conversion",
	ChunkKeyword:         "SCTP chunk",
	ChunkFieldKeyword:    "SCTP field",
}

// String is the group in words.
func (g KeywordGroup) String() string { return nameOf(keywordGroupNames[:], g) }

type keywordTables struct {
	all    []*Keyword
	byName map[string][]*Keyword
}

var keywordIndex = sync.OnceValue(func() *keywordTables {
	t := &keywordTables{byName: make(map[string][]*Keyword)}
	for i := range keywords {
		t.add(&keywords[i])
	}
	for _, w := range ecnWords {
		t.add(&Keyword{Name: w.Name, Group: IPKeyword, Doc: w.Doc, Source: w.Source})
	}
	for _, g := range dialectKeywords {
		for _, name := range g.names {
			t.add(&Keyword{Name: name, Group: g.group, Dialect: g.dialect, Doc: g.doc, Source: g.source})
		}
	}
	return t
})

func (t *keywordTables) add(k *Keyword) {
	t.all = append(t.all, k)
	t.byName[k.Name] = append(t.byName[k.Name], k)
}

// LookupKeyword returns the meanings of a word, none where it is no keyword.
func LookupKeyword(name string) []*Keyword { return keywordIndex().byName[name] }

// structureField is the keyword of a structure's field, or nil.
func structureField(name string) *Keyword {
	for _, k := range LookupKeyword(name) {
		if k.Group == StructureKeyword {
			return k
		}
	}
	return nil
}

// FieldConstants are the kinds of constants that a structure's field of that
// name takes; none where it takes plain numbers.
func FieldConstants(field string) []ConstantKind {
	if k := structureField(field); k != nil {
		return k.Constants
	}
	return nil
}

// Keywords returns all keywords, those of the base dialect first. TCP options,
// flags, ICMP types and codes, system calls and constants have tables of their
// own.
func Keywords() []*Keyword { return keywordIndex().all }

// reserved are the names of the base dialect's keywords and TCP options.
var reserved = sync.OnceValue(func() map[string]bool {
	names := make(map[string]bool)
	for _, k := range Keywords() {
		if k.Dialect == Base {
			names[k.Name] = true
		}
	}
	for _, o := range TCPOptions() {
		if o.Dialect == Base {
			names[o.Name] = true
		}
	}
	return names
})

// IsReserved reports whether google/packetdrill's lexer takes a word as a keyword
// wherever it stands, so that no definition can replace it.
func IsReserved(word string) bool { return reserved()[word] }

// keywordGroup is a group of a dialect's keywords that share their words.
type keywordGroup struct {
	group   KeywordGroup
	dialect Dialect
	doc     string
	source  string
	names   []string
}
