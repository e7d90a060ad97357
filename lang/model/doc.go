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
// A Model is immutable. Walking 5,000 events takes a few milliseconds, and
// Update walks only what stands behind an edit.
package model
