// Package server is the language server of the packetdrill language (Language
// Server Protocol 3.17): the wire, the lifecycle of a session, the documents
// that the client has open, and what is run for it. What it says of a document
// is lsp/feature's.
//
// A session reads messages in order. Notifications are handled at once, in that
// order; each request sees the documents as they were when it came and is
// answered by a goroutine of its own, which the client can cancel. Documents and
// settings are one immutable value, which a change replaces.
//
// Nothing of a script is executed here. The command pkt.run starts `pkt run` as
// a child process, and only in folders that the user trusts.
package server
