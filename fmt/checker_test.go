package format_test

import (
	"fmt"
	"regexp"
	"strings"
)

// atoms cuts a text into what must survive formatting: comments, quoted text
// and the smallest parts of everything else that white space can set apart. It
// knows nothing of the lexer or the formatter, so that no fault of theirs hides
// from it.
func atoms(text string) []string {
	var out []string
	for _, atom := range atomPattern.FindAllString(strings.TrimPrefix(text, "\ufeff"), -1) {
		if strings.TrimSpace(atom) == "" {
			continue
		}
		// Blanks at the end of a comment are no part of it.
		if strings.HasPrefix(atom, "//") || strings.HasPrefix(atom, "#") {
			atom = strings.TrimRight(atom, " \t\f\v")
		}
		out = append(out, atom)
	}
	return out
}

var atomPattern = regexp.MustCompile(`(?s)` + strings.Join([]string{
	`//[^\r\n]*`, `/\*.*?\*/`, "`(?:\\\\.|[^`\\\\])*`", `"(?:\\.|[^"\\])*"`, `%\{.*?\}%`,
	`[0-9A-Fa-f:]*::[0-9A-Fa-f:.]*`, // IPv6 address
	`\.\.\.`, `[0-9]*\.[0-9.]*[0-9]`, `--\w+`, `-[0-9]+`, `\w+`, `\s+`, `.`,
}, "|"))

// compareAtoms says where two texts differ in more than white space, or "".
func compareAtoms(before, after string) string {
	a, b := atoms(before), atoms(after)
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return fmt.Sprintf("atom %d: before %q, after %q", i, around(a, i), around(b, i))
		}
	}
	return ""
}

func around(atoms []string, i int) []string {
	return atoms[min(max(i-3, 0), len(atoms)):min(i+3, len(atoms))]
}
