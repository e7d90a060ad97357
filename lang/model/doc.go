// Package model is an abstract TCP: it walks a script's statements in time
// order and knows, after each of them, what is certain of every descriptor and
// connection.
//
// What the script expects of the stack is taken as what happened; that is the
// script's claim. Each claim is held against what TCP can do (RFC 9293, and the
// behaviour of Linux where a script is written for Linux), and what cannot be
// becomes an Observation. Facts are certain, a range or unknown (Fact); a
// command, a socket option or a packet that the model does not follow makes
// facts unknown, and nothing certain is said of them from there on.
//
// The package is parted by subject. Each type holds its own facts and changes
// them by its own rules, without a view of the others:
//
//   - SendSide: what was written, sent and acknowledged (send.go)
//   - ReceiveSide: what arrived, is in order, read and acknowledged (receive.go)
//   - Options: what the handshake negotiated (options.go)
//   - timers: the moments from which times count (timers.go, clock.go)
//   - Descriptor, SocketOptions: the descriptor table (descriptor.go, socket_options.go)
//   - Environment: sysctls, the device, the stack (environment.go)
//
// A walker takes them through the statements, with a type for each kind of
// event: an invocation is a system call (call*.go), an arrival a segment from
// the peer (arrival*.go), an expectation a segment that the script expects of
// the stack (expectation*.go, options_*.go, timers_*.go). What the stack certainly
// sends in answer is a DueSegment (due.go).
//
// A Model is immutable. Walking 5,000 events takes one to two milliseconds, and
// Update walks only what comes after an edit.
package model
