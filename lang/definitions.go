package lang

// Definitions maps the name of a definition to its value as written: a word, a
// number, a "string" in quotes or a `command` in backquotes.
type Definitions map[string]string
