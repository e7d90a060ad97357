// Package grammar is the language as an executable specification: participle
// structs over the tokens of lang, one for each production. Check holds a script
// against it, and EBNF prints it.
//
// Scripts are read by the parser of lang, which is written by hand for its
// messages and its speed. A test holds that both accept the same, over scripts
// and over mutations of them; where they differ on purpose is a list there, and
// Beyond is the part of it that people need to know: what is right as a text and
// refused all the same, such as a number that does not fit its field.
package grammar
