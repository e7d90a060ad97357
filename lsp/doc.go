// Package lsp is the language server of the packetdrill language (Language
// Server Protocol 3.17).
//
// A session reads messages in order. Notifications are handled at once, in that
// order; each request sees the documents as they were when it came and is
// answered by a goroutine of its own, which the client can cancel. What a
// document says is held by one immutable value for each of its versions: the
// syntax tree, the model's walk over it and what the linter finds are computed
// at their first use and shared by all features. An edit parses only the events
// that it touches.
//
// Nothing of a script is executed here. The command pkt.run starts `pkt run` as
// a child process, and only in folders that the user trusts.
package lsp
