// Package lang reads scripts of packetdrill, the language in which tests of
// TCP/IP stacks are written: a lexer, a typed syntax tree, a parser that never
// gives up, and ways to walk the tree and to keep it while the text is edited.
// Formatter, linter, runner and language server of this module are built on it;
// so can be other tools.
//
// # Parse
//
// [Parse] takes a [source.File] and always returns a [Script]:
//
//	script := lang.Parse(source.NewFile("close.pkt", text), nil)
//
// A mistake costs the one statement that it is in. [Script.Diagnostics] says what
// is wrong, where and, where it is clear, how to mend it; [Codes] documents each
// kind of mistake. What a good script means (when events happen, which
// descriptor is which, what an option is set to) is not told by the tree: see
// packages lang/program and lang/model.
//
// # The tree
//
// A script is a list of [Statement], which cover the text without a gap: options,
// a command before the events, events, a command after them, and at the end what
// is left of the text. An event has a [Time] and an [Action]:
//
//	Packet      < and >: Encapsulations, then a Transport
//	    TCP         Flags, SequenceRange, ack, win, urg, TCPOptions
//	    UDP, ICMP, OtherTransport
//	SystemCall  a name, arguments and a result, each an Expr
//	Command     `a shell command`
//	Code        %{ Python }%
//
// The nodes are plain structs. Each says how it was written where that is more
// than its value: a [Number] has its text, a [Word] the definition that it was
// replaced by. Forms of other dialects than google/packetdrill's are parsed too,
// some only as words and text.
//
// # Walk
//
// [Statement.Walk] and [Walk] visit the nodes of a statement, [Children] are those
// right below a node, and [Script.At] finds what stands at an offset. Tokens and
// comments are in [Statement.Tokens]: with the white space between them they are
// the whole text, byte for byte.
//
// # Positions
//
// A [Span] is where a node stands, in bytes from the start of its statement. Ask
// the statement for the place in the file: [Statement.Range] gives a
// [source.Range] of byte offsets, for which [source.File] knows lines and columns
// in bytes, UTF-8, UTF-16 and UTF-32.
//
// # Edit
//
// Nothing of a script changes once it is parsed, so that it can be read from any
// goroutine; treat what its fields lead to as read-only. [Script.Edit] makes a new
// script for a new text. It parses the statements around the edit and
// shares all others with the old one, which is why spans count from the statement.
package lang
