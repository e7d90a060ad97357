// Package run holds what a run of a program tells: events, packets, warnings and
// verdicts, how each script of a suite ended, and the stream of JSON lines in
// which all of that goes from one process to another. It is the one place that
// says what these messages are: the engine and what runs many scripts make them,
// `pkt run --json` prints them, the editors read them, and the TypeScript and Lua
// sides are generated from these types.
//
// All times are microseconds since the start of the script.
package run
