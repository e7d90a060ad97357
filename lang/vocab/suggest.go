package vocab

import "strings"

// maxWord bounds the length, in bytes, of words that Suggest compares: longer
// ones are no misspelt names, and the rows of the table fit on the stack.
const maxWord = 64

// Suggest returns the candidate that the author of word most likely meant, and
// false where none is close. It measures the number of letters to insert,
// delete, replace or swap with their neighbour (the optimal string alignment
// distance); a letter in the wrong case costs almost nothing. How many
// mistakes are forgiven grows with the length of the word: one up to four
// letters, two up to eight, three beyond. The first of several equally close
// candidates wins. It does not allocate.
//
// A word that is itself a candidate is not suggested for.
func Suggest(word string, candidates []string) (string, bool) {
	if len(word) < 2 || len(word) > maxWord {
		return "", false
	}
	best, found := maxWord*costEdit, ""
	for _, c := range candidates {
		if c == word {
			return "", false
		}
		if len(c) > maxWord || len(c) < 2 {
			continue
		}
		most := min(best-1, limit(word, c))
		if d := distance(word, c, most); d <= most && (d < 2*costEdit || sameFamily(word, c)) {
			best, found = d, c
		}
	}
	return found, found != ""
}

// The costs of the single steps, and of what makes a whole word unlikely. A
// wrong case is cheap enough that "sackOk" is nearer to "sackOK" than to "sack",
// however many of its letters differ in case.
const (
	costEdit = 100
	costCase = 1
)

// limit is the highest distance at which a candidate is still suggested. What
// counts is the part after a family's prefix such as "MSG_", where both have
// it, and three fifths of that must be right: "rto" is no misspelt "tos".
func limit(word, candidate string) int {
	prefix := sharedFamily(word, candidate)
	length := len(word) - prefix
	mistakes := 3
	switch {
	case length <= 4:
		mistakes = 1
	case length <= 8:
		mistakes = 2
	}
	mistakes = min(mistakes, max(length, len(candidate)-prefix)*2/5)
	if prefix > 0 {
		mistakes = max(mistakes, 1)
	}
	return mistakes*costEdit + costEdit/2
}

// sameFamily reports whether the prefixes of two names, up to the first
// underscore, could be meant to be the same, where there is more than one
// mistake: TFO_COOKIE is no SO_COOKIE.
func sameFamily(a, b string) bool {
	a, _, found := strings.Cut(a, "_")
	if !found {
		return true
	}
	if b, _, found = strings.Cut(b, "_"); !found {
		return true
	}
	most := max(limit(a, b), costEdit)
	return distance(a, b, most) <= most
}

// sharedFamily is the length of the longest common beginning that ends with an
// underscore, whatever its case.
func sharedFamily(a, b string) int {
	length := 0
	for i := 0; i < len(a) && i < len(b) && lower(a[i]) == lower(b[i]); i++ {
		if a[i] == '_' {
			length = i + 1
		}
	}
	return length
}

// distance is the optimal string alignment distance between a and b, or more
// than most where it is beyond that.
func distance(a, b string, most int) int {
	if abs(len(a)-len(b))*costEdit > most {
		return most + 1
	}
	var rows [3][maxWord + 1]int
	before, previous, current := &rows[0], &rows[1], &rows[2]
	for j := 0; j <= len(b); j++ {
		previous[j] = j * costEdit
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i * costEdit
		least := current[0]
		for j := 1; j <= len(b); j++ {
			d := min(previous[j]+costEdit, current[j-1]+costEdit, previous[j-1]+replace(a[i-1], b[j-1]))
			if i > 1 && j > 1 && lower(a[i-1]) == lower(b[j-2]) && lower(a[i-2]) == lower(b[j-1]) {
				d = min(d, before[j-2]+costEdit)
			}
			current[j] = d
			least = min(least, d)
		}
		if least > most && i < len(a) && minOf(previous[:len(b)+1]) > most {
			return most + 1 // no path can come back: a swap reaches two rows back
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}

// replace is the cost of one letter standing for another.
func replace(a, b byte) int {
	switch {
	case a == b:
		return 0
	case lower(a) == lower(b):
		return costCase
	}
	return costEdit
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func minOf(row []int) int {
	least := row[0]
	for _, d := range row {
		least = min(least, d)
	}
	return least
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
