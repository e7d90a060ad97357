package format

import "github.com/pktlang/pkt/lang"

// Verbatim tells whether the formatter leaves a statement as it stands,
// because it, or what stands behind it, could not be parsed.
func Verbatim(st *lang.Statement) bool {
	switch {
	case st.Kind == lang.BadStatement:
		return true
	case st.Option != nil:
		return st.Option.End != st.Core.End
	case st.Action != nil:
		return st.Action.Where().End != st.Core.End
	}
	return false
}
func Tmp(s *lang.Script) string { return newLayout(s, Style{}).source() }
